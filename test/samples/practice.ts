/** A national practice as the tests publish it: Australia's, with tramadol under its own law. */
import type { ParticularsOf } from '#lib/domain/authorization/issue.ts';
import type { PracticeAct } from '#lib/domain/authorization/practice-in-force.ts';
import { anAct } from './acts.ts';

export const A_PRACTICE = {
  ...{ effectiveFrom: '2026-12-01', importMonths: 3, importMonthsBySea: 6, exportMonths: 3 },
  ...{ extendedSchedules: ['IV'], sealRequired: false, membersFirst: true, fourEyes: false },
  ...{ verification: 'doubtful', electronicFor: 'members', electronicSince: '2026-01-01' },
  substances: [
    {
      ...{ key: 'national-au-tramadol', name: 'tramadol', schedule: 'Schedule 4' },
      ...{ form: 'hydrochloride', formName: 'hydrochloride', factor: '0.8784' }
    }
  ]
} as unknown as ParticularsOf<'national-practice'>;

export function aPracticeAct(
  over: Readonly<Record<string, unknown>> = {},
  issuer = 'AU',
  at = '2026-11-20T08:00:00.000Z'
): PracticeAct {
  return anAct({
    ...{ schema: 1, kind: 'national-practice', issuer, to: ['*'], seq: { [issuer]: 1 }, at },
    by: { person: `${issuer.toLowerCase()}.admin`, name: `Administrator of ${issuer}`, function: 'Head' },
    ...A_PRACTICE,
    ...over
  } as never) as PracticeAct;
}

/** Tramadol as Australia's practice lists it. */
export const TRAMADOL = {
  ...{ substance: 'national-au-tramadol', form: 'hydrochloride', pharmaceuticalForm: 'powder' },
  ...{ quantity: '2', unit: 'kg' }
};

export const TRAMADOL_LINE = {
  ...{ substance: 'national-au-tramadol', form: 'hydrochloride' },
  ...{ designation: 'tramadol hydrochloride', pharmaceuticalForm: 'powder' },
  factor: { value: '0.8784', source: 'national', edition: 'AU 2026-12-01', date: '2026-12-01' }
};
