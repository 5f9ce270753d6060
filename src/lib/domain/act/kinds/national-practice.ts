/**
 * A country's requirements where the Conventions leave the choice to it (1961 art. 39, 1971 art. 23; domain rules R9, R15,
 * R16). Its administrator publishes it to everybody; the latest one in force counts.
 */
import { dateToDayNumber, instantToDate } from '../../calendar-date.ts';
import {
  countryOfNational,
  nationalSubstance,
  type NationalSubstance
} from '../../goods/national-substance.ts';
import { isFactor } from '../../goods/substance-edition.ts';
import { MAX_MONTHS } from '../../own-choices.ts';
import { calendarDate, integer, listOf, oneOf, shaped, yesOrNo, type Checked } from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';
import { AUTHORIZATION_KINDS } from '../number.ts';
import { defineKind, judgeCountryNotice } from './define-kind.ts';

/**
 * Goods that need an authorization here although no treaty requires one: 1971 Schedules III and IV (ECOSOC 1985/15,
 * 1991/44), and preparations of 1961 Schedule III (art. 31(1)(a) leaves them to national law).
 */
export const EXTENDED_SCHEDULES = ['III', 'IV', 'preparations'] as const;
/** Documents of partners that the authority verifies with their issuer. */
export const VERIFICATIONS = ['every', 'doubtful', 'none'] as const;
export const ELECTRONIC_FOR = ['everybody', 'members'] as const;
/** `1961-II`: the Convention and its Schedule. */
// prettier-ignore
export const TREATY_SCHEDULES: readonly string[] = [
  '1961-I', '1961-II', '1961-III', '1961-IV',
  '1971-I', '1971-II', '1971-III', '1971-IV'
];
const MAX_SUBSTANCES = 100;
export const MAX_TWO_GRAMS = 1_000_000_000;

const months = integer(1, MAX_MONTHS);

/** Members that the country's own rules and its partners' forms read. */
export const PRACTICE_MEMBERS = {
  importMonths: months,
  importMonthsBySea: months,
  exportMonths: months,
  extendedSchedules: listOf(oneOf(EXTENDED_SCHEDULES), 0, EXTENDED_SCHEDULES.length),
  /** National law requires the official seal on paper: the form then says so. */
  sealRequired: yesOrNo
};

export const nationalPractice = defineKind(
  {
    kind: 'national-practice',
    group: 'notice',
    signers: ['administrator'],
    audience: judgeCountryNotice,
    required: {
      ...PRACTICE_MEMBERS,
      effectiveFrom: calendarDate,
      /** Partners on I2ES are answered first. */
      membersFirst: yesOrNo,
      verification: oneOf(VERIFICATIONS),
      /** Electronic verification for every authority, or only for authorities on I2ES. */
      electronicFor: oneOf(ELECTRONIC_FOR),
      /** Two people for each authorization: who prepares it cannot issue it. */
      fourEyes: yesOrNo,
      substances: listOf(nationalSubstance, 0, MAX_SUBSTANCES)
    },
    optional: {
      /** Limits `fourEyes`; absent: every authorization. */
      fourEyesFor: shaped({
        required: {},
        optional: {
          kinds: listOf(oneOf(AUTHORIZATION_KINDS), 1, AUTHORIZATION_KINDS.length),
          schedules: listOf(oneOf(TREATY_SCHEDULES), 1, TREATY_SCHEDULES.length),
          /** Grams of anhydrous base in one authorization. */
          fromGrams: integer(1, MAX_TWO_GRAMS)
        }
      }),
      /** Electronic originals are accepted from this day; absent if paper is required. */
      electronicSince: calendarDate
    }
  },
  {
    consistency({ issuer, at, effectiveFrom, importMonths, importMonthsBySea, substances }): Problem[] {
      const problems: Problem[] = [];
      // The authority's day can be one earlier than the day of `at` in UTC.
      if (dateToDayNumber(effectiveFrom) < dateToDayNumber(instantToDate(at)) - 1)
        problems.push({ code: 'practice.effective.past', path: 'body.effectiveFrom' });
      if (importMonthsBySea < importMonths)
        problems.push({
          code: 'practice.months.seaShorter',
          path: 'body.importMonthsBySea',
          values: { least: importMonths }
        });
      substances.forEach((one, index) => problems.push(...judgeSubstance(one, index, substances, issuer)));
      return problems;
    }
  }
);
export type NationalPracticeBody = Checked<(typeof nationalPractice)['shape']>;

function judgeSubstance(
  one: NationalSubstance,
  index: number,
  all: readonly NationalSubstance[],
  issuer: string
): Problem[] {
  const path = `body.substances.${index}`;
  const problems: Problem[] = [];
  if (countryOfNational(one.key) !== issuer)
    problems.push({ code: 'practice.substance.foreign', path: `${path}.key` });
  if (!isFactor(one.factor) || (one.form === 'base' && one.factor !== '1'))
    problems.push({ code: 'practice.substance.factor', path: `${path}.factor` });
  const earlier = all.slice(0, index).filter(({ key }) => key === one.key);
  if (earlier.some(({ form }) => form === one.form))
    problems.push({ code: 'practice.substance.twice', path: `${path}.formName` });
  if (earlier.some(({ name, schedule }) => name !== one.name || schedule !== one.schedule))
    problems.push({ code: 'practice.substance.differs', path: `${path}.schedule` });
  return problems;
}
