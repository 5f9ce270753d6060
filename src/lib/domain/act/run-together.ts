/**
 * Numbers written without separators: `AUI202600010240` means `AU-I-2026-0001-0240`. Such a number has one group in its
 * dossier key, so the keys that mean an import authorization are known from its own number.
 */
import type { DossierKey } from '../ids.ts';
import { normalizeNumber, numberInKey } from './dossier-key.ts';

/** Others read differently in CouchDB, and every device and server must find the same. */
const ASCII = /^[ -~]*[A-Za-z0-9][ -~]*$/;

/** Countries and date, as every key begins with them. */
const PREFIX_LENGTH = 15;

/** Empty if the number has no separators itself. */
export function runTogetherKeys({
  dossier,
  number
}: {
  readonly dossier: DossierKey;
  readonly number: string;
}): readonly DossierKey[] {
  if (isRunTogether(dossier) || !ASCII.test(number)) return [];
  const prefix = dossier.slice(0, PREFIX_LENGTH);
  const whole = prefix + normalizeNumber(number.replace(/[^A-Za-z0-9]+/g, ''));
  const withoutZeros = prefix + numberInKey(dossier).replace(/-/g, '');
  return (whole === withoutZeros ? [whole] : [whole, withoutZeros]) as DossierKey[];
}

/** Only such a key can mean another one. */
export function isRunTogether(key: DossierKey): boolean {
  return key.indexOf('-', PREFIX_LENGTH) < 0;
}
