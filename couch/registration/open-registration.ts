/** Anyone can ask, unverified. The next start finishes a confirmation that was cut short. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { Audit } from '#couch/accounts/audit.ts';
import type { Invitations } from '#couch/accounts/invitations.ts';
import { networkOf, parseAddress } from '#couch/base/address-key.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  isFolded,
  placeOf,
  type CrowdBounds,
  type Place,
  type Sender
} from '#lib/domain/registration/crowd.ts';
import {
  hasStep,
  isOpen,
  marksOf,
  PROVISION_STEPS,
  type ProvisionStep,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { requestNumber } from '#lib/domain/registration/confirmation-code.ts';
import { requestDates, type JoiningDates } from '#lib/domain/registration/joining-plan.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { Countries, CountryPeople, Notices } from './countries.ts';
import { Decisions } from './decisions.ts';
import { establish, noteRegistration, type EstablishTools } from './establish.ts';
import { Letters } from './letters.ts';
import { Requests } from './requests.ts';
import type { Standings } from './standings.ts';

export interface RegistrationOptions {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly audit: Audit;
  readonly standings: Standings;
  readonly clock: () => number;
  readonly crowd: CrowdBounds;
  readonly secret: string;
  readonly warn: (about: string, error: unknown) => void;
  readonly joinExchange?: ((country: CountryCode) => Promise<void>) | undefined;
  readonly onStep?: ((registration: string, step: ProvisionStep) => void) | undefined;
}

export interface RegistrationParts {
  readonly registrations: Registrations;
  readonly decisions: Decisions;
  readonly countries: Countries;
  readonly notices: Notices;
}

export function openRegistration(options: RegistrationOptions): RegistrationParts {
  const { engine, accounts, invitations, audit, standings, clock, crowd, warn } = options;
  const now = (): Instant => new Date(clock()).toISOString() as Instant;
  const countryPeople = new CountryPeople(engine, accounts, invitations);
  const notices = new Notices(engine);
  const shared = { engine, standings, invitations, countryPeople, notices, audit, now };
  const tools = {
    ...shared,
    requests: new Requests(engine),
    letters: new Letters({ engine, clock }),
    joinExchange: options.joinExchange ?? (() => Promise.resolve()),
    onStep: options.onStep ?? (() => undefined),
    senders: new Senders(options.secret),
    crowd,
    warn
  };
  return {
    registrations: new Registrations(tools),
    decisions: new Decisions(tools),
    countries: new Countries(shared),
    notices
  };
}

type RequestTools = EstablishTools &
  Pick<RegistrationOptions, 'crowd' | 'warn'> & { readonly notices: Notices; readonly senders: Senders };

class Registrations {
  readonly #tools: RequestTools;
  readonly #behind = new Set<Promise<unknown>>();

  constructor(tools: RequestTools) {
    this.#tools = tools;
  }

  /** Answer and timing do not reveal whether the country has people here. The same open request twice counts once. */
  async ask(request: RegistrationRequest, address: string): Promise<Result<string>> {
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
    const settled = await this.#settle(place, written);
    return settled.ok ? accept(senders.secretOf(country, requestNumber(request))) : settled;
  }

  /**
   * For the sender of the request alone: null if the secret is not of this request. A refused request, one that was
   * dropped and one of a country that is already registered look like one that waits.
   */
  async datesOf(country: CountryCode, number: unknown, secret: unknown): Promise<JoiningDates | null> {
    const { requests, senders } = this.#tools;
    if (typeof number !== 'string' || typeof secret !== 'string') return null;
    if (!isSame(senders.secretOf(country, number), secret)) return null;
    const own = (await requests.list(country)).filter((one) => requestNumber(one) === number);
    const last = own[own.length - 1];
    return last ? requestDates(last) : {};
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

  async #tellCountry(request: Registration): Promise<void> {
    const { _id: about, country, askedAt: at, name, email, authority } = request;
    if ((await this.#tools.standings.of(country)) === null) return;
    const person = { name, function: request.function, email, authority };
    await this.#tools.notices.tell(country, { kind: 'second-request', about, at, ...person });
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

const HASH_LENGTH = 16;

/** Keyed hashes of address and network, different per country: no address can be found by trial. */
export class Senders {
  readonly #key: Uint8Array;

  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'i2es registration: senders', 32));
  }

  of(address: string, country: CountryCode): Sender {
    const { own, network } = partsOf(address);
    return { address: this.#digest(country, own), network: this.#digest(country, network) };
  }

  /** Reveals the state of one request to the person who sent it. */
  secretOf(country: CountryCode, number: string): string {
    return createHmac('sha256', this.#key).update(`state\n${country}\n${number}`).digest('base64url');
  }

  #digest(country: CountryCode, text: string): string {
    const hash = createHmac('sha256', this.#key).update(`${country}\n${text}`).digest('base64url');
    return hash.slice(0, HASH_LENGTH);
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [textToUtf8(one), textToUtf8(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** IPv6: one caller has a /48, a provider a /32. IPv4: one address, in its /16. */
function partsOf(ip: string): { readonly own: string; readonly network: string } {
  const address = parseAddress(ip);
  if (address.kind === 'ipv6')
    return { own: networkOf(address.groups, 3), network: networkOf(address.groups, 2) };
  return { own: address.text, network: address.text.split('.').slice(0, 2).join('.') };
}
