/** `policy:<AUTHORITY>` in `accounts`. A missing policy is the default; a damaged one counts as the strictest. */
import { changeDocument } from '#couch/database/documents.ts';
import { readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import {
  DEFAULT_POLICY,
  parsePolicy,
  STRICTEST_POLICY,
  type Policy
} from '#lib/domain/registration/policy.ts';
import { Audit } from './audit.ts';

/** Maximum delay until another gateway's change is noticed. */
const KNOWN_FOR_MS = 5_000;

export class Policies {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #known = new Map<AuthorityCode, { readonly policy: Policy; readonly until: number }>();
  #changes = 0;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#database = engine.open('accounts');
    this.#audit = new Audit({ engine, clock });
  }

  async read(authority: AuthorityCode): Promise<Policy> {
    const known = this.#known.get(authority);
    if (known && known.until > performance.now()) return known.policy;
    const changes = this.#changes;
    const held = await this.#held(authority);
    const parsed = parsePolicy(held ?? DEFAULT_POLICY);
    const policy = parsed.ok ? parsed.value : STRICTEST_POLICY;
    if (changes === this.#changes)
      this.#known.set(authority, { policy, until: performance.now() + KNOWN_FOR_MS });
    return policy;
  }

  async write(authority: AuthorityCode, policy: Policy, by: string): Promise<Policy> {
    const { secondFactor, idleMinutes } = policy;
    if (isInForce(await this.#held(authority), policy)) return policy;
    const values = { secondFactor, idleMinutes: String(idleMinutes) };
    await this.#audit.note({ authority, by, what: 'policy.changed', values });
    const written = { schema: 1, secondFactor, idleMinutes };
    await changeDocument<object>(this.#database, `policy:${authority}`, (held) => ({ ...held, ...written }));
    this.forget();
    return policy;
  }

  forget(): void {
    this.#changes++;
    this.#known.clear();
  }

  #held(authority: AuthorityCode): Promise<Policy | null> {
    return readDocument<Policy>(this.#database, `policy:${authority}`);
  }
}

function isInForce(held: Policy | null, { secondFactor, idleMinutes }: Policy): boolean {
  const now = held ?? DEFAULT_POLICY;
  return now.secondFactor === secondFactor && now.idleMinutes === idleMinutes;
}
