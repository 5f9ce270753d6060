/** The whole demonstration obeys the domain like anybody's acts, and stands as the slide of 22 March 2019 shows. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ON_PAPER_ALONE, TRADERS } from '#couch/demonstration/authorities.ts';
import { companiesOf } from '#couch/demonstration/companies.ts';
import {
  administratorsOfWorld,
  registeredBefore,
  registrationsOfWorld
} from '#couch/demonstration/registered.ts';
import { blocksOf } from '#couch/demonstration/write-acts.ts';
import { TRADED } from '#couch/demonstration/goods.ts';
import { Balance } from '#lib/domain/balance/balance.ts';
import { remainingIn } from '#lib/domain/balance/judge-balance.ts';
import { readKeyring, verifyActs } from '#lib/crypto/verify.ts';
import { parseRegistration } from '#lib/domain/registration/registration.ts';
import { parseStanding, standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { expiringLicences } from '#lib/domain/company/expiring-licences.ts';
import { judgeCompany } from '#lib/domain/company/judge-company.ts';
import { Doubles } from '#lib/domain/company/merge-companies.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { judgeAct } from '#lib/domain/door/door.ts';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, CountryCode, Instant } from '#lib/domain/ids.ts';
import { figuresInForce } from '#lib/domain/lists/in-force.ts';
import { asRead } from '#lib/domain/matching/finding.ts';
import { computeReturn } from '#lib/domain/returns/compute-return.ts';
import { microgramsToDecimal } from '#lib/i18n/format.ts';
import { countMonth, monthsOf } from '#lib/domain/usage/count-month.ts';
import { overviewOn, type Overview } from '#lib/domain/usage/overview.ts';
import { REGISTRATION_2019 } from '#lib/domain/usage/registration-2019.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { usageRows } from '#lib/domain/usage/usage-rows.ts';
import type { UseState } from '#lib/domain/usage/use-state.ts';
import { writeWorld, type WrittenWorld } from './written.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;
const UN_NAMES = new URL('../../../src/lib/i18n/country-names/en.json', import.meta.url);
const VERIFIED = { verdict: 'good' } as const;

let world: WrittenWorld;
beforeAll(async () => {
  world = await writeWorld(NOW);
});

test('each trading country has a register of companies with an expired licence, one that ends soon, and a double', () => {
  const today = instantToDate(NOW);
  for (const authority of TRADERS) {
    const companies = companiesOf(authority, today);
    expect(companies.length).toBeGreaterThanOrEqual(12);
    expect(companies.flatMap(judgeCompany)).toEqual([]);
    expect([...new Set(companies.map(({ _id }) => _id))]).toHaveLength(companies.length);
    const ends = expiringLicences(companies, today).map(({ licence }) => licence.validUntil < today);
    expect(ends).toEqual([true, false]);
    const doubles = new Doubles(companies);
    expect(companies.filter((one) => doubles.of(one).length > 0)).toHaveLength(2);
  }
});

describe('the whole demonstration', () => {
  test('every act passes the door of its own authority, on the day on which it is stated', () => {
    const shelves = new Map(TRADERS.map(({ country }) => [country, shelfOf(country)]));
    const known = new RelatedActs();
    const holders = new Map<string, ActId>();
    for (const act of world.trade) {
      const { body } = act;
      const number = 'number' in body ? body.number : null;
      const context = {
        now: body.at,
        verification: VERIFIED,
        demonstration: true,
        blocks: shelves.get(body.issuer as CountryCode)!,
        numberHolder: number === null ? null : (holders.get(number) ?? null),
        dossier: known.of(act),
        trial: []
      };
      expect(judgeAct(act, context), act._id).toEqual([]);
      if (number !== null) holders.set(number, act._id);
      known.add(act);
    }
  });

  test('is signed by those who are certified, and folds with nothing set aside and nothing missing', async () => {
    const certificates = [...world.byDatabase.values()]
      .flat()
      .filter(({ body }) => body.kind === 'certificate');
    const keyring = await readKeyring(certificates, [world.keys.INCB.publicKey]);
    const all = [...new Map([...world.byDatabase.values()].flat().map((act) => [act._id, act])).values()];
    const verdicts = (await verifyActs(all, keyring, () => undefined)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['good']));
    for (const [key, acts] of routeActs(world.trade)) {
      const { setAside, missing } = foldDossier(key, acts);
      expect([key, setAside, missing]).toEqual([key, [], []]);
    }
  });

  test('INCB’s figures leave room but where goods were endorsed in a wrong unit, and fentanyl has none', () => {
    const figures = figuresInForce(world.byDatabase.get('reference') ?? [], instantToDate(NOW));
    const taken: number[] = [];
    const exceeded: string[] = [];
    for (const { country: own } of TRADERS) {
      const balance = new Balance(own);
      for (const [key, acts] of routeActs(world.trade)) balance.ledger.put(key, foldDossier(key, acts));
      const asking = { today: instantToDate(NOW), device: null, figures, isRevoked: () => false };
      for (const year of [2025, 2026])
        for (const substance of TRADED) {
          const room = balance.roomOf({ country: own, substance, year }, asking);
          if (substance === 'fentanyl') expect(room.total).toBeNull();
          else if (remainingIn(room) <= 0) exceeded.push(`${own} ${substance} ${year}`);
          taken.push(room.taken);
        }
    }
    expect(taken.filter((one) => one > 0).length).toBeGreaterThan(100);
    // Ampoules of pethidine are the goods that are planted with a wrong unit.
    expect(exceeded.filter((one) => !one.includes(' pethidine '))).toEqual([]);
  });

  test('11 countries use it, 34 are registered and use it not, 8 have asked', () => {
    const { countries, counts } = overviewToday();
    expect(counts).toEqual({ active: 11, 'not-active': 34, registered: null, requested: 8 });
    for (const [state, listed] of Object.entries(REGISTRATION_2019))
      expect(countries.flatMap((one) => (one.state === (state as UseState) ? [one.country] : []))).toEqual(
        [...listed].sort()
      );
    expect(TRADERS.map(({ country }) => country).sort()).toEqual([...REGISTRATION_2019.active].sort());
  });

  test('about 900 trades were made in the year, a few countries many times as many as others', () => {
    expect(world.trades).toBe(900);
    const issued = overviewToday().countries.flatMap(({ state, figures }) =>
      state === 'active' && figures ? [figures.issued] : []
    );
    issued.sort((a, b) => b - a);
    expect(issued[0]).toBeGreaterThan(5 * issued[9]!);
  });

  test('one country’s partners are not on the system: it issues, and nobody is reached', () => {
    const found = overviewToday().countries.find(({ country }) => country === ON_PAPER_ALONE);
    expect(found?.figures?.issued).toBeGreaterThan(20);
    expect([found?.figures?.exchanged, found?.figures?.received]).toEqual([0, 0]);
  });

  test('countries are named as the United Nations names them, and whoever is registered has an administrator', () => {
    const names = JSON.parse(readFileSync(UN_NAMES, 'utf8')) as Record<string, string>;
    const unknown = registrationsOfWorld(NOW, world.activeSince).filter(
      ({ country }) => !REGISTRATION_2019.active.includes(country)
    );
    for (const { country, registration } of unknown)
      expect(registration.authority).toContain(` of ${names[country]} (`);
    const administrators = administratorsOfWorld();
    for (const { name, authority } of administrators)
      expect(name).toBe(`Administrator of ${names[authority]} (demonstration)`);
    const registered = unknown.flatMap(({ country, standing }) => (standing ? [country] : []));
    expect(administrators.map(({ authority }) => authority).sort()).toEqual(registered.sort());
  });

  test('an authority whose name is not known has none for its forms, so that entering it is a step still to be done', () => {
    const stands = registrationsOfWorld(NOW, world.activeSince);
    const settings = stands.flatMap(({ setting }) => setting ?? []);
    expect(settings.length).toBeGreaterThan(0);
    expect(JSON.stringify(settings)).not.toContain('not known');
  });

  test('is the same at every writing on one day, but for keys and signatures', async () => {
    expect(statedIn(await writeWorld(NOW))).toBe(statedIn(world));
  });
});

function shelfOf(country: CountryCode): BlockShelf {
  const shelf = new BlockShelf();
  for (const block of blocksOf(country, world.serials, world.keys, NOW)) shelf.take(block);
  return shelf;
}

function overviewToday(): Overview {
  const stands = registrationsOfWorld(NOW, world.activeSince);
  const before = registeredBefore(NOW);
  const standings = [
    ...stands.flatMap(({ standing }) => standing ?? []),
    before.standing,
    ...pairStandings()
  ];
  const registrations = [...stands.map(({ registration }) => registration), ...before.requests];
  for (const one of standings) expect(parseStanding(one).ok).toBe(true);
  for (const one of registrations) expect(parseRegistration(one).ok).toBe(true);
  const usage = TRADERS.flatMap(({ country }) => usageOf(country));
  const today = instantToDate(NOW);
  return overviewOn({ standings, registrations, usage, asOf: today, today, activeMonths: 12 });
}

/** As a start writes them of countries that were there before registration was. */
function pairStandings(): Standing[] {
  return (['AU', 'CH'] as CountryCode[]).map((country) => {
    const at = world.activeSince.get(country)!;
    return {
      ...{ _id: standingId(country), schema: 1, country, state: 'registered' },
      ...{ registeredAt: at, since: at, by: 'server', activeSince: at }
    };
  });
}

function usageOf(country: CountryCode): UsageRecord[] {
  const acts = world.byDatabase.get(`country-${country.toLowerCase()}`) ?? [];
  const rows = acts.flatMap((act) => [...usageRows(act)]);
  return monthsOf(rows).map((month) => {
    const own = rows.filter(({ key }) => key[0] === month);
    return countMonth(country, month, own) as UsageRecord;
  });
}

/** With each act's id and each key's name replaced by its place. */
function statedIn({ byDatabase }: WrittenWorld): string {
  const places = new Map<string, string>();
  const text = JSON.stringify([...byDatabase].map(([name, acts]) => [name, acts.map(({ body }) => body)]));
  return text.replace(/act:\d{8}:[A-Z]+:[a-z-]+:[\w-]{43}|"[\w-]{43}"/g, (found) => {
    if (!places.has(found)) places.set(found, `place ${places.size}`);
    return places.get(found)!;
  });
}

const PYTHON = spawnSync('python3', ['--version']).status === 0;
const GOODS = new URL('../../../src/lib/domain/goods/', import.meta.url).pathname;

describe.runIf(PYTHON)('the returns of the year', () => {
  test.each(['AU', 'CH'])('of %s are those that an independent program computes from the acts', (country) => {
    const folder = mkdtempSync(join(tmpdir(), 'i2es-returns-'));
    const exported = join(folder, 'acts.json');
    writeFileSync(exported, JSON.stringify(world.trade.map(({ _id, body }) => ({ _id, body }))));
    const script = new URL('recompute.py', import.meta.url).pathname;
    const tables = ['incb-factors.json', 'substance-edition.json'].map((name) => GOODS + name);
    const printed = execFileSync('python3', [script, exported, ...tables, country, '2026'], {
      encoding: 'utf8'
    });
    rmSync(folder, { recursive: true });
    const recomputed = JSON.parse(printed) as Record<string, Record<string, Record<string, string>>>;
    const ours = returnsOf(country as CountryCode);
    expect(Object.keys(recomputed['a'] ?? {}).length).toBe(4);
    expect(ours).toEqual(recomputed);
  });
});

/** Grams of each figure, by form and period; empty ones left out. */
function returnsOf(authority: CountryCode): object {
  const byId = new Map(world.trade.map((act) => [act._id, act]));
  const dossiers = [...routeActs(world.trade)].map(([key, acts]) => foldDossier(key, acts));
  const source = { authority, dossiers, actOf: asRead((id) => byId.get(id) ?? null), entered: [] };
  const quarters = [1, 2, 3, 4].map((quarter) => `2026-q${quarter}`);
  const periods = { a: quarters, ap: quarters, p: ['2026'] } as const;
  const returns: Record<string, Record<string, Record<string, string>>> = {};
  for (const form of ['a', 'ap', 'p'] as const)
    for (const period of periods[form])
      for (const { substance, column, partner, micrograms } of computeReturn(form, period, source).figures)
        ((returns[form] ??= {})[period] ??= {})[`${substance}/${column}/${partner}`] = microgramsToDecimal(
          String(micrograms),
          'g'
        );
  return returns;
}
