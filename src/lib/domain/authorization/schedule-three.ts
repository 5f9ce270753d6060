/**
 * Preparations of 1961 Schedule III: only art. 31(1)(a) and (2) apply to them, so the treaty requires no authorization (31(16)). The
 * limits are those printed in the Schedule. The authority alone judges what no figure shows: compounding and recoverability.
 */
import type { DecimalText, MicrogramsText } from '../ids.ts';
import { decimalToRatio, microgramsOf, multiplyExactly, multiplyMicrograms } from '../quantity.ts';
import type { Content } from '../goods/goods.ts';

interface Limit {
  /** Micrograms of base in a dosage unit. */
  readonly perUnit?: number;
  /** Micrograms of base in a gram or millilitre of an undivided preparation. */
  readonly undivided?: number;
  /** Least parts of atropine sulfate in a thousand of the drug. */
  readonly atropine?: number;
}

const CODEINE: Limit = { perUnit: 100_000, undivided: 25_000 };
/** 0.2 per cent of anhydrous morphine base. */
const MORPHINE: Limit = { undivided: 2_000 };

const LIMITS: Readonly<Record<string, Limit>> = {
  acetyldihydrocodeine: CODEINE,
  codeine: CODEINE,
  dihydrocodeine: CODEINE,
  ethylmorphine: CODEINE,
  nicocodine: CODEINE,
  nicodicodine: CODEINE,
  norcodeine: CODEINE,
  pholcodine: CODEINE,
  dextropropoxyphene: { perUnit: 135_000, undivided: 25_000 },
  cocaine: { undivided: 1_000 },
  morphine: MORPHINE,
  opium: MORPHINE,
  difenoxin: { perUnit: 500, atropine: 50 },
  diphenoxylate: { perUnit: 2_500, atropine: 10 }
};

/** Dover's powder: ten per cent of opium, ten of ipecacuanha root, eighty of another powder. */
const DOVERS_POWDER = 100_000;

interface Preparation {
  readonly substance: string;
  readonly content?: Content | null | undefined;
  readonly factor?: { readonly value: DecimalText } | null | undefined;
  readonly scheduleThree?: { readonly atropine?: MicrogramsText } | null | undefined;
}

export function needsAtropine(substance: string): boolean {
  return LIMITS[substance]?.atropine !== undefined;
}

/** False too if the content does not show the share, as in a tablet of opium. */
export function isWithinScheduleThree({ substance, content, factor, scheduleThree }: Preparation): boolean {
  const limit = LIMITS[substance];
  if (!limit || !content || !factor) return false;
  const { units, scale } = decimalToRatio(content.per);
  const strength = multiplyExactly([microgramsOf(content.strength), scale], [units]);
  if (strength === null) return false;
  const base = multiplyMicrograms(strength, factor.value);
  const isDivided = content.unit === 'unit';
  if (substance === 'opium' && content.unit === 'g' && strength === DOVERS_POWDER) return true;
  const most = isDivided ? limit.perUnit : limit.undivided;
  if (most === undefined || base > most) return false;
  if (limit.atropine === undefined || !scheduleThree) return true;
  return microgramsOf(scheduleThree.atropine ?? ('0' as MicrogramsText)) * 1000 >= strength * limit.atropine;
}
