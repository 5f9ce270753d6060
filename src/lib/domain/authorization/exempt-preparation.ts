/**
 * Preparations that 1961 Schedule III may exempt from authorization (art. 31(16)), by its printed limits. Only a hint:
 * the authority judges recoverability.
 */
import type { Content } from '../act/body.ts';
import { decimalToRatio, microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { DecimalText } from '../ids.ts';
import { multiplyExactly } from '../act/exact-product.ts';

const CODEINE_GROUP = ['acetyldihydrocodeine', 'codeine', 'dihydrocodeine', 'ethylmorphine', 'pholcodine'];

/** Upper limit: micrograms of base in one dosage unit. */
const MAX_PER_UNIT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(CODEINE_GROUP.map((key) => [key, 100000])),
  dextropropoxyphene: 135000,
  difenoxin: 500,
  diphenoxylate: 2500
};
/** 2.5 per cent in undivided preparations: micrograms in a gram or millilitre. */
const MAX_UNDIVIDED = 25000;

export function mayBeExempt(substance: string, content: Content, factor: DecimalText): boolean {
  const { units, scale } = decimalToRatio(content.per);
  const strength = multiplyExactly([microgramsOf(content.strength), scale], [units]);
  const most = MAX_PER_UNIT[substance];
  if (most === undefined || strength === null) return false;
  const base = multiplyMicrograms(strength, factor);
  if (content.unit === 'unit') return base <= most;
  return (CODEINE_GROUP.includes(substance) || substance === 'dextropropoxyphene') && base <= MAX_UNDIVIDED;
}
