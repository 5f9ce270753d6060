/** In a helpful order. Data decides which are done, so every device shows the same. */
import { m } from '#lib/i18n/messages.ts';
import { may, type Right } from '#lib/domain/registration/rights.ts';

export interface FirstDayFacts {
  readonly role: string;
  readonly isCertified: boolean;
  readonly hasParticulars: boolean;
  readonly administrators: number;
  readonly certified: number;
  readonly hasPractised: boolean;
  readonly hasIssued: boolean;
  readonly hasExchanged: boolean;
  /** Remembered only by this browser. */
  readonly hasPrinted: boolean;
  readonly decided: number;
  readonly hasGroups: boolean;
  readonly hasWritten: boolean;
}

interface FirstStep {
  readonly key: string;
  readonly title: () => string;
  readonly lead: () => string;
  /** Relative to the app's base. */
  readonly path: string;
  readonly minutes: number;
  readonly isDone: boolean;
}

interface Rule extends Omit<FirstStep, 'isDone'> {
  readonly right: Right;
  /** Users who also have this right skip the step. */
  readonly unless?: Right;
  readonly isDone: (facts: FirstDayFacts) => boolean;
}

const RULES: readonly Rule[] = [
  {
    key: 'device',
    title: m.first_device,
    lead: m.first_device_lead,
    path: '/sync#device',
    minutes: 3,
    right: 'sign',
    isDone: (facts) => facts.isCertified
  },
  {
    key: 'particulars',
    title: m.first_particulars,
    lead: m.first_particulars_lead,
    path: '/settings',
    minutes: 3,
    right: 'manage',
    unless: 'registry',
    isDone: (facts) => facts.hasParticulars
  },
  {
    key: 'second',
    title: m.first_second,
    lead: m.first_second_lead,
    path: '/people',
    minutes: 5,
    right: 'manage',
    unless: 'registry',
    isDone: (facts) => facts.administrators > 1
  },
  {
    key: 'people',
    title: m.first_people,
    lead: m.first_people_lead,
    path: '/people',
    minutes: 5,
    right: 'manage',
    unless: 'registry',
    isDone: (facts) => facts.certified > facts.administrators
  },
  {
    key: 'practice',
    title: m.first_practice,
    lead: m.first_practice_lead,
    path: '/rehearsal',
    minutes: 10,
    right: 'issue',
    isDone: (facts) => facts.hasPractised
  },
  {
    key: 'issue',
    title: m.first_issue,
    lead: m.first_issue_lead,
    path: '/authorizations/new',
    minutes: 5,
    right: 'issue',
    isDone: (facts) => facts.hasIssued
  },
  {
    key: 'print',
    title: m.first_print,
    lead: m.first_print_lead,
    path: '/authorizations?tab=issued',
    minutes: 1,
    right: 'issue',
    isDone: (facts) => facts.hasPrinted
  },
  {
    key: 'exchange',
    title: m.first_exchange,
    lead: m.first_exchange_lead,
    path: '/authorizations?tab=received',
    minutes: 5,
    right: 'issue',
    isDone: (facts) => facts.hasExchanged
  },
  {
    key: 'confirm',
    title: m.first_confirm,
    lead: m.first_confirm_lead,
    path: '/registrations',
    minutes: 10,
    right: 'registry',
    isDone: (facts) => facts.decided > 0
  },
  {
    key: 'groups',
    title: m.first_groups,
    lead: m.first_groups_lead,
    path: '/overview',
    minutes: 5,
    right: 'registry',
    isDone: (facts) => facts.hasGroups
  },
  {
    key: 'letter',
    title: m.first_letter,
    lead: m.first_letter_lead,
    path: '/announcements',
    minutes: 10,
    right: 'announce',
    isDone: (facts) => facts.hasWritten
  }
];

export function firstSteps(facts: FirstDayFacts): readonly FirstStep[] {
  const isTheirs = ({ right, unless }: Rule): boolean =>
    may(facts, right) && !(unless !== undefined && may(facts, unless));
  return RULES.filter(isTheirs).map((rule) => ({ ...rule, isDone: rule.isDone(facts) }));
}
