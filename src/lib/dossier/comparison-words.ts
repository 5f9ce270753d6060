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

function grantedText(one: Comparison, facts: Facts): string {
  const isLess = one.direction === 'less';
  if (one.shows === 'form' || one.basis === 'base') return formText(one, facts);
  return isLess ? m.dossier_compare_granted_less(facts) : m.dossier_compare_granted_more(facts);
}

/** Both bases: they are what the returns of two countries show. */
function formText({ earlier, later, causes }: Comparison, facts: Facts): string {
  const bases = {
    ...facts,
    earlierBase: figure(roundedBase(earlier)),
    laterBase: figure(roundedBase(later ?? earlier)),
    earlierForm: isolate(earlier.form),
    laterForm: isolate(later?.form ?? '')
  };
  const factors = causes.find(({ kind }) => kind === 'factor');
  if (factors?.kind !== 'factor') return m.dossier_compare_form(bases);
  const [value, otherValue] = [factors.value, factors.otherValue].map((one) => formatDecimal(one));
  return m.dossier_compare_factor({ ...bases, value: value ?? '', otherValue: otherValue ?? '' });
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
  { pair, shows, direction, difference, causes, exporting, importing }: Comparison,
  reader: AuthorityCode | undefined
): string[] {
  const sides = { exporting: countryName(exporting), importing: countryName(importing) };
  if (pair === 'export-endorsement' && shows === 'differs')
    return [reader === exporting ? m.dossier_compare_unstated_own() : m.dossier_compare_unstated(sides)];
  if (shows === 'form') return [formOutcome(difference.base === 0, direction, causes)];
  if (shows === 'lawful' && direction === 'less') return [m.dossier_compare_lawful()];
  if (shows === 'refused') return [m.dossier_compare_refused()];
  if (pair !== 'shipment-endorsement' || direction === 'same' || shows === 'missing') return [];
  // A possible cause is told after the loss, never in its place.
  if (direction === 'more') return [m.dossier_compare_surplus(sides)];
  return [m.dossier_compare_lost({ ...sides, difference: figure(difference.stated) })];
}

function formOutcome(isSame: boolean, direction: Comparison['direction'], causes: readonly Cause[]): string {
  if (isSame) return m.dossier_compare_same_base();
  const isByFactor = causes.some(({ kind }) => kind === 'factor');
  return direction === 'less' && !isByFactor ? m.dossier_compare_lawful() : m.dossier_compare_returns();
}

/** Facts, not guesses that figures can also fit by chance. */
const FACTS: readonly Cause['kind'][] = ['form', 'expired'];

function causeTexts({ causes, shows }: Comparison, reader: AuthorityCode | undefined): string[] {
  const guesses = causes.filter(({ asks }) => asks !== null).slice(0, MAX_GUESSES);
  const known = causes.filter(({ asks, kind }) => asks === null && kind !== 'factor');
  const isGuess = guesses.some(({ kind }) => !FACTS.includes(kind));
  return [
    ...guesses.map((cause, index) => askText(cause, index === 0, reader)),
    ...(isGuess ? [m.dossier_compare_coincidence()] : []),
    // Beside a loss there is something to do.
    ...known.map((cause) =>
      (shows === 'lawful' ? m.dossier_compare_fine : m.dossier_compare_known)({ cause: causeText(cause) })
    )
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
    default:
      return countText(cause);
  }
}

type Counted = Exclude<Cause, { readonly kind: 'base' | 'hydrate' | 'form' }>;

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
    // Its values are in the sentence of the comparison.
    case 'factor':
      return '';
  }
}

function figuresOf(cause: { readonly figure: number; readonly from: number }): {
  figure: string;
  from: string;
} {
  return { figure: figure(cause.figure), from: figure(cause.from) };
}
