import {
  type CountryRow,
  isDayKnown,
  type MonthGrowth,
  type Overview,
  rowsOfAll
} from '#lib/domain/usage/overview.ts';
import { countedStates, type UseState } from '#lib/domain/usage/use-state.ts';
import { FIGURES, SHOWN } from '#lib/domain/usage/figures.ts';
import { STEPS, type FunnelStep } from '#lib/domain/usage/ways-onto.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { groupFigures, regionWord } from './country-groups.ts';
import { meanings, sourceOf } from './headline.ts';
import { REGISTRATION_2019, HISTORY_DAY, STATES_2019 } from '#lib/domain/usage/registration-2019.ts';
import { deviceBars, funnelHeads } from './drawings.ts';
import type { OverviewState } from './overview-state.svelte.ts';
import { figureLabel, stepWord, useWords } from './use-words.ts';

export type Shown = Pick<
  OverviewState,
  'overview' | 'asOf' | 'isHistory' | 'activeMonths' | 'growth' | 'funnel' | 'ways' | 'usageUntil' | 'setting'
>;

/** Same order and names as on screen; countries first, notes last. */
export function overviewSheets(shown: Shown, isDemonstration: boolean): readonly FileTable[] {
  const { overview, isHistory, usageUntil } = shown;
  const onTheWay =
    isHistory || !isDayKnown(overview)
      ? []
      : [growthTable(shown.growth), funnelTable(shown.funnel), stuckTable(shown)];
  const devices = [deviceTable(usageUntil, 'language'), deviceTable(usageUntil, 'version')];
  return [
    { ...overviewTable(overview), name: m.overview_countries() },
    ...onTheWay,
    ...(isDayKnown(overview) ? [groupTable(shown)] : []),
    ...devices,
    historyTable(),
    aboutTable(shown, isDemonstration)
  ].filter(({ rows }) => rows.length > 0);
}

/** Codes and plain figures, one meaning per column. No rows for an unknown day: "not on I2ES" would be a guess. */
export function overviewTable(overview: Overview): FileTable {
  return {
    name: overview.asOf,
    head: [
      m.overview_file_code(),
      m.registration_country(),
      m.overview_file_region(),
      m.overview_state(),
      m.overview_file_requested(),
      m.incb_column_registered(),
      m.overview_last_active(),
      ...SHOWN.countryFile.map((key) => {
        const figure = figureLabel(key);
        return FIGURES[key].is === 'most' ? m.overview_file_most({ figure }) : figure;
      })
    ],
    rows: isDayKnown(overview) ? rowsOfAll(overview).map(countryCells) : []
  };
}

/** Empty if a country is outside I2ES or nothing was counted; empty is not zero. */
function countryCells(row: CountryRow): readonly Cell[] {
  const { country, use } = row;
  return [
    country,
    countryName(country),
    regionWord(row),
    useWords(use?.state ?? null).word,
    ...[use?.requestedOn, use?.registeredOn, use?.lastActive].map((day) => dayCell(day ?? null)),
    ...SHOWN.countryFile.map((key) => use?.figures?.[key] ?? null)
  ];
}

export function growthTable(growth: readonly MonthGrowth[]): FileTable {
  const states = countedStates(...growth);
  return {
    name: m.overview_growth(),
    head: [m.overview_month(), ...stateHeads(states), m.overview_issued(), m.overview_exchanged()],
    rows: growth.map((one) => [one.month, ...states.map((state) => one[state]), one.issued, one.exchanged])
  };
}

export function funnelTable(funnel: readonly FunnelStep[]): FileTable {
  return {
    name: m.overview_funnel(),
    head: funnelHeads(),
    rows: funnel.map(({ step, taken, medianDays }) => [stepWord(step), taken, medianDays])
  };
}

function stuckTable({ ways }: Pick<Shown, 'ways'>): FileTable {
  return {
    name: m.overview_stuck(),
    head: [m.overview_file_code(), m.registration_country(), m.overview_step(), m.overview_file_days()],
    rows: ways
      .filter(({ at }) => at !== STEPS[STEPS.length - 1])
      .map(({ country, at, standsFor }) => [country, countryName(country), stepWord(at), standsFor])
  };
}

function groupTable({ overview, usageUntil, setting }: Shown): FileTable {
  const states = countedStates(overview.counts);
  const figures = SHOWN.groupFile;
  const heads = [...stateHeads(states), ...figures.map((key) => figureLabel(key))];
  return {
    name: m.overview_groups(),
    head: [m.overview_group(), m.overview_group_size(), ...heads],
    rows: groupFigures(overview, usageUntil, setting.groups ?? []).map(
      ({ name, size, counts, figures: its }): readonly Cell[] => [
        name,
        size,
        ...states.map((state) => counts[state]),
        ...figures.map((key) => its?.[key] ?? null)
      ]
    )
  };
}

export function deviceTable(usage: readonly UsageRecord[], kind: 'language' | 'version'): FileTable {
  const [name, head] =
    kind === 'language'
      ? [m.overview_languages(), m.ui_language()]
      : [m.overview_versions(), m.overview_file_version()];
  return {
    name,
    head: [head, m.overview_file_devices()],
    rows: deviceBars(usage, kind).map((bar) => [bar.name, bar.size])
  };
}

function historyTable(): FileTable {
  return {
    name: m.overview_history({ date: formatDate(HISTORY_DAY) }),
    head: [m.overview_state(), m.overview_file_code(), m.registration_country()],
    rows: STATES_2019.flatMap((state) =>
      REGISTRATION_2019[state].map((country) => [useWords(state).word, country, countryName(country)])
    )
  };
}

/** A workbook is passed on without the screen. */
function aboutTable(shown: Shown, isDemonstration: boolean): FileTable {
  const sentences = [sourceOf(shown), ...meanings(), m.overview_empty_cell(), m.overview_held()];
  if (isDemonstration) sentences.push(m.person_demonstration());
  return {
    name: m.overview_title(),
    head: [m.overview_as_at(), shown.asOf],
    rows: sentences.map((sentence) => [sentence, null])
  };
}

function stateHeads(states: readonly UseState[]): readonly string[] {
  return states.map((state) => useWords(state).word);
}
