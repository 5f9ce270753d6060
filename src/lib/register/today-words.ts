import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Need, RegisterRow, TodayNeed } from '#lib/store/api.ts';

const TITLES: Readonly<Record<TodayNeed, () => string>> = {
  decide: m.today_decide,
  answer: m.today_answer,
  confirm: m.today_confirm,
  suspended: m.today_suspended,
  endorse: m.today_endorse,
  record: m.today_record,
  copy: m.today_copy,
  reconcile: m.today_reconcile,
  match: m.today_match,
  compare: m.today_compare,
  expiring: m.today_expiring,
  remind: m.today_remind,
  ship: m.today_ship
};

export function needTitle(key: TodayNeed): string {
  return TITLES[key]();
}

const STEPS: Readonly<Record<Exclude<TodayNeed, 'match' | 'record'>, () => string>> = {
  decide: m.today_step_decide,
  answer: m.today_step_answer,
  confirm: m.today_step_confirm,
  suspended: m.today_step_expiring,
  compare: m.today_step_compare,
  copy: m.today_step_copy,
  endorse: m.today_step_endorse,
  reconcile: m.today_step_reconcile,
  expiring: m.today_step_expiring,
  remind: m.today_step_remind,
  ship: m.today_step_ship
};

const REASONS: Readonly<
  Record<Exclude<TodayNeed, 'endorse' | 'record' | 'match' | 'compare'>, () => string>
> = {
  decide: m.today_why_decide,
  copy: m.today_why_copy,
  answer: m.today_why_answer,
  confirm: m.today_why_confirm,
  suspended: m.today_why_suspended,
  reconcile: m.today_why_reconcile,
  expiring: m.today_why_expiring,
  remind: m.today_why_remind,
  ship: m.today_why_ship
};

/**
 * A document of one's own that counts nowhere is cancelled; the partner's is linked if a matching import authorization
 * is here. Otherwise only the partner knows its meaning.
 */
export function stepWord(
  group: TodayNeed,
  row: RegisterRow,
  isLinkable: boolean,
  why: Need = 'answer'
): string {
  if (group === 'answer' && why === 'settle') return m.today_step_settle();
  if (group === 'record')
    return isWithoutImport(row) ? m.today_step_record_import() : m.today_step_record_copy();
  if (group !== 'match') return STEPS[group]();
  if (isLinkable) return m.today_step_link();
  return row.own ? m.today_step_match() : m.today_step_ask();
}

export function reasonWord(group: TodayNeed, row: RegisterRow, why: Need = 'answer'): string {
  if (group === 'answer' && why === 'settle') return m.today_why_settle();
  if (group === 'endorse') return endorseWord(row);
  if (group === 'answer' && row.status === 'objected') return m.today_why_objected();
  if (group === 'record')
    return isWithoutImport(row) ? m.today_why_record_import() : m.today_why_record_copy();
  if (group === 'compare') return differenceWord(row);
  if (group === 'ship' && row.status === 'endorsed') return m.today_why_ship_late();
  if (group !== 'match') return REASONS[group]();
  if (row.isTwice) return m.today_why_match_number();
  if (row.status !== 'set-aside') return m.today_why_match_missing({ number: isolate(row.cited ?? '') });
  const isSecond = row.kind === 'import-authorization' && row.match === 'duplicate-number';
  return isSecond ? m.today_why_match_twice() : m.today_why_match();
}

/** A paper is not recorded as shipped. Without a due date only its arrival requires the return. */
function endorseWord({ status, isPaper, endorseBy }: RegisterRow): string {
  if (isPaper && endorseBy === null) return m.today_why_endorse_paper();
  return status === 'expired' ? m.today_why_endorse_expired() : m.today_why_endorse();
}

function isWithoutImport({ match }: RegisterRow): boolean {
  return match === 'export-without-import';
}

function differenceWord({ agreement }: RegisterRow): string {
  if (agreement === 'agrees') return m.today_why_compare_missing();
  if (agreement === 'exceeds') return m.today_why_compare_exceeds();
  if (agreement === 'form') return m.today_why_compare_form();
  return agreement === 'short' ? m.today_why_compare_short() : m.today_why_compare_differs();
}
