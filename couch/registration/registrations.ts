/**
 * Requests for a country's first account, from anyone and unverified. The next start finishes a confirmation that was
 * cut short.
 */
import { isFolded, placeOf, type Place } from '#lib/domain/registration/crowd.ts';
import {
  hasStep,
  isOpen,
  marksOf,
  PROVISION_STEPS,
  type Registration
} from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { establish } from './establish.ts';
import { noteRegistration, type RegistrationTools } from './registration-tools.ts';

export class Registrations {
  readonly #tools: RegistrationTools;
  readonly #behind = new Set<Promise<unknown>>();

  constructor(tools: RegistrationTools) {
    this.#tools = tools;
  }

  /**
   * Answer and timing do not reveal whether the country has people here. The same open request sent twice counts once.
   */
  async ask(request: RegistrationRequest, address: string): Promise<Result<null>> {
    const { requests, standings, senders, crowd, now } = this.#tools;
    const { country } = request;
    const standing = await standings.of(country);
    const sender = senders.of(address, country);
    let place: Place = { kind: 'there' };
    const written = await requests.add(country, (_id, earlier) => {
      place = placeOf(request, sender, earlier, crowd);
      if (place.kind === 'there' || place.kind === 'refused') return null;
      const head = { _id, schema: 1, status: 'asked', askedAt: now() } as const;
      const marks = [
        ...marksOf(earlier, standing),
        ...(place.kind === 'folded' ? (['crowded'] as const) : [])
      ];
      return { ...head, ...request, marks, sender, steps: [] };
    });
    return this.#settle(place, written);
  }

  /** Folded requests are neither notified nor logged one by one: a flood would fill both. */
  async #settle(place: Place, written: Registration | null): Promise<Result<null>> {
    const { requests, audit, crowd } = this.#tools;
    if (place.kind === 'refused') {
      const values = { most: crowd.perSender };
      return refuse({ code: 'registration.tooManyOpen', path: 'country', values });
    }
    for (const id of place.kind === 'folded' ? place.instead : []) await requests.remove(id, isFolded);
    if (!written || isFolded(written)) return accept(null);
    await noteRegistration('registration.asked', written, 'anybody', audit);
    this.#inBackground(written._id, () => this.#tellCountry(written));
    return accept(null);
  }

  /** Finishes interrupted work at a start, except invitations, which need a person to deliver them. */
  async resumeAll(): Promise<void> {
    for (const registration of await this.#tools.requests.list()) {
      const { _id, status } = registration;
      const lacks = PROVISION_STEPS.some((step) => step !== 'invitation' && !hasStep(registration, step));
      if (status === 'confirmed' && lacks)
        await this.#warned(_id, () => establish(registration, null, this.#tools));
      if (isOpen(registration) && !isFolded(registration))
        await this.#warned(_id, () => this.#tellCountry(registration));
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#behind);
  }

  async #tellCountry({
    _id,
    country,
    askedAt,
    name,
    email,
    authority,
    ...rest
  }: Registration): Promise<void> {
    const standing = await this.#tools.standings.of(country);
    if (standing === null) return;
    const particulars = { name, function: rest.function, email, authority };
    await this.#tools.notices.tell(country, {
      kind: 'second-request',
      about: _id,
      at: askedAt,
      ...particulars
    });
  }

  #inBackground(about: string, work: () => Promise<unknown>): void {
    const running = this.#warned(about, work).finally(() => this.#behind.delete(running));
    this.#behind.add(running);
  }

  async #warned(about: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#tools.warn(about, error);
    }
  }
}
