/** The queue: each row is made once for each state of its application, so that a filter only compares. */
import { foldText } from '#lib/domain/act/typed-text.ts';
import { applicationNumber } from '#lib/domain/application/application-id.ts';
import {
  daysWithAuthority,
  isFinished,
  isOverdue,
  type ApplicationState
} from '#lib/domain/application/application-state.ts';
import { fieldOf, lineFieldOf } from '#lib/domain/authorization/form-fields.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { countryName } from '#lib/i18n/format.ts';

export interface ApplicationRow {
  readonly state: ApplicationState;
  readonly number: string;
  readonly company: string;
  readonly partner: string;
  readonly substances: readonly string[];
  /** Folded by `foldText`. */
  readonly haystack: string;
  readonly days: number;
  readonly isOverdue: boolean;
}

interface QueueDay {
  readonly today: CalendarDate;
  readonly targetDays: number;
  readonly edition: EditionIndex;
}

export function companyOf({ application: { of }, form }: ApplicationState): string {
  return fieldOf(form, of === 'import-authorization' ? 'importerName' : 'exporterName').trim();
}

export function partnerOf({ application: { of }, form }: ApplicationState): string {
  return fieldOf(form, of === 'import-authorization' ? 'exportingCountry' : 'importingCountry');
}

export class Queue {
  #rows = new WeakMap<ApplicationState, ApplicationRow>();
  #day: QueueDay | null = null;

  rows(all: readonly ApplicationState[], day: QueueDay): readonly ApplicationRow[] {
    const { today, targetDays, edition } = this.#day ?? {};
    if (today !== day.today || targetDays !== day.targetDays || edition !== day.edition)
      this.#rows = new WeakMap();
    this.#day = day;
    return all.map((state) => {
      const held = this.#rows.get(state);
      if (held) return held;
      const row = toRow(state, day);
      this.#rows.set(state, row);
      return row;
    });
  }
}

function toRow(state: ApplicationState, { today, targetDays, edition }: QueueDay): ApplicationRow {
  const { application, form } = state;
  const number = applicationNumber(application.country, application._id);
  const [company, partner] = [companyOf(state), partnerOf(state)];
  const keys = [...new Set(form.lines.map((line) => lineFieldOf(line, 'substance')))];
  const substances = keys.map((key) => findSubstance(key, edition)?.name ?? key).filter(Boolean);
  const words = [number, number.replace(/-/g, ''), company, countryName(partner), ...substances];
  return {
    state,
    number,
    company,
    partner,
    substances,
    haystack: foldText([...words, fieldOf(form, 'number'), application.contact.name].join(' ')),
    days: daysWithAuthority(state, today),
    isOverdue: isOverdue(state, today, targetDays)
  };
}

export const QUEUE_TABS = ['new', 'mine', 'question', 'overdue', 'accepted', 'finished', 'all'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

const IN_TAB: Readonly<Record<QueueTab, (row: ApplicationRow, me: string) => boolean>> = {
  new: ({ state }) => state.status === 'new',
  mine: ({ state }, me) => state.assigned?.to === me && !isFinished(state),
  question: ({ state }) => state.status === 'question',
  overdue: (row) => row.isOverdue,
  accepted: ({ state }) => state.status === 'accepted',
  finished: ({ state }) => isFinished(state),
  all: () => true
};

export function searchQueue(rows: readonly ApplicationRow[], text: string): readonly ApplicationRow[] {
  const words = foldText(text).split(' ').filter(Boolean);
  return words.length === 0
    ? rows
    : rows.filter(({ haystack }) => words.every((one) => haystack.includes(one)));
}

export function rowsInTab(
  rows: readonly ApplicationRow[],
  tab: QueueTab,
  me: string
): readonly ApplicationRow[] {
  return rows.filter((row) => IN_TAB[tab](row, me));
}

export function countTabs(rows: readonly ApplicationRow[], me: string): Readonly<Record<QueueTab, number>> {
  const counts = { new: 0, mine: 0, question: 0, overdue: 0, accepted: 0, finished: 0, all: 0 };
  for (const tab of QUEUE_TABS) {
    const isIn = IN_TAB[tab];
    for (const row of rows) if (isIn(row, me)) counts[tab]++;
  }
  return counts;
}
