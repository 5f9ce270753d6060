/** Carrying of a country's own acts: those after the exchange's checkpoint. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { readDocument, type Database } from '#couch/engine/engine.ts';
import { knownSequence, parsePending, parseProgress } from '#couch/exchange/checkpoint.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import { lookAtEach } from './look-at-each.ts';
import type { Look } from './patient.ts';

interface Behind {
  readonly country: CountryCode;
  readonly database: Database;
  readonly acts: number;
  readonly seq: string;
}

const PAGE = 1000;
const MAX_PAGES = 20;

export const lookAtExchange: Look = async (patient) => {
  const { engine, settings, pause } = patient;
  if (settings.national !== null) return [];
  const first: Behind[] = [];
  const waiting = [
    ...(await lookAtEach(patient, async (name, database) => {
      first.push(...(await lookOnce(name, database)));
      return [];
    })),
    ...(await lookAtEach(patient, lookAtWaiting))
  ];
  if (first.length === 0) return waiting.length > 0 ? waiting : [ok('exchange', 'carries everything')];
  if (engine.kind === 'embedded') return [...first.map(toBeCarried), ...waiting];
  await new Promise((resolve) => setTimeout(resolve, pause));
  const again = await Promise.all(first.map(async (one) => ({ ...one, next: await seqOf(one.database) })));
  return [
    ...again.map(({ next, ...one }) => (next === one.seq ? standsStill(one) : isBehind(one))),
    ...waiting
  ];
};

async function lookOnce(name: string, database: Database): Promise<Behind[]> {
  const country = databaseToCountry(name);
  if (country === null) return [];
  const seq = await seqOf(database);
  const acts = await countOwn(database, country, seq);
  return acts > 0 ? [{ country, database, acts, seq }] : [];
}

async function seqOf(database: Database): Promise<string> {
  const { seq } = parseProgress(await readDocument(database, '_local/exchange'));
  return String(await knownSequence(database, seq));
}

/** Acts of others move no checkpoint; only own acts are carried from here. */
async function countOwn(database: Database, country: CountryCode, from: string): Promise<number> {
  const own = new RegExp(`^act:\\d{8}:${country}:`);
  let [count, since]: [number, string | number] = [0, /^\d+$/.test(from) ? Number(from) : from];
  for (let page = 0; page < MAX_PAGES; page++) {
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

async function lookAtWaiting(name: string, database: Database): Promise<Finding[]> {
  if (databaseToCountry(name) === null) return [];
  const findings: Finding[] = [];
  const pending = parsePending(await readDocument(database, '_local/exchange-pending'));
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
  return findings;
}
