import type { MonthGrowth } from '#lib/domain/usage/growth.ts';
import { countedStates } from '#lib/domain/usage/counted-since.ts';
import { isDayKnown } from '#lib/domain/usage/overview.ts';
import type { UseState } from '#lib/domain/usage/use-state.ts';
import { STEPS, type FunnelStep } from '#lib/domain/usage/ways-onto.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Cell, FileTable } from '#lib/ui/file-table.ts';
import { groupFigures } from './group-figures.ts';
import { meanings, sourceOf } from './headline.ts';
import { HISTORY, HISTORY_DAY, STATES_2019 } from './history-2019.ts';
import { deviceBars, funnelHeads } from './overview-bars.ts';
import type { OverviewState } from './overview-state.svelte.ts';
import { overviewTable } from './overview-table.ts';
import { stepWord, useWords } from './use-words.ts';

export type Shown = Pick<
  OverviewState,
  'overview' | 'asOf' | 'isHistory' | 'activeMonths' | 'growth' | 'funnel' | 'ways' | 'usageUntil' | 'setting'
>;

interface Made {
  readonly isDemonstration: boolean;
}

/** One sheet per table on screen, same order and names; countries first, notes last. */
export function overviewSheets(shown: Shown, made: Made): readonly FileTable[] {
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
    aboutTable(shown, made)
  ].filter(({ rows }) => rows.length > 0);
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

/** Shares on screen appear here as two counts; uncounted days are left out. */
function groupTable({ overview, usageUntil, setting }: Shown): FileTable {
  const states = countedStates(overview.counts);
  return {
    name: m.overview_groups(),
    head: [
      m.overview_group(),
      m.overview_group_size(),
      ...stateHeads(states),
      m.overview_issued(),
      m.overview_file_answered_by_partners(),
      m.overview_file_received(),
      m.overview_file_answered_here(),
      m.overview_days_to_answer(),
      m.overview_file_endorsed(),
      m.overview_on_time()
    ],
    rows: groupFigures(overview, usageUntil, setting.groups ?? []).map(
      ({ name, size, counts, figures }): readonly Cell[] => [
        name,
        size,
        ...states.map((state) => counts[state]),
        ...[
          figures?.issued,
          figures?.answered,
          figures?.received,
          figures?.receivedAnswered,
          figures?.medianToAnswer,
          figures?.endorsed,
          figures?.onTime
        ].map((figure) => figure ?? null)
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
      HISTORY[state].map((country) => [useWords(state).word, country, countryName(country)])
    )
  };
}

/** A workbook is passed on without the screen, so it has its day and counting rule. */
function aboutTable(shown: Shown, { isDemonstration }: Made): FileTable {
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
