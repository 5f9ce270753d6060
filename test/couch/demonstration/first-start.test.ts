/** The whole demonstration as a first start leaves it: nothing is carried or stated a second time, and the doctor agrees. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings } from '#couch/base/env.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { examine } from '#couch/doctor/doctor-command.ts';
import type { CheckContext } from '#couch/doctor/health-check.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { Letters } from '#couch/registration/letters.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { parseConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { unwrap } from '#lib/domain/result.ts';
import { shareScope } from '#lib/domain/exchange/share-scope.ts';
import { parseUsage, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { type DayCounts } from '#lib/domain/usage/figures.ts';
import { sumsOf, textsOf, wordsOfTrade, type Sums } from './incb-inventory.ts';

const MAX_WAIT_ROUNDS = 300_000;
const said: string[] = [];
let home: string;
let backend: Backend;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'i2es-world-'));
  mkdirSync(join(home, 'app'));
  for (const page of ['index.html', '200.html']) writeFileSync(join(home, 'app', page), '<!doctype html>');
  const settings = readSettings({
    ...{ PORT: '0', DATA_DIR: join(home, 'data'), APP_DIR: join(home, 'app') },
    ...{ DEMONSTRATION: 'yes', LOG_LEVEL: 'silent' }
  });
  const root = join(import.meta.dirname, '../../..');
  backend = await startBackend({ root, settings, say: (sentence) => void said.push(sentence) });
}, MAX_WAIT_ROUNDS);
afterAll(async () => {
  await backend.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Whom the doctor looks at while the server runs. */
async function aContext(): Promise<CheckContext> {
  const dataFolder = join(home, 'data');
  return {
    engine: backend.installation.engine,
    settings: {
      couchdbPrefix: '',
      dataFolder,
      national: null,
      origin: 'http://localhost:4600',
      isOriginNamed: true,
      trustedProxies: []
    },
    secretFiles: {},
    server: null,
    secrets: await ensureSecrets(dataFolder),
    clock: Date.now,
    pause: 0
  };
}

async function actsIn(name: string): Promise<Act[]> {
  const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
  const { rows } = await backend.installation.engine.open(name).allDocs<Act>(range);
  return rows.flatMap(({ doc }) => doc ?? []);
}

describe('the first start of the whole demonstration', () => {
  test('each letter of INCB has a code that opens, and further administrators may sign in', async () => {
    const { engine, accounts } = backend.installation;
    const told = said.flatMap(
      (one) => /letter to ([A-Z]{2}) bears the code (\S+)/.exec(one)?.slice(1, 3) ?? []
    );
    const { rows } = await engine.open('incb').allDocs({ startkey: 'registration:', include_docs: true });
    const waiting = rows.filter(({ doc }) => (doc as { status?: string }).status === 'letter');
    expect(told).toHaveLength(2 * waiting.length);
    expect(waiting.length).toBeGreaterThan(0);
    const letters = new Letters({ engine, clock: Date.now });
    for (let at = 0; at < told.length; at += 2) {
      const code = unwrap(parseConfirmationCode(told[at + 1]));
      expect(await letters.try(told[at] as CountryCode, code)).toMatchObject({ right: true });
    }
    const sentence = said.find((one) => one.includes('further countries')) ?? '';
    const [, person = '', password = ''] = /sign in as (\S+) .* with (\S+)\./.exec(sentence) ?? [];
    unwrap(await accounts.openSession({ person, password, address: '127.0.0.1' }));
  });

  test('makes the databases of 45 countries and says how far it is', async () => {
    const names = await backend.installation.engine.list();
    expect(names.filter((name) => databaseToCountry(name) !== null)).toHaveLength(45);
    expect(said.filter((sentence) => /of 45 countries/.test(sentence))).toHaveLength(3);
  });

  test(
    'leaves the exchange nothing to carry but to who is not on the system, and the doctor finds nothing bad',
    { timeout: MAX_WAIT_ROUNDS },
    async () => {
      const context = await aContext();
      await vi.waitFor(
        async () => {
          const found = (await examine(context)).filter(
            ({ about, level }) => about === 'exchange' || level === 'bad'
          );
          expect(found.map(({ level, says }) => `${level}: ${says}`)).toEqual([
            'warn: country-qa: acts wait for country-ae, country-gb, country-kw.'
          ]);
        },
        { timeout: MAX_WAIT_ROUNDS, interval: 1000 }
      );
      for (const name of ['country-au', 'country-be', 'country-qa']) {
        const acts = await actsIn(name);
        const delivered = acts.flatMap(({ body }) => (body.kind === 'receipt' ? body.of : []));
        expect(new Set(delivered).size).toBe(delivered.length);
        for (const { body } of acts) if (body.issuer !== 'EXCHANGE') expect(shareScope(body)).toContain(name);
      }
    }
  );
});

/** Documents of the Board's own database, without designs. */
async function boardDocuments(): Promise<readonly (Record<string, unknown> & { readonly _id: string })[]> {
  const { rows } = await backend.installation.engine.open('incb').allDocs({ include_docs: true });
  return rows.flatMap(({ id, doc }) => (doc && !id.startsWith('_design/') ? [{ ...doc, _id: id }] : []));
}

async function usageRecords(): Promise<readonly UsageRecord[]> {
  return (await boardDocuments()).flatMap((document) => {
    const read = parseUsage(document);
    return read.ok ? [read.value] : [];
  });
}

const SUMMED = [
  ...(['imports', 'exports', 'exchanged', 'offLine', 'answered', 'shipped', 'endorsed'] as const),
  ...(['received', 'receivedAnswered', 'toEndorse', 'endorsedHere', 'endorsedOnTime'] as const)
];

function addUp(country: CountryCode, records: readonly UsageRecord[]): Sums {
  const own = records.filter((record) => record.country === country);
  const sum = (of: (record: UsageRecord) => number): number =>
    own.reduce((total, record) => total + of(record), 0);
  const daysIn = (counts: DayCounts): number =>
    Object.entries(counts).reduce((total, [days, count]) => total + Number(days) * count, 0);
  return {
    ...Object.fromEntries(SUMMED.map((key) => [key, sum((record) => record[key])])),
    answerDays: sum(({ daysToAnswer }) => daysIn(daysToAnswer)),
    endorseDays: sum(({ daysToEndorse }) => daysIn(daysToEndorse))
  } as Sums;
}

describe('INCB’s database after a year of 53 countries', () => {
  const truth = new Map<CountryCode, Sums>();
  const trade: Act[] = [];

  beforeAll(async () => {
    for (const name of await backend.installation.engine.list()) {
      const country = databaseToCountry(name);
      if (country === null) continue;
      const acts = await actsIn(name);
      const sums = sumsOf(country, acts);
      if (sums.imports + sums.exports + sums.received > 0) truth.set(country, sums);
      trade.push(...acts);
    }
  }, MAX_WAIT_ROUNDS);

  test('tells of each country what its own acts add up to', { timeout: MAX_WAIT_ROUNDS }, async () => {
    expect(truth.size).toBe(11);
    await vi.waitFor(
      async () => {
        const records = await usageRecords();
        for (const [country, sums] of truth)
          expect([country, addUp(country, records)]).toEqual([country, sums]);
      },
      { timeout: MAX_WAIT_ROUNDS, interval: 1000 }
    );
  });

  test('holds these kinds of documents with these keys, and no other', async () => {
    const documents = await boardDocuments();
    const kinds = new Set(documents.map(({ _id }) => _id.slice(0, _id.indexOf(':'))));
    expect([...kinds].sort()).toEqual(['registration', 'standing', 'usage']);
    const keysOf = (kind: string): string[] => {
      const own = documents.filter(({ _id }) => _id.startsWith(`${kind}:`));
      return [...new Set(own.flatMap((one) => Object.keys(one)))].sort();
    };
    expect(keysOf('usage')).toEqual(USAGE_KEYS);
    expect(keysOf('registration')).toEqual(REGISTRATION_KEYS);
    expect(keysOf('standing')).toEqual(STANDING_KEYS);
  });

  test('holds no company, substance, quantity and no number of an authorization', async () => {
    const words = wordsOfTrade(trade);
    expect(words.size).toBeGreaterThan(2000);
    const texts = (await boardDocuments()).flatMap(textsOf);
    expect(texts.filter((text) => words.has(text))).toEqual([]);
    const whole = texts.join('\n');
    const long = [...words].filter((word) => word.length > 6);
    expect(long.filter((word) => whole.includes(word))).toEqual([]);
  });

  test('names in a usage record no country but its own', async () => {
    for (const record of await usageRecords())
      expect(textsOf({ ...record, _id: '' }).filter((text) => /^[A-Z]{2}$/.test(text))).toEqual([
        record.country
      ]);
  });

  test('takes less than 2 kB for each country and month', async () => {
    const sizes = (await usageRecords()).map((record) => JSON.stringify(record).length);
    expect(sizes.length).toBeGreaterThan(11 * 10);
    expect(Math.max(...sizes)).toBeLessThan(2048);
  });
});

const USAGE_KEYS = [
  ...['_id', '_rev', 'answered', 'at', 'by', 'country', 'daysToAnswer', 'daysToEndorse', 'devices'],
  ...['endorsed', 'endorsedHere', 'endorsedOnTime', 'exchanged', 'exports', 'firstActive', 'firstExchanged'],
  ...['imports', 'languages', 'lastActive', 'month', 'offLine', 'partners', 'partnersOnSystem', 'people'],
  ...['received', 'receivedAnswered', 'rows', 'schema', 'shipped', 'signature', 'toEndorse', 'versions']
];

const REGISTRATION_KEYS = [
  ...['_id', '_rev', 'address', 'askedAt', 'authority', 'country', 'decidedAt', 'decidedBy', 'email'],
  ...['function', 'how', 'language', 'letterAt', 'letterBy', 'letterEvents', 'letterUntil', 'marks'],
  ...['name', 'schema', 'status', 'steps']
];
const STANDING_KEYS = [
  ...[
    '_id',
    '_rev',
    'activeSince',
    'by',
    'country',
    'registeredAt',
    'registration',
    'schema',
    'since',
    'state'
  ]
];
