/**
 * A comparison in words: both figures, difference, possible reasons, advice. The facts are equal for both authorities,
 * the advice depends on the reader. A sheet for both sides has no reader and names only countries.
 */
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Cause } from '#lib/domain/matching/causes.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import { roundedBase } from '#lib/domain/goods/substance-totals.ts';
import {
  countryName,
  formatDate,
  formatDecimal,
  formatInteger,
  formatPercentText,
  formatQuantity,
  isolate
} from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

/** More guesses than these help no one. */
const MAX_GUESSES = 3;

export function comparisonText(one: Comparison, reader?: AuthorityCode): string {
  return [factText(one), ...outcomeText(one, reader), ...causeTexts(one, reader)].join(' ');
}

export function typedCauseText(one: Comparison): string | undefined {
  const [likely] = one.causes.filter(({ asks }) => asks !== null);
  return likely && m.dossier_compare_typed({ cause: causeText(likely) });
}

interface Facts {
  readonly earlier: string;
  readonly later: string;
  readonly difference: string;
  readonly base: string;
  readonly percent: string;
}

function figure(micrograms: number): string {
  return formatQuantity(String(micrograms));
}

function factText(one: Comparison): string {
  const facts: Facts = {
    earlier: figure(one.earlier.stated),
    later: figure(one.later?.stated ?? 0),
    difference: figure(one.difference.stated),
    base: figure(roundedBase(one.difference)),
    percent: isolate(formatPercentText(one.percent))
  };
  if (one.shows === 'missing')
    return one.pair === 'shipment-endorsement'
      ? m.dossier_compare_missing_shipped(facts)
      : m.dossier_compare_missing_authorized(facts);
  if (one.pair === 'import-export') return grantedText(one, facts);
  return statedText(one, facts);
}

function grantedText({ direction, basis, earlier, later }: Comparison, facts: Facts): string {
  const isLess = direction === 'less';
  if (basis === 'stated')
    return isLess ? m.dossier_compare_granted_less(facts) : m.dossier_compare_granted_more(facts);
  if (later?.form === earlier.form)
    return isLess ? m.dossier_compare_factor_less(facts) : m.dossier_compare_factor_more(facts);
  const forms = { ...facts, earlierForm: isolate(earlier.form), laterForm: isolate(later?.form ?? '') };
  return isLess ? m.dossier_compare_form_less(forms) : m.dossier_compare_form_more(forms);
}

const STATED = {
  'export-shipment': {
    less: m.dossier_compare_shipped_less,
    more: m.dossier_compare_shipped_more,
    same: m.dossier_compare_shipped_less
  },
  'shipment-endorsement': {
    less: m.dossier_compare_arrived_less,
    more: m.dossier_compare_arrived_more,
    same: m.dossier_compare_arrived_same
  },
  'export-endorsement': {
    less: m.dossier_compare_unstated_less,
    more: m.dossier_compare_unstated_more,
    same: m.dossier_compare_unstated_same
  }
} as const;

function statedText({ pair, direction }: Comparison, facts: Facts): string {
  return pair === 'import-export' ? '' : STATED[pair][direction](facts);
}

function outcomeText(
  { pair, shows, direction, causes, exporting, importing }: Comparison,
  reader: AuthorityCode | undefined
): string[] {
  const sides = { exporting: countryName(exporting), importing: countryName(importing) };
  if (pair === 'export-endorsement' && shows === 'differs')
    return [reader === exporting ? m.dossier_compare_unstated_own() : m.dossier_compare_unstated(sides)];
  if (shows === 'lawful' && direction === 'less') return [m.dossier_compare_lawful()];
  if (shows === 'refused') return [m.dossier_compare_refused()];
  const isExplained = causes.some(({ asks }) => asks !== null);
  if (isExplained || pair !== 'shipment-endorsement') return [];
  if (direction === 'same' || shows === 'missing') return [];
  return [direction === 'less' ? m.dossier_compare_lost(sides) : m.dossier_compare_surplus(sides)];
}

function causeTexts({ causes }: Comparison, reader: AuthorityCode | undefined): string[] {
  const guesses = causes.filter(({ asks }) => asks !== null).slice(0, MAX_GUESSES);
  const known = causes.filter(({ asks }) => asks === null);
  return [
    ...guesses.map((cause, index) => askText(cause, index === 0, reader)),
    ...known.map((cause) => m.dossier_compare_fine({ cause: causeText(cause) }))
  ];
}

function askText(cause: Cause, isFirst: boolean, reader: AuthorityCode | undefined): string {
  const country = countryName(cause.asks ?? '');
  if (cause.asks === reader) return ownText(cause, isFirst);
  if (cause.kind === 'expired') return m.dossier_compare_expired({ on: formatDate(cause.on), country });
  const inputs = { cause: causeText(cause), country };
  return isFirst ? m.dossier_compare_ask(inputs) : m.dossier_compare_or(inputs);
}

function ownText(cause: Cause, isFirst: boolean): string {
  if (cause.kind === 'expired') return m.dossier_compare_expired_own({ on: formatDate(cause.on) });
  const inputs = { cause: causeText(cause) };
  return isFirst ? m.dossier_compare_own(inputs) : m.dossier_compare_or_own(inputs);
}

function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'base':
      return m.dossier_compare_cause_base({
        figure: figure(cause.figure),
        from: figure(cause.from),
        form: isolate(cause.form)
      });
    case 'hydrate':
      return m.dossier_compare_cause_hydrate({
        figure: figure(cause.figure),
        other: isolate(cause.other),
        from: figure(cause.from),
        form: isolate(cause.form)
      });
    case 'form':
      return m.dossier_compare_cause_form({
        figure: figure(cause.figure),
        form: isolate(cause.form),
        other: isolate(cause.other)
      });
    case 'factor':
      return m.dossier_compare_cause_factor({
        value: formatDecimal(cause.value),
        form: isolate(cause.form),
        otherValue: formatDecimal(cause.otherValue),
        otherForm: isolate(cause.otherForm)
      });
    default:
      return countText(cause);
  }
}

type Counted = Exclude<Cause, { readonly kind: 'base' | 'hydrate' | 'form' | 'factor' }>;

function countText(cause: Counted): string {
  switch (cause.kind) {
    case 'unit':
      return m.dossier_compare_cause_unit({ ...figuresOf(cause), times: formatInteger(cause.times) });
    case 'packs':
      return m.dossier_compare_cause_packs({ ...figuresOf(cause), times: formatInteger(cause.times) });
    case 'gross':
      return m.dossier_compare_cause_gross({
        figure: figure(cause.figure),
        content: figure(cause.content)
      });
    case 'swap':
      return m.dossier_compare_cause_swap({ figure: figure(cause.figure), number: isolate(cause.number) });
    case 'sum':
      return m.dossier_compare_cause_sum({ figure: figure(cause.figure), times: formatInteger(cause.times) });
    case 'consignments':
      return m.dossier_compare_cause_consignments({
        times: formatInteger(cause.times),
        total: figure(cause.sum)
      });
    case 'year':
      return m.dossier_compare_cause_year({ left: String(cause.left), arrived: String(cause.arrived) });
    case 'expired':
      return formatDate(cause.on);
  }
}

function figuresOf(cause: { readonly figure: number; readonly from: number }): {
  figure: string;
  from: string;
} {
  return { figure: figure(cause.figure), from: figure(cause.from) };
}
