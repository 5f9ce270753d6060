/** All acts of a demonstration by database. */
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isDossierKind } from '#lib/domain/act/kinds.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, CountryCode, Instant } from '#lib/domain/ids.ts';
import { PAIR, TRADERS } from './authorities.ts';
import { certifyAll, officeOf } from './certificates.ts';
import { deliverAll, type ActsByDatabase } from './deliveries.ts';
import type { DemonstrationKeys } from './keys.ts';
import { Random } from './random.ts';
import { Scribe } from './scribe.ts';
import { writePairTrade } from './trade.ts';
import { writeTrials } from './trials.ts';
import type { PlotName } from './world-plots.ts';
import { writeWorldTrade } from './world-trade.ts';

/** `pair`: two countries, for tests and a quick look; `world`: all of the slide of 22 March 2019. */
export type DemonstrationSize = 'pair' | 'world';

export interface WrittenActs {
  readonly byDatabase: ActsByDatabase;
  /** Highest serial used, by `<country>:<kind>:<year>`. */
  readonly serials: ReadonlyMap<string, number>;
  readonly trades: number;
  /** Trades between the eleven. */
  readonly dealt: ReadonlyMap<ActId, PlotName>;
  readonly activeSince: ReadonlyMap<CountryCode, Instant>;
}

export interface Writing {
  readonly size: DemonstrationSize;
  readonly keys: DemonstrationKeys;
  readonly exchange: SigningKey;
  readonly now: Instant;
}

export function tradersOf(size: DemonstrationSize): readonly CountryCode[] {
  return (size === 'pair' ? PAIR : TRADERS).map(({ country }) => country);
}

export async function writeActs({ size, keys, exchange, now }: Writing): Promise<WrittenActs> {
  const countries = tradersOf(size);
  const certificates = await certifyAll(keys, exchange, countries, now);
  const scribes = new Map(countries.map((one) => [one, new Scribe(officeOf(one, 'officer', keys))]));
  const serials = new Map<string, number>();
  const tools = { today: instantToDate(now), scribes, serials };
  const pair = await writePairTrade({ ...tools, random: new Random(2026) });
  await writeTrials(tools);
  const isWorld = size === 'world';
  const dealt = isWorld ? await writeWorldTrade({ ...tools, random: new Random(2019) }) : new Map();
  const acts = [...scribes.values()].flatMap(({ written }) => written);
  // In the small demonstration the exchange delivers as soon as it runs.
  const delivery = { random: new Random(31), exchange, countries: isWorld ? countries : [] };
  const byDatabase = await deliverAll(acts, delivery);
  for (const [country, own] of certificates.byCountry) {
    const name = authorityToDatabase(country) ?? '';
    byDatabase.set(name, [...own, ...(byDatabase.get(name) ?? [])]);
  }
  byDatabase.set(REFERENCE_DATABASE, [...certificates.board]);
  return { byDatabase, serials, trades: pair + dealt.size, dealt, activeSince: firstOf(acts) };
}

function firstOf(acts: readonly Act[]): Map<CountryCode, Instant> {
  const first = new Map<CountryCode, Instant>();
  for (const { body } of acts) {
    const issuer = body.issuer as CountryCode;
    const held = first.get(issuer);
    if (isDossierKind(body.kind) && (held === undefined || body.at < held)) first.set(issuer, body.at);
  }
  return first;
}
