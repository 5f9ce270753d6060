/**
 * The first days of whoever begins here: what is to be set up, made and tried, in the order in which it helps, each with
 * the desk where it is done. It says what is done by what the records show, so it ticks itself on every device.
 */
import { may, type Right } from '#lib/domain/registration/rights.ts';

export type FirstStepKey =
  | 'device'
  | 'particulars'
  | 'second'
  | 'people'
  | 'practice'
  | 'issue'
  | 'print'
  | 'exchange'
  | 'confirm'
  | 'groups'
  | 'letter';

export interface FirstDayFacts {
  readonly role: string;
  readonly isCertified: boolean;
  /** Name and address of the authority, as they go on its forms, are set. */
  readonly hasParticulars: boolean;
  /** People of the authority whose devices are certified: administrators, and all together. */
  readonly administrators: number;
  readonly certified: number;
  /** Remembered by this browser alone, of whoever played. */
  readonly hasPractised: boolean;
  readonly hasIssued: boolean;
  /** Something of a partner is here, or something of ours has reached one. */
  readonly hasExchanged: boolean;
  /** Remembered by this browser alone. */
  readonly hasPrinted: boolean;
  /** Of the Board: requests that one of its people decided, groups it made, letters it sent. */
  readonly decided: number;
  readonly hasGroups: boolean;
  readonly hasWritten: boolean;
}

export interface FirstStep {
  readonly key: FirstStepKey;
  /** Below the app's base. */
  readonly path: string;
  /** About how long it takes. */
  readonly minutes: number;
  readonly isDone: boolean;
}

interface Rule extends Omit<FirstStep, 'isDone'> {
  readonly right: Right;
  /** Where somebody has this right as well, the step is not theirs. */
  readonly unless?: Right;
  readonly isDone: (facts: FirstDayFacts) => boolean;
}

const RULES: readonly Rule[] = [
  { key: 'device', path: '/sync#device', minutes: 3, right: 'sign', isDone: (facts) => facts.isCertified },
  {
    ...{ key: 'particulars', path: '/settings', minutes: 3, right: 'manage', unless: 'registry' },
    isDone: (facts) => facts.hasParticulars
  },
  {
    ...{ key: 'second', path: '/people', minutes: 5, right: 'manage', unless: 'registry' },
    isDone: (facts) => facts.administrators > 1
  },
  {
    ...{ key: 'people', path: '/people', minutes: 5, right: 'manage', unless: 'registry' },
    isDone: (facts) => facts.certified > facts.administrators
  },
  {
    ...{ key: 'practice', path: '/rehearsal', minutes: 10, right: 'issue' },
    isDone: (facts) => facts.hasPractised
  },
  {
    ...{ key: 'issue', path: '/authorizations/new', minutes: 5, right: 'issue' },
    isDone: (facts) => facts.hasIssued
  },
  {
    ...{ key: 'print', path: '/authorizations?tab=issued', minutes: 1, right: 'issue' },
    isDone: (facts) => facts.hasPrinted
  },
  {
    ...{ key: 'exchange', path: '/authorizations?tab=received', minutes: 5, right: 'issue' },
    isDone: (facts) => facts.hasExchanged
  },
  {
    ...{ key: 'confirm', path: '/registrations', minutes: 10, right: 'registry' },
    isDone: (facts) => facts.decided > 0
  },
  { key: 'groups', path: '/overview', minutes: 5, right: 'registry', isDone: (facts) => facts.hasGroups },
  {
    key: 'letter',
    path: '/announcements',
    minutes: 10,
    right: 'announce',
    isDone: (facts) => facts.hasWritten
  }
];

export function firstSteps(facts: FirstDayFacts): readonly FirstStep[] {
  const isTheirs = ({ right, unless }: Rule): boolean =>
    may(facts, right) && !(unless !== undefined && may(facts, unless));
  return RULES.filter(isTheirs).map(({ key, path, minutes, isDone }) => ({
    key,
    path,
    minutes,
    isDone: isDone(facts)
  }));
}
