/** Writes an authority's acts in order of time, counting towards each addressee as a device does. */
import { signBody } from '#lib/crypto/sign.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, Body, Signatory } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';

export interface Office {
  readonly authority: AuthorityCode;
  readonly key: SigningKey;
  readonly by: Signatory;
}

export class Scribe {
  readonly #office: Office;
  readonly #counts = new Map<string, number>();
  readonly written: Act[] = [];

  constructor(office: Office) {
    this.#office = office;
  }

  /** `body` without its head. Throws if the act is not well formed. */
  async write<B extends Body>(
    to: readonly (AuthorityCode | '*')[],
    at: Instant,
    body: { readonly kind: B['kind'] } & Record<string, unknown>
  ): Promise<Act<B>> {
    const { authority, key, by } = this.#office;
    const seq: Record<string, number> = {};
    for (const one of [authority, ...to]) if (one !== '*') seq[one] = this.#next(one);
    const full = { schema: 1, issuer: authority, to, seq, at, by, demonstration: true, ...body };
    const act = await signBody(full as unknown as B, key);
    const parsed = parseAct(act);
    if (!parsed.ok) throw new Error(`demonstration act: ${JSON.stringify(parsed.problems)}`);
    this.written.push(act);
    return act;
  }

  #next(towards: AuthorityCode): number {
    const count = (this.#counts.get(towards) ?? 0) + 1;
    this.#counts.set(towards, count);
    return count;
  }
}
