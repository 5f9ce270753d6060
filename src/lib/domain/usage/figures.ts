/**
 * One row a figure. The record of a month, INCB's overview with its tables, files and brief, and a country's own page
 * derive from these tables.
 */
import type { Exceeding } from '../act/kinds/special-terms.ts';
import { integer, isPlainObject, type Check, type Checked } from '../shape/shape.ts';
import { medianOf } from '../median.ts';

/** Whole days → number of cases, so that medians over any months and countries are exact. */
export type DayCounts = Readonly<Record<string, number>>;

/** Longer durations count as this. */
export const MAX_DAYS = 400;

const count = integer(0, 1e9);
const dayCounts: Check<DayCounts> = (value, out) => {
  if (!areCounts(value, /^(?:0|[1-9]\d{0,2})$/, MAX_DAYS + 1)) out.push({ code: 'document.malformed' });
};

export function areCounts(value: unknown, names: RegExp, most: number): boolean {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  const isCount = (one: unknown): boolean => Number.isSafeInteger(one) && (one as number) > 0;
  return keys.length <= most && keys.every((key) => names.test(key) && isCount(value[key]));
}

export const COUNTS = {
  /** Issued in that month, and their progress since. */
  imports: count,
  exports: count,
  /** Delivered into the addressed authority's database. */
  exchanged: count,
  /** Exchanged ones delivered more than `OFF_LINE_MINUTES` after signing. */
  offLine: count,
  /** The other authority replied, or issued an export authorization that cites it. */
  answered: count,
  shipped: count,
  endorsed: count,
  /** Other authorities' authorizations of that month, and this country's response. */
  received: count,
  receivedAnswered: count,
  /** Export authorizations received that need an endorsement: all but cancelled ones. */
  toEndorse: count,
  endorsedHere: count,
  /** Endorsed within the days after shipment, or after the end of validity, that I2ES asks for. */
  endorsedOnTime: count,
  daysToAnswer: dayCounts,
  daysToEndorse: dayCounts,
  partners: count,
  partnersOnSystem: count,
  people: count,
  devices: count
};

/** Absent in records of months without any, and of older versions. */
export const SELDOM_COUNTS = {
  /** Own emergency exports, which cite no import authorization (rule R22). */
  emergencies: count,
  /** Partners' authorizations recorded from paper. */
  papers: count,
  /** Authorizations beyond an INCB figure, or a device's part of it, by their ground (rule R12). */
  exceedingTreatment: count,
  exceedingSupplement: count,
  exceedingDecision: count,
  exceedingUnreserved: count
};

export const EXCEEDING_COUNTS = {
  treatment: 'exceedingTreatment',
  supplement: 'exceedingSupplement',
  decision: 'exceedingDecision',
  unreserved: 'exceedingUnreserved'
} as const satisfies Readonly<Record<Exceeding['ground'], keyof typeof SELDOM_COUNTS>>;

type Counts = { readonly [K in keyof typeof COUNTS]: Checked<(typeof COUNTS)[K]> };
type SeldomKey = keyof typeof SELDOM_COUNTS;
type Month = Counts & { readonly [K in SeldomKey]?: number };
type KeyOf<Of> = { [K in keyof Counts]: Counts[K] extends Of ? K : never }[keyof Counts];

/**
 * `sum` and `share` (per cent) add counts over months and countries. `most` is the largest count of one month, because
 * monthly counts can include the same people. `median` is in days. `label` is the key of its message; a column of few
 * words and a headline can have their own.
 */
type Figure = {
  readonly label: string;
  readonly short?: string;
  readonly long?: string;
} & (
  | { readonly is: 'sum'; readonly of: readonly (KeyOf<number> | SeldomKey)[] }
  | { readonly is: 'share'; readonly of: readonly KeyOf<number>[]; readonly whole: readonly KeyOf<number>[] }
  | { readonly is: 'most'; readonly of: KeyOf<number> }
  | { readonly is: 'median'; readonly of: KeyOf<DayCounts> }
);

const ISSUED = ['imports', 'exports'] as const;

export const FIGURES = {
  issued: { is: 'sum', of: ISSUED, label: 'overview_issued', long: 'overview_figure_issued' },
  imports: { is: 'sum', of: ['imports'], label: 'overview_imports' },
  exports: { is: 'sum', of: ['exports'], label: 'overview_exports' },
  emergencies: { is: 'sum', of: ['emergencies'], label: 'overview_emergencies' },
  papers: { is: 'sum', of: ['papers'], label: 'overview_papers' },
  exceedings: {
    is: 'sum',
    of: ['exceedingTreatment', 'exceedingSupplement', 'exceedingDecision', 'exceedingUnreserved'],
    label: 'overview_exceedings'
  },
  exceedingTreatment: { is: 'sum', of: ['exceedingTreatment'], label: 'overview_exceeding_treatment' },
  exceedingSupplement: { is: 'sum', of: ['exceedingSupplement'], label: 'overview_exceeding_supplement' },
  exceedingDecision: { is: 'sum', of: ['exceedingDecision'], label: 'overview_exceeding_decision' },
  exceedingUnreserved: { is: 'sum', of: ['exceedingUnreserved'], label: 'overview_exceeding_unreserved' },
  exchanged: { is: 'sum', of: ['exchanged'], label: 'overview_exchanged' },
  offLine: { is: 'sum', of: ['offLine'], label: 'overview_file_off_line' },
  offLineShare: { is: 'share', of: ['offLine'], whole: ['exchanged'], label: 'overview_file_off_line' },
  answered: { is: 'sum', of: ['answered'], label: 'overview_file_answered_by_partners' },
  answeredShare: { is: 'share', of: ['answered'], whole: ISSUED, label: 'overview_answered_there' },
  shipped: { is: 'sum', of: ['shipped'], label: 'overview_file_shipped' },
  /** Exports endorsed by the importing authorities; `endorsed` counts these countries' own endorsements. */
  endorsedThere: { is: 'sum', of: ['endorsed'], label: 'overview_endorsed_there' },
  received: { is: 'sum', of: ['received'], label: 'overview_file_received' },
  receivedAnswered: { is: 'sum', of: ['receivedAnswered'], label: 'overview_file_answered_here' },
  receivedAnsweredShare: {
    is: 'share',
    of: ['receivedAnswered'],
    whole: ['received'],
    label: 'overview_answered_here'
  },
  toEndorse: { is: 'sum', of: ['toEndorse'], label: 'overview_file_to_endorse' },
  endorsed: { is: 'sum', of: ['endorsedHere'], label: 'overview_file_endorsed' },
  onTime: { is: 'sum', of: ['endorsedOnTime'], label: 'overview_on_time' },
  onTimeShare: { is: 'share', of: ['endorsedOnTime'], whole: ['endorsedHere'], label: 'overview_on_time' },
  medianToAnswer: {
    is: 'median',
    of: 'daysToAnswer',
    label: 'overview_days_to_answer',
    short: 'overview_column_days',
    long: 'overview_figure_days'
  },
  medianToEndorse: { is: 'median', of: 'daysToEndorse', label: 'overview_days_to_endorse' },
  partners: { is: 'most', of: 'partners', label: 'overview_partners' },
  partnersOnSystem: { is: 'most', of: 'partnersOnSystem', label: 'overview_partners_on' },
  people: { is: 'most', of: 'people', label: 'overview_people' },
  devices: { is: 'most', of: 'devices', label: 'overview_devices' }
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureKey = keyof typeof FIGURES;
type Word<Row, Place extends string> = Row extends Readonly<Record<Place, infer Key>> ? Key : never;
type Row = (typeof FIGURES)[FigureKey];
export type FigureLabel = Word<Row, 'label'> | Word<Row, 'short'> | Word<Row, 'long'>;
/** A median without any case and a share of nothing are null. */
export type UseFigures = {
  readonly [K in FigureKey]: (typeof FIGURES)[K]['is'] extends 'sum' | 'most' ? number : number | null;
};

/** Figures of each place, in its order. Files have the counts of a share, since a share cannot be added up. */
export const SHOWN = {
  keyFigures: ['issued', 'answeredShare', 'medianToAnswer'],
  countries: ['issued', 'receivedAnsweredShare', 'answeredShare', 'medianToAnswer'],
  groups: ['issued', 'receivedAnsweredShare', 'answeredShare', 'medianToAnswer', 'onTimeShare'],
  months: [
    'imports',
    'exports',
    'emergencies',
    'papers',
    'exceedings',
    'exchanged',
    'offLineShare',
    'answered',
    'shipped',
    'endorsedThere',
    'received',
    'receivedAnswered',
    'medianToAnswer',
    'toEndorse',
    'endorsed',
    'onTimeShare',
    'medianToEndorse',
    'partners',
    'partnersOnSystem',
    'people',
    'devices'
  ],
  brief: [
    'issued',
    'exchanged',
    'answeredShare',
    'receivedAnsweredShare',
    'medianToAnswer',
    'medianToEndorse',
    'offLineShare'
  ],
  countryFile: [
    'issued',
    'exchanged',
    'offLine',
    'answered',
    'shipped',
    'endorsedThere',
    'received',
    'receivedAnswered',
    'toEndorse',
    'endorsed',
    'onTime',
    'medianToAnswer',
    'medianToEndorse',
    'imports',
    'exports',
    'emergencies',
    'papers',
    'exceedings',
    'exceedingTreatment',
    'exceedingSupplement',
    'exceedingDecision',
    'exceedingUnreserved',
    'partners',
    'partnersOnSystem',
    'people',
    'devices'
  ],
  groupFile: ['issued', 'answered', 'received', 'receivedAnswered', 'medianToAnswer', 'endorsed', 'onTime']
} as const satisfies Readonly<Record<string, readonly FigureKey[]>>;

export function sumFigures(months: readonly Month[]): UseFigures {
  const keys = Object.keys(FIGURES) as FigureKey[];
  return Object.fromEntries(keys.map((key) => [key, figureOf(FIGURES[key], months)])) as UseFigures;
}

export function figureOf(figure: Figure, months: readonly Month[]): number | null {
  const sum = (keys: readonly (KeyOf<number> | SeldomKey)[]): number =>
    months.reduce((total, month) => keys.reduce((sum, key) => sum + (month[key] ?? 0), total), 0);
  switch (figure.is) {
    case 'sum':
      return sum(figure.of);
    case 'most':
      return Math.max(0, ...months.map((month) => month[figure.of]));
    case 'median':
      return medianDays(...months.map((month) => month[figure.of]));
    case 'share': {
      const whole = sum(figure.whole);
      return whole === 0 ? null : (100 * sum(figure.of)) / whole;
    }
  }
}

export function medianDays(...counts: readonly DayCounts[]): number | null {
  const sums = new Map<number, number>();
  for (const one of counts)
    for (const days of Object.keys(one))
      sums.set(Number(days), (sums.get(Number(days)) ?? 0) + (one[days] ?? 0));
  const sorted = Array.from(sums).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, number]) => sum + number, 0);
  return medianOf(total, (index) => {
    let passed = 0;
    const found = sorted.find(([, number]) => (passed += number) > index);
    return found ? found[0] : 0;
  });
}
