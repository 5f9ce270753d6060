/** The balances of this device's records, kept while documents arrive: a key press looks up, and computes nothing again. */
import { isAuthorization, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { askedFor } from '#lib/domain/balance/claims.ts';
import { Balance, type Asking } from '#lib/domain/balance/balance.ts';
import {
  BALANCE_SETTING_ID,
  isReservationId,
  RESERVATION_PREFIX
} from '#lib/domain/balance/balance-documents.ts';
import { balanceRows, type BalanceRow } from '#lib/domain/balance/balance-rows.ts';
import type { Estimates, Room } from '#lib/domain/balance/judge-balance.ts';
import type { BalanceOf } from '#lib/domain/balance/ledger.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, CountryCode, DossierKey, KeyId } from '#lib/domain/ids.ts';
import { figuresInForce, type Figures } from '#lib/domain/lists/in-force.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { store } from '#lib/store/store.svelte.ts';

interface Held {
  readonly balance: Balance;
  readonly folded: Map<DossierKey, Dossier>;
  readonly noted: Set<ActId>;
}

let held: Held | null = null;

/** Only dossiers that changed since are counted again. */
export function readBalance(): Balance {
  const own = store.person?.authority as CountryCode;
  if (held?.balance.own !== own) held = { balance: new Balance(own), folded: new Map(), noted: new Set() };
  const { balance, folded, noted } = held;
  const gone = new Set(folded.keys());
  for (const dossier of store.dossiers()) {
    gone.delete(dossier.key);
    if (folded.get(dossier.key) === dossier) continue;
    folded.set(dossier.key, dossier);
    balance.ledger.put(dossier.key, dossier);
  }
  for (const key of gone) {
    folded.delete(key);
    balance.ledger.put(key, null);
  }
  for (const act of store.actsOf('import-authorization')) {
    if (noted.has(act._id)) continue;
    noted.add(act._id);
    balance.noteAct(act);
  }
  for (const document of store.documents(RESERVATION_PREFIX))
    if (isReservationId(document._id)) balance.reservations.take(document);
  balance.takeSetting(store.setting(BALANCE_SETTING_ID.slice('setting:'.length)));
  return balance;
}

let latest: { readonly of: readonly unknown[]; readonly figures: Figures } | null = null;

/** INCB's figures; the store returns the same lists until one arrives. */
export function readFigures(): Figures {
  const lists = (['estimate', 'assessment', 'list-confirmation'] as const).map((kind) => store.actsOf(kind));
  const of = [store.today, ...lists];
  if (latest === null || latest.of.some((one, at) => one !== of[at])) {
    const acts: readonly Act[] = lists.flat();
    const good = acts.filter(({ _id }) => store.verdictOf(_id) === 'good');
    latest = { of, figures: figuresInForce(good, store.today) };
  }
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

export function readRooms(): (of: BalanceOf) => Room {
  const [balance, asking] = [readBalance(), readAsking()];
  return (of) => balance.roomOf(of, asking);
}

/** What a form can ask. `replaced` is cancelled when the form is issued, so its quantity is free again. */
export function readEstimates(replaced: string): Estimates {
  const roomOf = readRooms();
  const freed = quantitiesOf(replaced);
  return {
    isOffline: store.line?.state === 'offline' || store.line?.state === 'signed-out',
    roomOf: (of) => {
      const room = roomOf(of);
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
  const substances = CURRENT_EDITION.byKey.keys();
  return balanceRows(readBalance(), readAsking(), { country: country as CountryCode, year, substances });
}
