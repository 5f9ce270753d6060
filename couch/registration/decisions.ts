import type { CountryCode } from '#lib/domain/ids.ts';
import { confirmationCodeText, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import {
  type LetterReceiving,
  type LetterSending,
  isOpen,
  isUnfinished,
  judgeDecision,
  withLetter,
  type Registration
} from '#lib/domain/registration/registration.ts';
import {
  judgeLetter,
  judgeReceiving,
  judgeSending,
  withReceiving,
  withSending,
  withWithdrawal
} from '#lib/domain/registration/record-letter.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import {
  establish,
  inviteAgain,
  noteRegistration,
  type Established,
  type EstablishTools
} from './establish.ts';
import type { Letters } from './letters.ts';

interface Letter {
  readonly code: string;
  readonly validUntil: string;
  readonly registration: Registration;
}

export type Decision = { readonly code: ConfirmationCode } | { readonly word: string };

type DecisionTools = EstablishTools & { readonly letters: Letters };

export class Decisions {
  readonly #tools: DecisionTools;

  constructor(tools: DecisionTools) {
    this.#tools = tools;
  }

  async sendLetter(id: string, by: string): Promise<Result<Letter>> {
    const held = await this.#undecided(id);
    if (!held.ok) return held;
    const { requests, letters, audit, now } = this.#tools;
    await noteRegistration('registration.letter', held.value, by, audit);
    const { code, validUntil, instead } = await letters.write(held.value.country, id);
    if (instead !== null && instead !== id) await this.#noteVoid(instead);
    const registration = await requests.change(id, (current) =>
      isOpen(current) ? withLetter(current, { at: now(), by, until: validUntil }) : null
    );
    if (registration) return accept({ code: confirmationCodeText(code), validUntil, registration });
    await letters.void(held.value.country, id);
    return this.#undecided(id) as Promise<Result<never>>;
  }

  async recordSending(id: string, sending: LetterSending, by: string): Promise<Result<Registration>> {
    const { requests, now, audit } = this.#tools;
    const judge = (held: Registration): Problem[] => judgeSending(held, sending, now());
    const held = await this.#judged(id, judge);
    if (!held.ok) return held;
    await noteRegistration('registration.letterSent', held.value, by, audit);
    const changed = await requests.change(id, (current) =>
      judge(current).length > 0 ? null : withSending(current, sending, { at: now(), by })
    );
    return changed ? accept(changed) : this.#judged(id, judge);
  }

  async recordReceiving(id: string, receiving: LetterReceiving, by: string): Promise<Result<Registration>> {
    const { requests, now, audit } = this.#tools;
    const judge = (held: Registration): Problem[] => judgeReceiving(held, receiving, now());
    const held = await this.#judged(id, judge);
    if (!held.ok) return held;
    await noteRegistration('registration.letterReceived', held.value, by, audit);
    const changed = await requests.change(id, (current) =>
      judge(current).length > 0 ? null : withReceiving(current, receiving, { at: now(), by })
    );
    return changed ? accept(changed) : this.#judged(id, judge);
  }

  async withdrawLetter(id: string, reason: string, by: string): Promise<Result<Registration>> {
    const { requests, letters, now, audit } = this.#tools;
    const held = await this.#judged(id, judgeLetter);
    if (!held.ok) return held;
    await noteRegistration('registration.letterWithdrawn', { ...held.value, reason }, by, audit);
    await letters.void(held.value.country, id);
    const changed = await requests.change(id, (current) =>
      judgeLetter(current).length > 0 ? null : withWithdrawal(current, reason, { at: now(), by })
    );
    return changed ? accept(changed) : this.#judged(id, judgeLetter);
  }

  async #judged(id: string, judge: (registration: Registration) => Problem[]): Promise<Result<Registration>> {
    const held = await this.#known(id);
    const problems = held.ok ? judge(held.value) : [];
    return problems.length > 0 ? refuse(...problems) : held;
  }

  async confirm(id: string, decision: Decision, by: string): Promise<Result<Established>> {
    const held = await this.#undecided(id);
    if (!held.ok) return held;
    if ('code' in decision) {
      const named = await this.#try(held.value.country, decision.code);
      if (named !== id) return refuse({ code: 'registration.code.refused', path: 'code' });
    }
    const how =
      'code' in decision ? ({ how: 'code' } as const) : ({ how: 'word', reason: decision.word } as const);
    const confirmed = await this.#decide(held.value, { status: 'confirmed', decidedBy: by, ...how });
    if (!confirmed.ok) return confirmed;
    const established = await establish(confirmed.value, by, this.#tools);
    if (established.ok) await this.#tools.letters.void(held.value.country, id);
    return established;
  }

  /** Works again until the country has its first person, if an answer was lost. */
  async confirmByLetter(country: CountryCode, code: ConfirmationCode): Promise<Result<{ token: string }>> {
    const wrong = refuse({ code: 'registration.code.refused', path: 'code' });
    const { requests, countryPeople } = this.#tools;
    const id = await this.#try(country, code);
    let held = id === null ? null : await requests.read(id);
    if (!held) return wrong;
    if (isOpen(held)) {
      const confirmed = await this.#decide(held, { status: 'confirmed', decidedBy: 'letter', how: 'code' });
      if (!confirmed.ok) return wrong;
      held = confirmed.value;
    } else if (held.status !== 'confirmed' || (await countryPeople.hasActive(country))) return wrong;
    const established = await establish(held, 'server', this.#tools);
    if (!established.ok) return wrong;
    const invitation = established.value.invitation;
    const handed = invitation ? accept(invitation) : await inviteAgain(held, 'server', this.#tools);
    return handed.ok ? accept({ token: handed.value.token }) : handed;
  }

  async refuse(id: string, reason: string, by: string): Promise<Result<Registration>> {
    const held = await this.#known(id);
    if (!held.ok) return held;
    const refused = await this.#decide(held.value, { status: 'refused', decidedBy: by, reason });
    if (refused.ok) await this.#tools.letters.void(held.value.country, id);
    return refused;
  }

  async continue(id: string, by: string): Promise<Result<Established>> {
    const held = await this.#known(id);
    if (!held.ok) return held;
    if (held.value.status !== 'confirmed')
      return refuse({ code: 'registration.notConfirmed', values: { status: held.value.status } });
    if (!isUnfinished(held.value)) return accept({ registration: held.value, invitation: null });
    return establish(held.value, by, this.#tools);
  }

  async #known(id: string): Promise<Result<Registration>> {
    const held = await this.#tools.requests.read(id);
    return held ? accept(held) : refuse({ code: 'registration.unknown', path: 'id' });
  }

  async #undecided(id: string): Promise<Result<Registration>> {
    const held = await this.#known(id);
    if (!held.ok) return held;
    const problems = judgeDecision(held.value, await this.#tools.standings.read(held.value.country));
    return problems.length > 0 ? refuse(...problems) : held;
  }

  /** Only one of two simultaneous decisions is written. */
  async #decide(
    { _id, country }: Registration,
    outcome: Pick<Registration, 'status'> & Partial<Registration>
  ): Promise<Result<Registration>> {
    const { requests, audit, now } = this.#tools;
    const current = await this.#known(_id);
    if (!current.ok) return current;
    if (isOpen(current.value)) {
      const what = outcome.status === 'confirmed' ? 'registration.confirmed' : 'registration.refused';
      await noteRegistration(what, { ...current.value, ...outcome }, outcome.decidedBy ?? 'server', audit);
    }
    const decided = await requests.change(_id, ({ sender: _sender, ...held }) =>
      isOpen(held) ? { ...held, ...outcome, decidedAt: now() } : null
    );
    if (decided) return accept(decided);
    const { status } = (await requests.read(_id)) ?? current.value;
    return refuse({ code: 'registration.decided', values: { status, country } });
  }

  async #try(country: CountryCode, code: ConfirmationCode): Promise<string | null> {
    const tried = await this.#tools.letters.try(country, code);
    if (tried.right) return tried.registration;
    if (tried.wornOut !== null) await this.#noteVoid(tried.wornOut);
    return null;
  }

  async #noteVoid(id: string): Promise<void> {
    const { requests, now } = this.#tools;
    await requests.change(id, (held) => (isOpen(held) ? { ...held, codeVoidAt: now() } : null));
  }
}
