/**
 * First steps of a new user: set up, create, try, in a helpful order, each with its page. Data decides which are done,
 * so every device shows the same.
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
  readonly hasParticulars: boolean;
  readonly administrators: number;
  readonly certified: number;
  readonly hasPractised: boolean;
  readonly hasIssued: boolean;
  /** A document arrived from a partner or was delivered to one. */
  readonly hasExchanged: boolean;
  /** Remembered only by this browser. */
  readonly hasPrinted: boolean;
  /** INCB only: decided requests, groups made, letters sent. */
  readonly decided: number;
  readonly hasGroups: boolean;
  readonly hasWritten: boolean;
}

interface FirstStep {
  readonly key: FirstStepKey;
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
