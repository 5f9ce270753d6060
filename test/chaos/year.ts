/**
 * `npm run chaos -- --year [--acts N] [--countries K] [--seed S] [--cluster]`: a year of trade through the real door and
 * the real exchange. Acts have the dates of the year and come in its order, within minutes. Without `--cluster`: the
 * embedded engine. With it: three nodes of CouchDB (COUCHDB_HOME) and two gateways behind nginx that share the countries.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { inTurns } from '#couch/base/turns.ts';
import { Accounts } from '#couch/accounts/accounts.ts';
import { PersonRecords } from '#couch/accounts/person.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import type { Act, ActOf, DossierAct } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { AuthorityCode, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { ask } from '../couch/deploy/proxy-client.ts';
import { runNginx, twoGateways, type Nginx } from '../couch/deploy/run-nginx.ts';
import { CouchdbCluster } from '../couch/engine/couchdb-cluster.ts';
import { blockOf } from '../couch/gateway/answers.ts';
import { withRevision } from '../couch/gateway/client.ts';
import { aCertificate, aKey, aNumber, signed } from '../couch/gateway/rig.ts';
import { openTestCouchdb, openTestEmbedded, type TestEngine } from '../couch/with-engine.ts';
import {
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../samples/acts.ts';
import { judgeYear } from './year-judge.ts';
import { ACTS_OF_DOSSIER, planYear, WEEKS, type PlannedDossier, type YearPlan } from './year-plan.ts';
import { openYearServer, type YearServer, type YearSettings } from './year-server.ts';

const FIRST_DAY = '2026-01-02' as CalendarDate;
const NOW = Date.UTC(2026, 11, 31, 12);
const VALID_DAYS = 90;
const AT_ONCE = 6;
const MAX_BATCH = 50;
const MAX_STARTS = 10;
const MAX_SILENCE_MS = 240_000;
const PORTS = [47011, 47012] as const;

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The servers of a year, and what can happen to them. */
interface Site {
  readonly held: TestEngine;
  /** Throws if no gateway answers. */
  send(path: string, cookie: string, body: object): Promise<Answer>;
  /** By the round in which it happens; tells what happened. */
  readonly faults: ReadonlyMap<number, () => Promise<string>>;
  close(): Promise<void>;
}

class Office {
  readonly key: SigningKey;
  readonly cookie: string;
  readonly #site: Site;
  readonly #country: CountryCode;
  readonly #blocks = new Map<string, { next: number; last: number }>();
  readonly #sequences = new Map<string, number>();

  constructor(site: Site, country: CountryCode, key: SigningKey, cookie: string) {
    this.#site = site;
    this.#country = country;
    this.key = key;
    this.cookie = cookie;
  }

  sequence(to: AuthorityCode): Record<string, number> {
    const next = (of: string): number => {
      const count = (this.#sequences.get(of) ?? 0) + 1;
      this.#sequences.set(of, count);
      return count;
    };
    return { [this.#country]: next(this.#country), [to]: next(to) };
  }

  /** Null while no gateway gives one. */
  async nextNumber(kind: AuthorizationKind): Promise<string | null> {
    let block = this.#blocks.get(kind);
    if (!block || block.next > block.last) {
      const claim = { kind, year: 2026, device: this.key.keyId };
      const answer = await this.#site.send('/api/blocks', this.cookie, claim).catch(() => null);
      if (answer?.status !== 201) return null;
      const { first, last } = blockOf(JSON.parse(answer.text));
      this.#blocks.set(kind, (block = { next: first, last }));
    }
    return aNumber(block.next++, this.#country, kind);
  }

  /** The acts that are stored now; of a refusal that time does not heal it throws. */
  async push(acts: readonly Act[]): Promise<readonly Act[]> {
    const body = { docs: acts.map((act) => withRevision(act)), new_edits: false };
    const path = `/db/country-${this.#country.toLowerCase()}/_bulk_docs`;
    const answer = await this.#site.send(path, this.cookie, body).catch(() => null);
    if (answer === null || answer.status >= 500 || answer.status === 429) return [];
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    if (answer.text !== '[]') throw new Error(`Refused: ${answer.text.slice(0, 500)}`);
    return acts;
  }
}

/** One dossier, act after act, each by the country whose turn it is. */
class Dossier {
  readonly #plan: PlannedDossier;
  readonly #acts: Act[] = [];
  #number: string | null = null;
  pending: Act | null = null;

  constructor(plan: PlannedDossier) {
    this.#plan = plan;
  }

  get isComplete(): boolean {
    return this.#acts.length === ACTS_OF_DOSSIER;
  }

  get writer(): CountryCode {
    const { importing, exporting } = this.#plan;
    return this.#acts.length === 0 || this.#acts.length === 4 ? importing : exporting;
  }

  /** An act of the partner that the writer must have. */
  get needed(): Act | null {
    const last = this.#acts[this.#acts.length - 1];
    return last && last.body.issuer !== this.writer ? last : null;
  }

  store(): void {
    if (this.pending) this.#acts.push(this.pending);
    this.pending = null;
  }

  async write(office: Office): Promise<void> {
    if (this.pending) return;
    const stage = this.#acts.length;
    const kind = stage === 0 ? 'import-authorization' : stage === 2 ? 'export-authorization' : null;
    if (kind) this.#number ??= await office.nextNumber(kind);
    if (kind && this.#number === null) return;
    const sample = this.#sample(stage, this.#number ?? '');
    const seq = office.sequence(sample.body.to[0] as AuthorityCode);
    this.pending = await signed(sample, office.key, { seq });
    this.#number = null;
  }

  #sample(stage: number, number: string): DossierAct {
    const { week, importing, exporting } = this.#plan;
    const day = addDays(FIRST_DAY, week * 7 + stage);
    const at = `${day < '2026-12-31' ? day : '2026-12-31'}T08:00:00.000Z`;
    const [ia, , ea] = this.#acts as [ActOf<'import-authorization'>, Act, ActOf<'export-authorization'>];
    if (stage === 0) {
      const validUntil = addDays(day, VALID_DAYS);
      const over = { number, issuer: importing, exportingCountry: exporting, to: [exporting], validUntil };
      return anImportAuthorization({ at, over });
    }
    if (stage === 1) return aReply(ia, { at });
    if (stage === 2)
      return anExportAuthorization(ia, { at, over: { number, validUntil: ia.body.validUntil } });
    return stage === 3 ? aShipment(ea, { at }) : anEndorsement(ea, { at });
  }
}

async function runYear(site: Site, settings: YearSettings, plan: YearPlan, root: SigningKey): Promise<Act[]> {
  const { engine } = site.held;
  const offices = await openOffices(site, plan.countries, root);
  const stored: Act[] = [];
  let open: Dossier[] = [];
  let began = 0;
  const lastProgress = { at: Date.now() };
  for (let round = 0; round < WEEKS || open.length > 0; round++) {
    while (plan.dossiers[began] && (plan.dossiers[began] as PlannedDossier).week <= round)
      open.push(new Dossier(plan.dossiers[began++] as PlannedDossier));
    const fault = await site.faults.get(round)?.();
    if (fault) say(`week ${round}: ${fault}`);
    const before = stored.length;
    await inTurns(
      [...groupByWriter(open)],
      ([country, own]) => work(engine, offices, country, own, stored),
      AT_ONCE
    );
    open = open.filter(({ isComplete }) => !isComplete);
    if (stored.length > before) lastProgress.at = Date.now();
    else await pause(500);
    if (Date.now() - lastProgress.at > MAX_SILENCE_MS)
      throw new Error('Nothing was accepted for four minutes.');
  }
  return stored;
}

async function work(
  engine: Engine,
  offices: ReadonlyMap<CountryCode, Office>,
  country: CountryCode,
  own: readonly Dossier[],
  stored: Act[]
): Promise<void> {
  const office = offices.get(country) as Office;
  const ready = await listReady(engine, country, own);
  for (const one of ready) await one.write(office);
  const pending = ready.filter((one) => one.pending !== null);
  for (let at = 0; at < pending.length; at += MAX_BATCH) {
    const batch = pending.slice(at, at + MAX_BATCH);
    const accepted = new Set(await office.push(batch.map(({ pending: act }) => act as Act)));
    for (const one of batch)
      if (accepted.has(one.pending as Act)) {
        stored.push(one.pending as Act);
        one.store();
      }
  }
}

/** An officer answers only what has arrived. */
async function listReady(
  engine: Engine,
  country: CountryCode,
  own: readonly Dossier[]
): Promise<readonly Dossier[]> {
  const keys = own.flatMap(({ needed }) => needed?._id ?? []);
  if (keys.length === 0) return own;
  const home = engine.openAsAdministrator(`country-${country.toLowerCase()}`);
  const { rows } = await home.allDocs({ keys }).catch(() => ({ rows: [] }));
  const here = new Set<string>(rows.flatMap((row) => ('id' in row ? [row.id] : [])));
  return own.filter(({ needed }) => needed === null || here.has(needed._id));
}

function groupByWriter(dossiers: readonly Dossier[]): ReadonlyMap<CountryCode, Dossier[]> {
  const groups = new Map<CountryCode, Dossier[]>();
  for (const one of dossiers) groups.set(one.writer, [...(groups.get(one.writer) ?? []), one]);
  return groups;
}

async function openOffices(
  site: Site,
  countries: readonly CountryCode[],
  root: SigningKey
): Promise<ReadonlyMap<CountryCode, Office>> {
  const { engine } = site.held;
  const people = new PersonRecords(engine.open('accounts'));
  const { sessions } = new Accounts({ engine, clock: () => NOW });
  const offices = new Map<CountryCode, Office>();
  await inTurns(
    countries,
    async (country) => {
      const [key, person] = [await aKey(), `${country.toLowerCase()}.officer`];
      const of = { key, authority: country, person, role: 'administrator' } as const;
      await engine.open('reference').bulkDocs([await aCertificate(root, 'INCB', 'incb.secretary', of)]);
      const account = {
        name: 'A. Person',
        function: 'Delegate',
        role: 'officer',
        authority: country
      } as const;
      const holder = await people.insert(person, { ...account, hash: null, password: 0, suspended: false });
      if (holder === null) throw new Error(`${person} is there already`);
      const { token } = await sessions.open(holder);
      offices.set(country, new Office(site, country, key, `__Host-i2es=${token}`));
    },
    AT_ONCE
  );
  return offices;
}

async function provision(held: TestEngine, { countries }: YearPlan, root: SigningKey, exchange: SigningKey) {
  await provisionSystem(held.engine);
  await inTurns(countries, (country) => provisionCountry(held.engine, country), AT_ONCE);
  const of = { key: exchange, authority: 'EXCHANGE', person: 'exchange', role: 'exchange' } as const;
  const certificate = await aCertificate(root, 'INCB', 'incb.secretary', of);
  await held.engine.open('reference').bulkDocs([certificate]);
}

/** The exchange forgets where it was in every feed. */
async function rewind(engine: Engine, { countries }: YearPlan): Promise<void> {
  await inTurns(countries, async (country) => {
    const home = engine.openAsAdministrator(`country-${country.toLowerCase()}`);
    const held = await home.get<object>('_local/exchange').catch(() => null);
    if (held) await home.put({ ...held, seq: 0, stated: 0 } as never);
  });
}

async function openEmbeddedSite(held: TestEngine, settings: YearSettings, plan: YearPlan): Promise<Site> {
  let server: YearServer = await openYearServer(held.engine, settings);
  const again = async (between: () => Promise<void>): Promise<void> => {
    await server.stop();
    await between();
    server = await openYearServer(held.engine, settings);
  };
  return {
    held,
    send: async (path, cookie, body) => {
      const headers = { cookie, 'content-type': 'application/json' };
      const answer = await fetch(server.address + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body)
      });
      return { status: answer.status, text: await answer.text() };
    },
    faults: new Map([
      [20, async () => (await again(async () => undefined), 'gateway and exchange started again')],
      [39, async () => (await again(() => rewind(held.engine, plan)), 'all feeds rewound to zero')]
    ]),
    close: async () => {
      await server.stop();
      await held.drop();
    }
  };
}

async function openClusterSite(
  cluster: CouchdbCluster,
  held: TestEngine,
  settings: YearSettings,
  plan: YearPlan
): Promise<Site> {
  const gateways: ChildProcess[] = [];
  const start = async (which: 0 | 1): Promise<void> => {
    // As a service manager does: a gateway ends if CouchDB does not answer at its start.
    for (let tries = 0; ; tries++)
      try {
        gateways[which] = await spawnGateway(cluster.url, held.prefix, { ...settings, port: PORTS[which] });
        return;
      } catch (error) {
        if (tries === MAX_STARTS) throw error;
        say(String(error));
        await pause(1000);
      }
  };
  const kill = async (which: 0 | 1): Promise<void> => {
    const child = gateways[which];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((go) => child.once('close', go));
    child.kill('SIGKILL');
    await ended;
  };
  await Promise.all([start(0), start(1)]);
  const [first, second] = PORTS.map((port) => `127.0.0.1:${port}`) as [string, string];
  const nginx: Nginx = await runNginx(twoGateways(first, second));
  return {
    held,
    send: (path, cookie, body) => {
      const headers = { cookie, 'content-type': 'application/json' };
      return ask(nginx.tlsPort, { method: 'POST', path, headers, body: JSON.stringify(body) });
    },
    faults: new Map([
      [10, async () => (await cluster.kill(2), 'a node is killed')],
      [20, async () => (await cluster.startAgain(2), 'the node is back')],
      [26, async () => (await kill(1), 'the second gateway is killed')],
      [33, async () => (await start(1), 'the second gateway is back')],
      [
        42,
        async () => {
          await Promise.all([kill(0), kill(1)]);
          await rewind(held.engine, plan);
          await Promise.all([start(0), start(1)]);
          return 'both gateways are killed, all feeds rewound to zero, both are back';
        }
      ]
    ]),
    close: async () => {
      await nginx.stop();
      for (const which of [0, 1] as const) await kill(which);
      await held.engine.close();
      await cluster.close();
    }
  };
}

function spawnGateway(url: string, prefix: string, settings: YearSettings): Promise<ChildProcess> {
  const env = { ...process.env, YEAR_SERVER: JSON.stringify({ url, prefix, settings }) };
  const words = ['--import', 'tsx', join(import.meta.dirname, 'year-server.ts')];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child));
    child.once('close', (code) => reject(new Error(`A gateway ended with ${code}.`)));
  });
}

async function untilJudged(engine: Engine, acts: readonly Act[]): Promise<readonly string[]> {
  const began = Date.now();
  for (;;) {
    const broken = await judgeYear(engine, acts);
    if (broken.length === 0 || Date.now() - began > MAX_SILENCE_MS) return broken;
    await pause(2000);
  }
}

const began = performance.now();
function say(words: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${words}`);
}

async function checkYear(asked: {
  readonly acts: number;
  readonly countries: number;
  readonly seed: number;
  readonly isCluster: boolean;
}): Promise<boolean> {
  const plan = planYear(asked.seed, asked.countries, asked.acts);
  const root = await aKey();
  const exchangeKey = await generatePrivateJwk();
  const cluster = asked.isCluster ? await CouchdbCluster.open() : null;
  const held = cluster ? await openTestCouchdb(cluster.url) : await openTestEmbedded();
  say(`${cluster ? 'three nodes of CouchDB' : 'embedded engine'}, seed ${asked.seed}`);
  await provision(held, plan, root, await importSigningKey(exchangeKey));
  say(`${plan.countries.length} countries provisioned`);
  const settings = { root: root.publicKey, exchangeKey, now: NOW, port: 0 };
  const site = cluster
    ? await openClusterSite(cluster, held, settings, plan)
    : await openEmbeddedSite(held, settings, plan);
  try {
    const startedAt = performance.now();
    const acts = await runYear(site, settings, plan, root);
    const seconds = (performance.now() - startedAt) / 1000;
    say(
      `${acts.length} acts acknowledged in ${seconds.toFixed(0)} s, ${(acts.length / seconds).toFixed(0)} a second`
    );
    const broken = await untilJudged(held.engine, acts);
    for (const one of broken.slice(0, 20)) say(one);
    say(
      broken.length === 0
        ? 'every act is where it belongs, once, and nowhere else'
        : `${broken.length} faults`
    );
    return broken.length === 0;
  } finally {
    await site.close();
  }
}

const option = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const [seed, acts, countries] = [option('seed', 1), option('acts', 5000), option('countries', 190)];
const isCluster = process.argv.includes('--cluster');
process.exitCode = (await checkYear({ seed, acts, countries, isCluster })) ? 0 : 1;
