/**
 * What the exchange would have stated of a year's acts, so that the demonstration begins as if it had run: a receipt of
 * each act with its day and hour, most within seconds, some a day later, since they were issued without a connection.
 */
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Random } from './random.ts';
import { Scribe } from './scribe.ts';

const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;
const OFF_LINE_PERCENT = 9;

/** By database: an act is with its issuer and its addressee, its receipt with the issuer. */
export type ActsByDatabase = Map<string, Act[]>;

export interface DeliveryTools {
  readonly random: Random;
  readonly exchange: SigningKey;
  /** Who is on the system; to anybody else nothing is delivered. */
  readonly countries: readonly CountryCode[];
}

export async function deliverAll(
  acts: readonly Act[],
  { random, exchange, countries }: DeliveryTools
): Promise<ActsByDatabase> {
  const byDatabase: ActsByDatabase = new Map();
  // It has no database of its own, so both of its counts are those towards the country.
  const scribes = new Map(
    countries.map((one) => [
      one as AuthorityCode,
      new Scribe({ authority: 'EXCHANGE', key: exchange, by: EXCHANGE })
    ])
  );
  const inOrder = acts.slice().sort((a, b) => (a.body.at < b.body.at ? -1 : a.body.at > b.body.at ? 1 : 0));
  for (const act of inOrder) {
    const { issuer, to, at } = act.body;
    add(byDatabase, issuer, act);
    for (const where of to) {
      const scribe = scribes.get(issuer);
      if (where === '*' || !scribe || !scribes.has(where)) continue;
      add(byDatabase, where, act);
      const delivered = { kind: 'receipt', stage: 'delivered', of: [act._id], where } as const;
      add(byDatabase, issuer, await scribe.write([issuer], deliveredAt(at, random), delivered));
    }
  }
  return byDatabase;
}

function deliveredAt(at: Instant, random: Random): Instant {
  const seconds = random.chance(OFF_LINE_PERCENT) ? random.between(1800, 50_000) : random.between(1, 40);
  return new Date(Date.parse(at) + seconds * 1000).toISOString() as Instant;
}

function add(byDatabase: ActsByDatabase, authority: AuthorityCode, act: Act): void {
  const name = authorityToDatabase(authority) ?? '';
  const held = byDatabase.get(name);
  if (held) held.push(act);
  else byDatabase.set(name, [act]);
}
