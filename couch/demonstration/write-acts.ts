/** All acts of a demonstration by database: certificates, trades, trials, and deliveries as if the exchange had run. */
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { blockId, type Block } from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { trialFigures, trialItems } from '#lib/domain/partners/trial-figures.ts';
import { PAIR, TRADERS } from './authorities.ts';
import { certifyAll, officeOf } from './certificates.ts';
import type { PlotName } from './plots.ts';
import { publishLists } from './publish-lists.ts';
import { Random } from './random.ts';
import { ActSigner, type DemonstrationKeys } from './signing.ts';
import { writeDeclarations, writePairTrade, writeWorldTrade } from './trade.ts';

/** `pair`: two countries, for tests and a quick look; `world`: all of the slide of 22 March 2019. */
export type DemonstrationSize = 'pair' | 'world';

/** By database: issuer and addressee have an act, the issuer its receipt. */
type ActsByDatabase = Map<string, Act[]>;

export interface WrittenActs {
  readonly byDatabase: ActsByDatabase;
  readonly serials: ReadonlyMap<string, number>;
  readonly trades: number;
  readonly dealt: ReadonlyMap<ActId, PlotName>;
  readonly activeSince: ReadonlyMap<CountryCode, Instant>;
}

interface Writing {
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
  const signers = new Map(countries.map((one) => [one, new ActSigner(officeOf(one, 'officer', keys))]));
  const serials = new Map<string, number>();
  const tools = { today: instantToDate(now), signers, serials };
  const pair = await writePairTrade({ ...tools, random: new Random(2026) });
  await writeDeclarations({ ...tools, random: new Random(1971) });
  await writeTrials(tools);
  const isWorld = size === 'world';
  const dealt: WrittenActs['dealt'] = isWorld
    ? await writeWorldTrade({ ...tools, random: new Random(2019) })
    : new Map();
  const acts = [...signers.values()].flatMap(({ written }) => written);
  // In the small demonstration the exchange delivers as soon as it runs.
  const byDatabase = await deliverAll(acts, exchange, isWorld ? countries : []);
  for (const [country, own] of certificates.byCountry) {
    const name = authorityToDatabase(country) ?? '';
    byDatabase.set(name, [...own, ...(byDatabase.get(name) ?? [])]);
  }
  byDatabase.set(REFERENCE_DATABASE, [
    ...certificates.board,
    ...(await publishLists(keys, tools.today, acts))
  ]);
  return { byDatabase, serials, trades: pair.size + dealt.size, dealt, activeSince: firstOf(acts) };
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

/**
 * Two trials of the pair, after its trade: last quarter, signed by both, and next quarter, without a reply. Figures are
 * counted from the acts.
 */
async function writeTrials({
  today,
  signers
}: {
  readonly today: CalendarDate;
  readonly signers: ReadonlyMap<CountryCode, ActSigner>;
}): Promise<void> {
  const importing = PAIR.map(({ country }) => country);
  const [AU, CH] = importing as [CountryCode, CountryCode];
  const [au, ch] = [signers.get(AU), signers.get(CH)];
  if (!au || !ch) throw new Error('the pair has no signers');
  const on = (days: number, hour: string): Instant => `${addDays(today, -days)}T${hour}:00.000Z` as Instant;
  await au.write([CH], on(14, '09:20'), {
    kind: 'trial-proposal',
    from: today,
    until: addMonths(today, 3),
    importing,
    note: 'Three months beside paper: every authorization between us goes through the system as well.'
  });
  const quarter = { from: addDays(today, -100), until: addDays(today, -15), importing };
  const { _id: trial } = await ch.write<ActOf<'trial-proposal'>['body']>([AU], on(12, '08:05'), {
    kind: 'trial-proposal',
    ...quarter,
    note: 'Before we begin: the same with the last quarter, of which all is here already.'
  });
  await au.write([CH], on(11, '10:40'), { kind: 'trial-answer', trial, answer: 'accept' });
  const asAt = addDays(today, -7);
  const scope = { proposer: CH, partner: AU, ...quarter };
  const acts = [...au.written, ...ch.written].filter(isDossierAct);
  const figures = trialFigures(scope, trialItems(scope, acts, asAt));
  await au.write([CH], on(6, '14:30'), { kind: 'trial-result', trial, asAt, figures });
  await ch.write([AU], on(5, '07:50'), { kind: 'trial-result', trial, asAt, figures });
}

const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;
const OFFLINE_PERCENT = 9;

/**
 * Delivery receipts of a year's acts: most within seconds, some a day later because the act was issued offline. Only
 * `countries` are on the system; others get no delivery.
 */
async function deliverAll(
  acts: readonly Act[],
  exchange: SigningKey,
  countries: readonly AuthorityCode[]
): Promise<ActsByDatabase> {
  const random = new Random(31);
  const byDatabase: ActsByDatabase = new Map();
  const add = (authority: AuthorityCode, act: Act): void => {
    const name = authorityToDatabase(authority) ?? '';
    const held = byDatabase.get(name);
    if (held) held.push(act);
    else byDatabase.set(name, [act]);
  };
  // The exchange has no database: both of its counts are those towards the country.
  const office = { authority: 'EXCHANGE', key: exchange, by: EXCHANGE } as const;
  const signers = new Map(countries.map((one) => [one, new ActSigner(office)]));
  const inOrder = acts.slice().sort((a, b) => (a.body.at < b.body.at ? -1 : a.body.at > b.body.at ? 1 : 0));
  for (const act of inOrder) {
    const { issuer, to, at } = act.body;
    add(issuer, act);
    for (const where of to) {
      const signer = signers.get(issuer);
      if (where === '*' || !signer || !signers.has(where)) continue;
      add(where, act);
      const seconds = random.chance(OFFLINE_PERCENT) ? random.between(1800, 50_000) : random.between(1, 40);
      const deliveredAt = new Date(Date.parse(at) + seconds * 1000).toISOString() as Instant;
      const delivered = { kind: 'receipt', stage: 'delivered', of: [act._id], where } as const;
      add(issuer, await signer.write([issuer], deliveredAt, delivered));
    }
  }
  return byDatabase;
}

/** Marks a year's numbers as used, so that no device gets them again. */
export async function writeBlocks(engine: Engine, ...of: Parameters<typeof blocksOf>): Promise<void> {
  const database = engine.open(authorityToDatabase(of[0]) ?? '');
  for (const block of blocksOf(...of)) await putUnlessChanged(database, block);
}

export function blocksOf(
  country: CountryCode,
  serials: ReadonlyMap<string, number>,
  keys: DemonstrationKeys,
  now: Instant
): readonly Block[] {
  const { key, by } = officeOf(country, 'officer', keys);
  const claim = {
    device: key.keyId,
    office: 'Demonstration records',
    claimedAt: now,
    claimedBy: by.person
  };
  return [...serials].flatMap(([name, last]) => {
    const [of, kind, year] = name.split(':');
    if (of !== country) return [];
    const firsts = Array.from({ length: Math.ceil(last / BLOCK_SIZE) }, (_, i) => i * BLOCK_SIZE + 1);
    return firsts.map((first): Block => {
      const lasts = { first, last: first + BLOCK_SIZE - 1 };
      const range = { kind: kind as AuthorizationKind, year: Number(year), ...lasts };
      return { _id: blockId(range), schema: 1, ...range, ...claim };
    });
  });
}
