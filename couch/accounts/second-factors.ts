/** Enrolled factors are always required. The last one cannot be removed while the policy requires one. */
import { randomBytes } from 'node:crypto';
import { textProblem } from '#lib/domain/shape/shape.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { asksSecondFactor } from '#lib/domain/registration/policy.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { Audit, type AuditVerb } from './audit.ts';
import { newOneTimeSecret, newRecoveryCodes, readRecoveryCode, stepOfCode } from './factor-secrets.ts';
import type { FactorSeal, OneTimeSecret } from './factor-secrets.ts';
import {
  countFactors,
  FactorRecords,
  toFactorsView,
  type FactorsDocument,
  type FactorsView
} from './factors.ts';
import type { PasskeyCreation, Passkeys } from './passkeys.ts';
import type { Person } from './person.ts';

import type { Policies } from './policies.ts';
import { noteWrong, tooManyAttempts, waitOf } from './slow-down.ts';

interface SecondFactorsOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly seal: FactorSeal;
  readonly passkeys: Passkeys;
  readonly policies: Policies;
}

/** Recovery codes come with the first factor only. */
export type Enrolled = Result<{ readonly recovery: readonly string[] | null }>;

const MAX_PASSKEYS = 10;
const BEGUN_FOR_MS = 10 * 60_000;
const WRONG = refuse({ code: 'secondFactor.wrong' });

export class SecondFactors {
  readonly #records: FactorRecords;
  readonly #audit: Audit;
  readonly #options: SecondFactorsOptions;

  constructor(options: SecondFactorsOptions) {
    this.#records = new FactorRecords(options.engine.open('accounts'));
    this.#audit = new Audit(options);
    this.#options = options;
  }

  async tell(person: Person): Promise<FactorsView> {
    const view = toFactorsView(await this.#records.read(person.id));
    return { ...view, required: await this.isAsked(person), origin: this.#options.passkeys.origin };
  }

  async isAsked({ authority, role }: Person): Promise<boolean> {
    return asksSecondFactor(await this.#options.policies.read(authority), role);
  }

  read(person: string): Promise<FactorsDocument> {
    return this.#records.read(person);
  }

  async count(person: string): Promise<number> {
    return countFactors(await this.#records.read(person));
  }

  removeAll(person: string): Promise<void> {
    return this.#records.remove(person);
  }

  /** The secret counts only after a code of it was shown. */
  async beginTotp({ id }: Person): Promise<OneTimeSecret> {
    const made = newOneTimeSecret(id);
    await this.#begin(id, { totp: this.#options.seal.seal(id, made.secret) });
    return made;
  }

  async confirmTotp(person: Person, code: unknown): Promise<Enrolled> {
    const now = this.#options.clock();
    const { begun } = await this.#records.read(person.id);
    if (!begun?.totp || begun.until <= now) return refuse({ code: 'secondFactor.notBegun' });
    const secret = this.#options.seal.open(person.id, begun.totp);
    const lastStep = typeof code === 'string' ? stepOfCode(secret, code, now) : null;
    if (lastStep === null) return refuse({ code: 'secondFactor.code.wrong', path: 'code' });
    const totp = { sealed: begun.totp, addedAt: now, lastStep };
    return this.#enrol(person, 'totp', (held) =>
      held.begun?.totp === begun.totp ? { ...held, totp } : null
    );
  }

  async beginPasskey({ id, name }: Person): Promise<Result<PasskeyCreation>> {
    const { passkeys } = await this.#records.read(id);
    if (passkeys.length >= MAX_PASSKEYS)
      return refuse({ code: 'secondFactor.passkey.tooMany', values: { most: MAX_PASSKEYS } });
    const asked = await this.#options.passkeys.askForNew(id, name, passkeys);
    await this.#begin(id, { challenge: asked.challenge });
    return accept(asked);
  }

  async confirmPasskey(person: Person, name: unknown, response: unknown): Promise<Enrolled> {
    const named = textProblem(name, 1, 60, false);
    if (named) return refuse({ ...named, path: 'name' });
    const now = this.#options.clock();
    const { begun } = await this.#records.read(person.id);
    if (!begun?.challenge || begun.until <= now) return refuse({ code: 'secondFactor.notBegun' });
    const made = await this.#options.passkeys.readNew(response, begun.challenge);
    if (!made) return refuse({ code: 'secondFactor.passkey.wrong', path: 'response' });
    const id = randomBytes(9).toString('base64url');
    const passkey = { ...made, id, name: String(name), addedAt: now, usedAt: null };
    return this.#enrol(person, 'passkey', (held) =>
      held.begun?.challenge === begun.challenge && held.passkeys.length < MAX_PASSKEYS
        ? { ...held, passkeys: [...held.passkeys, passkey] }
        : null
    );
  }

  async renewRecovery({ id, authority }: Person): Promise<Result<readonly string[]>> {
    const { codes, recovery } = this.#newRecovery(id);
    if ((await this.count(id)) > 0)
      await this.#audit.note({ authority, by: id, what: 'secondFactor.recovery', about: id });
    const changed = await this.#records.change(id, (held) =>
      countFactors(held) > 0 ? { ...held, recovery } : null
    );
    return changed ? accept(codes) : refuse({ code: 'secondFactor.none' });
  }

  /** `which`: `totp`, or a passkey's id. */
  async remove(person: Person, which: string): Promise<Result<null>> {
    const isAsked = await this.isAsked(person);
    let problem: Problem = { code: 'secondFactor.unknown', path: 'id' };
    const isHeld = (held: FactorsDocument): boolean =>
      countFactors(without(held, which)) < countFactors(held);
    if (isHeld(await this.#records.read(person.id))) await this.#note(person, 'secondFactor.removed', which);
    const changed = await this.#records.change(person.id, (held) => {
      const left = without(held, which);
      if (!isHeld(held)) return null;
      if (countFactors(left) > 0) return left;
      if (!isAsked) return { ...left, recovery: [] };
      problem = { code: 'secondFactor.required' };
      return null;
    });
    return changed ? accept(null) : refuse(problem);
  }

  /** In two concurrent requests too, each code works once. */
  async useTotp(person: string, code: unknown): Promise<Result<true>> {
    const { clock, seal } = this.#options;
    const now = clock();
    let told: Result<true> = WRONG;
    await this.#records.change(person, ({ guesses, ...held }) => {
      told = WRONG;
      if (!held.totp || typeof code !== 'string') return null;
      const wait = waitOf(guesses, now);
      if (wait > 0) told = tooManyAttempts(wait);
      if (wait > 0) return null;
      const step = stepOfCode(seal.open(person, held.totp.sealed), code, now);
      if (step === null || step <= held.totp.lastStep) return { ...held, guesses: noteWrong(guesses, now) };
      told = accept(true);
      return { ...held, totp: { ...held.totp, lastStep: step } };
    });
    return told;
  }

  async useRecovery(person: string, typed: unknown): Promise<Result<true>> {
    const code = typeof typed === 'string' ? readRecoveryCode(typed) : null;
    if (code === null) return WRONG;
    const hash = this.#options.seal.digest(person, code);
    const changed = await this.#records.change(person, (held) =>
      held.recovery.includes(hash) ? { ...held, recovery: held.recovery.filter((one) => one !== hash) } : null
    );
    return changed ? accept(true) : WRONG;
  }

  async usePasskey(person: string, response: unknown, challenge: string | null): Promise<Result<true>> {
    const { passkeys } = await this.#records.read(person);
    const used = challenge !== null && (await this.#options.passkeys.read(response, challenge, passkeys));
    if (!used) return WRONG;
    const usedAt = this.#options.clock();
    const changed = await this.#records.change(person, (held) => {
      const before = held.passkeys.find(({ id }) => id === used.id);
      // A counter that does not increase indicates a copied key. Authenticators without a counter always report 0.
      if (!before || (used.counter !== 0 && used.counter <= before.counter)) return null;
      const now = { ...before, counter: used.counter, usedAt };
      return { ...held, passkeys: held.passkeys.map((one) => (one === before ? now : one)) };
    });
    return changed ? accept(true) : WRONG;
  }

  async #begin(person: string, what: { readonly totp?: string; readonly challenge?: string }): Promise<void> {
    const until = this.#options.clock() + BEGUN_FOR_MS;
    await this.#records.change(person, (held) => ({ ...held, begun: { ...what, until } }));
  }

  async #enrol(
    person: Person,
    what: string,
    add: (held: FactorsDocument) => FactorsDocument | null
  ): Promise<Enrolled> {
    await this.#note(person, 'secondFactor.added', what);
    const { codes, recovery } = this.#newRecovery(person.id);
    let isFirst = false;
    const changed = await this.#records.change(person.id, (held) => {
      const added = add(held);
      if (!added) return null;
      const { begun: _begun, ...kept } = added;
      isFirst = countFactors(held) === 0;
      return isFirst ? { ...kept, recovery } : kept;
    });
    return changed ? accept({ recovery: isFirst ? codes : null }) : refuse({ code: 'secondFactor.notBegun' });
  }

  #newRecovery(person: string): { readonly codes: readonly string[]; readonly recovery: readonly string[] } {
    const codes = newRecoveryCodes();
    const digest = (code: string): string => this.#options.seal.digest(person, readRecoveryCode(code) ?? '');
    return { codes, recovery: codes.map(digest) };
  }

  #note({ id, authority }: Person, what: AuditVerb, factor: string): Promise<void> {
    const kind = factor === 'totp' ? 'totp' : 'passkey';
    return this.#audit.note({ authority, by: id, what, about: id, values: { factor: kind } });
  }
}

function without(held: FactorsDocument, which: string): FactorsDocument {
  if (which === 'totp') return { ...held, totp: null };
  return { ...held, passkeys: held.passkeys.filter(({ id }) => id !== which) };
}
