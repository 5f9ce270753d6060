/** The balances of this device's records, kept while documents arrive: a key press looks up, and computes nothing again. */
import { isAuthorization, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { askedFor, yearOf } from '#lib/domain/balance/claims.ts';
import { Balance, type Asking } from '#lib/domain/balance/balance.ts';
import { HISTORIC_PREFIX } from '#lib/domain/historic/historic.ts';
import {
  isReservationId,
  OPENING_PREFIX,
  RESERVATION_PREFIX
} from '#lib/domain/balance/balance-documents.ts';
import { balanceRows, type BalanceRow } from '#lib/domain/balance/balance-rows.ts';
import type { Estimates, Room } from '#lib/domain/balance/judge-balance.ts';
import { LEAVING_PREFIX, readLeaving } from '#lib/domain/balance/reservation.ts';
import { countedSubstance } from '#lib/domain/goods/counted-base.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { changedItems, isGrown } from '#lib/domain/groups.ts';
import type { CountryCode, KeyId } from '#lib/domain/ids.ts';
import { figuresInForce, type Figures } from '#lib/domain/lists/in-force.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { store } from '#lib/store/store.svelte.ts';

interface Held {
  readonly balance: Balance;
  /** As they were counted last. */
  dossiers: readonly Dossier[];
  imports: readonly Act[];
  /** Settings and reservations. */
  readonly taken: Set<string>;
}

let held: Held | null = null;

/** Only dossiers that changed since are counted again. */
function readBalance(): Balance {
  const own = store.person?.authority as CountryCode;
  if (held?.balance.own !== own)
    held = { balance: new Balance(own), dossiers: [], imports: [], taken: new Set() };
  const { balance, taken } = held;
  const dossiers = store.dossiers();
  const { gone, fresh } = changedItems(held.dossiers, dossiers);
  for (const { key } of gone) balance.ledger.put(key, null);
  for (const dossier of fresh) balance.ledger.put(dossier.key, dossier);
  held.dossiers = dossiers;
  const imports = store.actsOf('import-authorization');
  for (let at = isGrown(held.imports, imports) ? held.imports.length : 0; at < imports.length; at++)
    balance.noteAct(imports[at]!);
  held.imports = imports;
  const { reservations } = balance;
  const shared = [RESERVATION_PREFIX, OPENING_PREFIX, HISTORIC_PREFIX].flatMap((one) => store.documents(one));
  const here = new Set(shared.map(({ _id }) => _id));
  for (const id of taken) {
    if (here.has(id)) continue;
    taken.delete(id);
    reservations.drop(id);
    balance.dropOpening(id);
  }
  for (const document of shared) {
    taken.add(document._id);
    if (isReservationId(document._id)) reservations.take(document);
    else balance.takeOpening(document);
  }
  for (const document of store.documents(LEAVING_PREFIX)) {
    const leaving = readLeaving(document);
    if (leaving) reservations.leave(store.device?.keyId as KeyId, leaving);
  }
  return balance;
}

let latest: { readonly of: string; readonly figures: Figures } | null = null;

/** INCB's figures; a signature that is verified later can put one into effect. */
function readFigures(): Figures {
  const lists = (['estimate', 'assessment', 'list-confirmation'] as const).map((kind) => store.actsOf(kind));
  const acts: readonly Act[] = lists.flat();
  const good = acts.filter(({ _id }) => store.verdictOf(_id) === 'good');
  const of = [store.today, ...good.map(({ _id }) => _id)].join();
  if (latest?.of !== of) latest = { of, figures: figuresInForce(good, store.today) };
  return latest.figures;
}

function readAsking(): Asking {
  const revoked = new Set<KeyId>(
    store
      .actsOf('withdrawal')
      .filter(({ _id }) => store.counts(_id))
      .map(({ body }) => body.keyId)
  );
  return {
    today: store.today,
    device: (store.device?.keyId ?? null) as KeyId | null,
    figures: readFigures(),
    isRevoked: (key) => revoked.has(key)
  };
}

function readRooms(): Estimates['roomOf'] {
  const [balance, asking] = [readBalance(), readAsking()];
  return (of, upon) => balance.roomOf(of, asking, upon);
}

/** Balances that a dossier takes from, where INCB has published a figure. */
export function readDossierRooms(dossier: Dossier): readonly { readonly room: Room }[] {
  const { importingCountry: country, lines, exports } = dossier;
  const goods = [...lines, ...exports.flatMap((one) => one.lines)];
  const substances = new Set(goods.map(({ substance }) => countedSubstance(substance)));
  const figures = readFigures();
  const year = yearOf(dossier);
  const figured = Array.from(substances).filter((one) => figures(country, one, year) !== null);
  if (figured.length === 0) return [];
  const roomOf = readRooms();
  return figured.map((substance) => ({ room: roomOf({ country, substance, year }) }));
}

/** What a form can ask. `replaced` is cancelled when the form is issued, so its quantity is free again. */
export function readEstimates(replaced: string): Estimates {
  const roomOf = readRooms();
  const freed = quantitiesOf(replaced);
  return {
    isOffline: store.line?.state === 'offline' || store.line?.state === 'signed-out',
    roomOf: (of, upon) => {
      const room = roomOf(of, upon);
      return { ...room, taken: room.taken - (freed.get(of.substance) ?? 0) };
    }
  };
}

function quantitiesOf(id: string): ReadonlyMap<string, number> {
  const act = isActId(id) ? store.act(id) : null;
  if (!isAuthorization(act) || isCancelled(act)) return new Map();
  return new Map(askedFor(act.body.lines).map(({ substance, quantity }) => [substance, quantity]));
}

function isCancelled({ _id }: AuthorizationAct): boolean {
  return store.actsOf('cancellation').some(({ body }) => body.of === _id);
}

/** Countries and years with a balance here: this one first. */
export function listBalances(): {
  readonly countries: readonly CountryCode[];
  readonly years: readonly number[];
  readonly year: number;
} {
  const { own, ledger } = readBalance();
  const keys = ledger.keys();
  const year = Number(store.today.slice(0, 4));
  const years = new Set([year, ...keys.map((one) => one.year)]);
  const others = new Set(keys.map(({ country }) => country).filter((one) => one !== own));
  return { countries: [own, ...[...others].sort()], years: [...years].sort((a, b) => b - a), year };
}

export function readBalances(country: string, year: number): readonly BalanceRow[] {
  const substances = editionShown().byKey.keys();
  return balanceRows(readBalance(), readAsking(), { country: country as CountryCode, year, substances });
}
