/**
 * Balances of a country for the door, in memory: per dossier a few numbers, never its acts. Only a country with a
 * published figure for what it authorizes has one; each question first reads what is new in its database.
 */
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import type { PublicRegister } from '#couch/database/public-register.ts';
import { Reading, type NamedDatabase, type Wanted } from '#couch/database/registers.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import { Balance } from '#lib/domain/balance/balance.ts';
import { isReservationId, OPENING_PREFIX } from '#lib/domain/balance/balance-documents.ts';
import { askedFor } from '#lib/domain/balance/claims.ts';
import { isHistoricId } from '#lib/domain/historic/historic.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { HeldBalance } from '#lib/domain/door/admission.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { importReferenceRows } from '#lib/domain/exchange/view-rows.ts';
import type { CalendarDate, CountryCode, DossierKey, Instant } from '#lib/domain/ids.ts';
import { figuresInForce, type Figures } from '#lib/domain/lists/in-force.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import type { Shelf } from './held-acts.ts';
import { DossierReader } from './read-dossiers.ts';

interface Place {
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly shelf: Shelf | null;
  readonly now: Instant;
  readonly work: Pick<SlicedTask, 'yieldWhenDue'>;
}

/** Dossiers that are folded together, between two pauses. */
const FOLDED_AT_ONCE = 100;

export class BalanceRegister {
  readonly #published: PublicRegister;
  readonly #kept = new Map<string, KeptBalance>();
  #latest: { readonly on: CalendarDate; readonly count: number; readonly figures: Figures } | null = null;

  constructor(published: PublicRegister) {
    this.#published = published;
  }

  /** Null if INCB has published no figure for any of them. */
  async known(
    acts: readonly AuthorizationAct[],
    place: Place,
    trust: Pick<Trust, 'withdrawnFrom'>
  ): Promise<HeldBalance | null> {
    const [first] = acts;
    if (first === undefined) return null;
    const figures = await this.#figuresOn(instantToDate(place.now), place);
    if (!acts.some((act) => isFigured(act, figures))) return null;
    return this.heldOf(first.body.issuer as CountryCode, place, trust);
  }

  /** A fork of all that is stored, with INCB's figures of the day. */
  async heldOf(own: CountryCode, place: Place, trust: Pick<Trust, 'withdrawnFrom'>): Promise<HeldBalance> {
    const today = instantToDate(place.now);
    const figures = await this.#figuresOn(today, place);
    const balance = (await this.#ofCountry(own, place)).fork();
    return { balance, figures, today, isRevoked: (key) => trust.withdrawnFrom(key, own) !== null };
  }

  async #ofCountry(own: CountryCode, place: Place): Promise<Balance> {
    const { name, epoch } = place.target;
    const kept = this.#kept.get(`${name}@${epoch}`) ?? new KeptBalance(own);
    this.#kept.set(`${name}@${epoch}`, kept);
    return kept.readOn(place);
  }

  async #figuresOn(
    today: CalendarDate,
    { reference, target }: Pick<Place, 'reference' | 'target'>
  ): Promise<Figures> {
    const acts = await this.#published.known(reference, target, { named: [], publishes: false });
    if (this.#latest?.on !== today || this.#latest.count !== acts.length)
      this.#latest = { on: today, count: acts.length, figures: figuresInForce(acts, today) };
    return this.#latest.figures;
  }
}

function isFigured({ body }: AuthorizationAct, figures: Figures): boolean {
  const country = body.kind === 'import-authorization' ? body.issuer : body.importingCountry;
  const year = Number(body.issuedOn.slice(0, 4));
  // An export counts in the year of its import authorization.
  return askedFor(body.lines).some(({ substance }) =>
    [year, year - 1].some((one) => figures(country, substance, one) !== null)
  );
}

class KeptBalance implements Wanted {
  readonly #balance: Balance;
  readonly #reading = new Reading();
  readonly #changed = new Set<DossierKey>();

  constructor(own: CountryCode) {
    this.#balance = new Balance(own);
  }

  async readOn({ target, shelf, work }: Place): Promise<Balance> {
    await this.#reading.readOn(target.database, this);
    const keys = [...this.#changed];
    for (let at = 0; at < keys.length; at += FOLDED_AT_ONCE) {
      const some = keys.slice(at, at + FOLDED_AT_ONCE);
      const acts = await new DossierReader(target.database, shelf).readDossiers(some);
      const routed = routeActs(acts);
      for (const key of new Set([...some, ...routed.keys()])) {
        const group = routed.get(key);
        this.#balance.ledger.put(key, group ? foldDossier(key, group) : null);
      }
      for (const key of some) this.#changed.delete(key);
      await work.yieldWhenDue();
    }
    return this.#balance;
  }

  isWanted(id: string): boolean {
    return id.startsWith('act:') || isReservationId(id) || isOpening(id);
  }

  take(document: object): void {
    const { _id } = document as { readonly _id: string };
    if (isReservationId(_id)) return this.#balance.reservations.take(document);
    if (isOpening(_id)) return this.#balance.takeOpening({ ...document, _id });
    for (const { key } of importReferenceRows(document)) this.#changed.add(key[0] as DossierKey);
    const act = parseActId(_id)?.kind === 'import-authorization' ? parseActContent(document) : null;
    if (act?.ok) this.#balance.noteAct(act.value);
  }

  drop(id: string): void {
    if (isReservationId(id)) this.#balance.reservations.drop(id);
    this.#balance.dropOpening(id);
  }
}

function isOpening(id: string): boolean {
  return id.startsWith(OPENING_PREFIX) || isHistoricId(id);
}
