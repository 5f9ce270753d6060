/**
 * Numbers written without separators: `AUI202600010240` means `AU-I-2026-0001-0240`. Such a number has one group in its
 * dossier key, so the keys that mean an import authorization are known from its own number.
 */
import type { DossierKey } from '../ids.ts';
import type { DossierAct } from './body.ts';
import { normalizeNumber, numberInKey } from './dossier-key.ts';

/** A number as a person compares it: without separators and case, and otherwise exact. */
export function bareNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

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
function isRunTogether(key: DossierKey): boolean {
  return key.indexOf('-', PREFIX_LENGTH) < 0;
}

/** Leads a number without separators to the only import authorization that it can mean. */
export class MeantNumbers {
  /** Null if several are meant: then a person decides. */
  readonly #meant = new Map<DossierKey, DossierKey | null>();
  /** Numbers without separators that an import authorization has itself, on paper too. */
  readonly #own = new Set<DossierKey>();
  readonly #cited = new Set<DossierKey>();

  /** True if acts noted before now lead elsewhere. */
  note({ body }: DossierAct): boolean {
    const isOpening =
      body.kind === 'import-authorization' ||
      (body.kind === 'paper-record' && body.paper.instrument === 'import-authorization');
    if (!isRunTogether(body.dossier))
      return body.kind === 'import-authorization' && this.#noteMeant(body.dossier, runTogetherKeys(body));
    const isNews = isOpening && this.#cited.has(body.dossier);
    if (isOpening) this.#own.add(body.dossier);
    this.#cited.add(body.dossier);
    return isNews;
  }

  lead(key: DossierKey): DossierKey {
    if (this.#meant.size === 0 || !isRunTogether(key) || this.#own.has(key)) return key;
    return this.#meant.get(key) ?? key;
  }

  #noteMeant(dossier: DossierKey, keys: readonly DossierKey[]): boolean {
    let isNews = false;
    for (const key of keys) {
      const before = this.#meant.get(key);
      if (before === dossier) continue;
      this.#meant.set(key, before === undefined ? dossier : null);
      if (this.#cited.has(key)) isNews = true;
    }
    return isNews;
  }
}
