/** Whether what a country has stated is carried: its own acts behind the exchange's checkpoint. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { readDocument, type Database } from '#couch/engine/engine.ts';
import { knownSequence, parsePending, parseProgress } from '#couch/exchange/checkpoint.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import type { Look, Patient } from './patient.ts';

interface Behind {
  readonly country: CountryCode;
  readonly database: Database;
  readonly acts: number;
  readonly seq: string;
}

const PAGE = 1000;
const MOST_PAGES = 20;

export const lookAtExchange: Look = async (patient) => {
  const { engine, settings, pause } = patient;
  if (settings.national !== null) return [];
  const first = await lookOnce(patient);
  const waiting = await lookAtWaiting(patient);
  if (first.length === 0) return waiting.length > 0 ? waiting : [ok('exchange', 'carries everything')];
  if (engine.kind === 'embedded') return [...first.map(toBeCarried), ...waiting];
  await new Promise((resolve) => setTimeout(resolve, pause));
  const again = await Promise.all(first.map(async (one) => ({ ...one, next: await seqOf(one.database) })));
  return [
    ...again.map(({ next, ...one }) => (next === one.seq ? standsStill(one) : isBehind(one))),
    ...waiting
  ];
};

async function lookOnce({ engine }: Patient): Promise<Behind[]> {
  const behind: Behind[] = [];
  for (const name of await engine.list()) {
    const country = databaseToCountry(name);
    if (country === null) continue;
    const database = engine.openAsAdministrator(name);
    const seq = await seqOf(database);
    const acts = await countOwn(database, country, seq);
    if (acts > 0) behind.push({ country, database, acts, seq });
  }
  return behind;
}

async function seqOf(database: Database): Promise<string> {
  const { seq } = parseProgress(await readDocument(database, '_local/exchange'));
  return String(await knownSequence(database, seq));
}

/** Others' acts pass by unsaved; only its own are to be carried from here. */
async function countOwn(database: Database, country: CountryCode, from: string): Promise<number> {
  const own = new RegExp(`^act:\\d{8}:${country}:`);
  let [count, since]: [number, string | number] = [0, /^\d+$/.test(from) ? Number(from) : from];
  for (let page = 0; page < MOST_PAGES; page++) {
    const { results, last_seq } = await database.changes({ since, limit: PAGE });
    count += results.filter(({ id }) => own.test(id)).length;
    if (results.length < PAGE) break;
    since = last_seq;
  }
  return count;
}

function toBeCarried({ country, acts }: Behind): Finding {
  return warn('exchange', `${country}: ${acts} acts are not carried.`, 'Start the server: it carries them.');
}

function isBehind({ country, acts }: Behind): Finding {
  return warn(
    'exchange',
    `${country}: ${acts} acts were not carried yet; it moves.`,
    'Look again in a minute.'
  );
}

function standsStill({ country, acts }: Behind): Finding {
  const remedy = 'Look whether a gateway runs, and in its log for “cannot be followed”.';
  return bad('exchange', `${country}: ${acts} acts are not carried, and nothing moves.`, remedy);
}

async function lookAtWaiting({ engine }: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of await engine.list()) {
    if (databaseToCountry(name) === null) continue;
    const held = await readDocument(engine.openAsAdministrator(name), '_local/exchange-pending');
    const pending = parsePending(held);
    const targets = Object.keys(pending.targets).sort();
    if (targets.length > 0)
      findings.push(
        warn(
          'exchange',
          `${name}: acts wait for ${targets.join(', ')}.`,
          'A partner that is not here yet, or out of reach: see the log.'
        )
      );
    const unknown = pending.unknownKey.length;
    if (unknown > 0)
      findings.push(
        warn(
          'exchange',
          `${name}: ${unknown} acts wait for their signer’s certificate.`,
          'Certify the device, or withdraw it.'
        )
      );
  }
  return findings;
}
