import { m } from '#lib/i18n/messages.ts';
import type { Scenario } from '#lib/domain/rehearsal/scenario.ts';

interface ScenarioWords {
  readonly title: () => string;
  readonly task: () => string;
  readonly hint: () => string;
  readonly noticed: () => string;
}

const SCENARIO_WORDS: Readonly<Record<string, ScenarioWords>> = {
  routine: {
    title: m.rehearsal_routine_title,
    task: m.rehearsal_routine_task,
    hint: m.rehearsal_routine_hint,
    noticed: m.rehearsal_routine_noticed
  },
  partial: {
    title: m.rehearsal_partial_title,
    task: m.rehearsal_partial_task,
    hint: m.rehearsal_partial_hint,
    noticed: m.rehearsal_partial_noticed
  },
  consignments: {
    title: m.rehearsal_consignments_title,
    task: m.rehearsal_consignments_task,
    hint: m.rehearsal_consignments_hint,
    noticed: m.rehearsal_consignments_noticed
  },
  expired: {
    title: m.rehearsal_expired_title,
    task: m.rehearsal_expired_task,
    hint: m.rehearsal_expired_hint,
    noticed: m.rehearsal_expired_noticed
  },
  salt: {
    title: m.rehearsal_salt_title,
    task: m.rehearsal_salt_task,
    hint: m.rehearsal_salt_hint,
    noticed: m.rehearsal_salt_noticed
  },
  forged: {
    title: m.rehearsal_forged_title,
    task: m.rehearsal_forged_task,
    hint: m.rehearsal_forged_hint,
    noticed: m.rehearsal_forged_noticed
  },
  paper: {
    title: m.rehearsal_paper_title,
    task: m.rehearsal_paper_task,
    hint: m.rehearsal_paper_hint,
    noticed: m.rehearsal_paper_noticed
  },
  stolen: {
    title: m.rehearsal_stolen_title,
    task: m.rehearsal_stolen_task,
    hint: m.rehearsal_stolen_hint,
    noticed: m.rehearsal_stolen_noticed
  }
};

const STEP_WORDS: Readonly<Record<string, () => string>> = {
  asked: m.rehearsal_step_asked,
  granted: m.rehearsal_step_granted,
  shipped: m.rehearsal_step_shipped,
  endorsed: m.rehearsal_step_endorsed,
  shipped_less: m.rehearsal_step_shipped_less,
  endorsed_exactly: m.rehearsal_step_endorsed_exactly,
  asked_for_two: m.rehearsal_step_asked_for_two,
  granted_again: m.rehearsal_step_granted_again,
  endorsed_both: m.rehearsal_step_endorsed_both,
  expired: m.rehearsal_step_expired,
  returned: m.rehearsal_step_returned,
  questioned: m.rehearsal_step_questioned,
  withdrawn_wrong: m.rehearsal_step_withdrawn_wrong,
  granted_right: m.rehearsal_step_granted_right,
  granted_genuine: m.rehearsal_step_granted_genuine,
  left_forged: m.rehearsal_step_left_forged,
  granted_on_paper: m.rehearsal_step_granted_on_paper,
  shipped_on_paper: m.rehearsal_step_shipped_on_paper,
  withdrawn_key: m.rehearsal_step_withdrawn_key,
  refused_thief: m.rehearsal_step_refused_thief
};

export function wordsOf({ name }: Pick<Scenario, 'name'>): ScenarioWords {
  const words = SCENARIO_WORDS[name];
  if (!words) throw new Error(`no words of the scenario ${name}`);
  return words;
}

export function stepWords(name: string): string {
  return STEP_WORDS[name]?.() ?? name;
}
