/**
 * A root made in this page and kept only in its memory, which no real device pins. All its signatures are marked as
 * practice.
 */
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Signatory } from '#lib/domain/act/body.ts';
import { toBody, type ParticularsOf } from '#lib/domain/authorization/issue.ts';
import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { requestToHolder, type DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { unwrap } from '#lib/domain/result.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import { accountOf, type PracticeOffice } from './offices.ts';

const BOARD: Signatory = { person: accountOf('incb'), name: 'Exercise secretariat', function: 'Exercise' };
export const EXCHANGE: Signatory = { person: 'exchange', name: 'Exchange', function: 'Exchange' };

export function toStored(act: Act): Act & { readonly _rev: string } {
  const _rev = actRevision(act._id);
  return Object.assign({ ...act, _rev }, { _revisions: { start: 1, ids: [_rev.slice(2)] } });
}

export class PracticeKeys {
  readonly root: SigningKey;
  readonly exchange: SigningKey;
  #stated = 0;

  private constructor(root: SigningKey, exchange: SigningKey) {
    this.root = root;
    this.exchange = exchange;
  }

  static async make(): Promise<PracticeKeys> {
    const make = async (): Promise<SigningKey> => importSigningKey(await generatePrivateJwk());
    const [root, exchange] = await Promise.all([make(), make()]);
    return new PracticeKeys(root, exchange);
  }

  async firstActs(offices: readonly PracticeOffice[], at: Instant): Promise<Act[]> {
    const exchange = {
      authority: 'EXCHANGE' as AuthorityCode,
      role: 'exchange',
      person: EXCHANGE.person,
      name: EXCHANGE.name,
      function: EXCHANGE.function,
      device: 'Exercise'
    };
    const acts = [await this.certify({ ...exchange, ...this.exchange, key: this.exchange.publicKey }, at)];
    for (const { country, authority } of offices)
      acts.push(await this.#state(at, 'authority', { authority: country, ...authority }));
    return acts;
  }

  /** For two years, from the day before: the clock of a rehearsal moves only forward. */
  certify(request: Omit<DeviceRequestDocument, '_id' | 'schema' | 'requestedAt'>, at: Instant): Promise<Act> {
    const today = instantToDate(at);
    return this.#state(at, 'certificate', {
      key: request.key,
      keyId: request.keyId,
      holder: unwrap(requestToHolder(request)),
      validFrom: `${addDays(today, -1)}T00:00:00.000Z` as Instant,
      validUntil: `${addMonths(today, 24)}T00:00:00.000Z` as Instant
    });
  }

  #state<K extends 'authority' | 'certificate'>(
    at: Instant,
    kind: K,
    particulars: ParticularsOf<K>
  ): Promise<Act> {
    const seq = { INCB: ++this.#stated };
    const stamp = { issuer: 'INCB', to: ['*'], seq, at, by: BOARD, demonstration: PRACTICE } as const;
    return signBody(toBody(kind, particulars, stamp), this.root);
  }
}
