/**
 * Delivery receipts of a year's acts, as if the exchange had run: most within seconds, some a day later because the act
 * was issued offline.
 */
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Random } from './random.ts';
import { Scribe } from './scribe.ts';

const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;
const OFF_LINE_PERCENT = 9;

/** By database: issuer and addressee have an act, the issuer its receipt. */
export type ActsByDatabase = Map<string, Act[]>;

interface DeliveryTools {
  readonly random: Random;
  readonly exchange: SigningKey;
  /** Countries on the system; others get no delivery. */
  readonly countries: readonly CountryCode[];
}

export async function deliverAll(
  acts: readonly Act[],
  { random, exchange, countries }: DeliveryTools
): Promise<ActsByDatabase> {
  const byDatabase: ActsByDatabase = new Map();
  // The exchange has no database: both of its counts are those towards the country.
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
