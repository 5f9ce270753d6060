import { m } from '#lib/i18n/messages.ts';
import type { FirstStepKey } from './first-day.ts';

interface StepWords {
  readonly title: () => string;
  readonly lead: () => string;
}

const WORDS: Readonly<Record<FirstStepKey, StepWords>> = {
  device: { title: m.first_device, lead: m.first_device_lead },
  particulars: { title: m.first_particulars, lead: m.first_particulars_lead },
  second: { title: m.first_second, lead: m.first_second_lead },
  people: { title: m.first_people, lead: m.first_people_lead },
  practice: { title: m.first_practice, lead: m.first_practice_lead },
  issue: { title: m.first_issue, lead: m.first_issue_lead },
  print: { title: m.first_print, lead: m.first_print_lead },
  exchange: { title: m.first_exchange, lead: m.first_exchange_lead },
  confirm: { title: m.first_confirm, lead: m.first_confirm_lead },
  groups: { title: m.first_groups, lead: m.first_groups_lead },
  letter: { title: m.first_letter, lead: m.first_letter_lead }
};

export function firstStepWords(key: FirstStepKey): StepWords {
  return WORDS[key];
}
