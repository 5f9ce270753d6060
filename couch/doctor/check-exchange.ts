import { idsFrom, readChangePages, readDocument, type Database } from '#couch/engine/engine.ts';
import { knownSequence, parsePending, parseProgress } from '#couch/exchange/checkpoint.ts';
import { foldStanding, readFindings } from '#couch/exchange/finding-log.ts';
import { whyNotAnswered, WHEN_REPLACED } from '#couch/link/central-client.ts';
import { LinkState, type Comparison, type LinkRecord } from '#couch/link/link-state.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { ListBook, LISTS_DATABASE } from '#couch/public-lists/list-book.ts';
import { verifyLists } from '#lib/crypto/public-lists.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { OLD_DAYS } from '#lib/domain/own-choices.ts';
import { LIST_PARTS } from '#lib/domain/public-list/public-list.ts';
import { bad, ofEachCountry, ok, warn, type CheckContext, type Finding } from './health-check.ts';
import { readTrusted } from './check-installation.ts';

interface Behind {
  readonly country: CountryCode;
  readonly database: Database;
  readonly acts: number;
  readonly seq: string;
}

const PAGE = 1000;
const MAX_PAGES = 20;

export async function checkExchange(context: CheckContext): Promise<readonly Finding[]> {
  const { engine, pause } = context;
  const first: Behind[] = [];
  const readBehind = ofEachCountry(async (country, database) => {
    const seq = await seqOf(database);
    const acts = await countOwn(database, country, seq);
    if (acts > 0) first.push({ country, database, acts, seq });
    return [];
  });
  const waiting = [...(await readBehind(context)), ...(await ofEachCountry(checkWaiting)(context))];
  if (first.length === 0) return waiting;
  if (engine.kind === 'embedded') return [...first.map(toBeCarried), ...waiting];
  await new Promise((resolve) => setTimeout(resolve, pause));
  const again = await Promise.all(first.map(async (one) => ({ ...one, next: await seqOf(one.database) })));
  return [
    ...again.map(({ next, ...one }) => (next === one.seq ? standsStill(one) : isBehind(one))),
    ...waiting
  ];
}

async function seqOf(database: Database): Promise<string> {
  const { seq } = parseProgress(await readDocument(database, '_local/exchange'));
  return String(await knownSequence(database, seq));
}

/** Acts of others move no checkpoint; only own acts are carried from here. */
async function countOwn(database: Database, country: CountryCode, from: string): Promise<number> {
  const own = new RegExp(`^act:\\d{8}:${country}:`);
  const since = /^\d+$/.test(from) ? Number(from) : from;
  let [count, pages] = [0, 0];
  for await (const { results } of readChangePages(database, { since, limit: PAGE })) {
    count += results.filter(({ id }) => own.test(id)).length;
    if (++pages === MAX_PAGES) break;
  }
  return count;
}

function toBeCarried({ country, acts }: Behind): Finding {
  return warn('exchange', `${country}: ${acts} acts are not carried.`, 'Start the server: it carries them.');
}

function isBehind({ country, acts }: Behind): Finding {
  const says = `${country}: ${acts} acts were not carried yet; it moves.`;
  return warn('exchange', says, 'Look again in a minute.');
}

function standsStill({ country, acts }: Behind): Finding {
  const remedy = 'Look whether a gateway runs, and in its log for “cannot be followed”.';
  return bad('exchange', `${country}: ${acts} acts are not carried, and nothing moves.`, remedy);
}

async function checkWaiting(country: CountryCode, database: Database): Promise<Finding[]> {
  const name = authorityToDatabase(country);
  const pending = parsePending(await readDocument(database, '_local/exchange-pending'));
  const targets = Object.keys(pending.targets).sort();
  const unknown = pending.unknownKey.length;
  const [wait, certify] = [
    'A partner that is not here yet, or out of reach: see the log.',
    'Certify the device, or withdraw it.'
  ];
  return [
    ...(targets.length > 0 ? [warn('exchange', `${name}: acts wait for ${targets.join(', ')}.`, wait)] : []),
    ...(unknown > 0
      ? [warn('exchange', `${name}: ${unknown} acts wait for their signer’s certificate.`, certify)]
      : [])
  ];
}

const PUT_BACK =
  'Put it back (“What was found amiss” in couch/deploy/README.md); the exchange takes its word back on its next patrol.';
const MAX_NAMED = 5;

export async function checkFindings(context: CheckContext): Promise<readonly Finding[]> {
  const keyring = await readTrusted(context);
  if (keyring === null) return [];
  const receipts = new Map<ActId, Act<ReceiptBody>>();
  const readReceipts = ofEachCountry(async (_country, database) => {
    for (const receipt of await readFindings(database, keyring)) receipts.set(receipt._id, receipt);
    return [];
  });
  const unread = await readReceipts(context);
  const groups = new Map<string, StatedFinding[]>();
  for (const one of foldStanding(receipts.values())) {
    const name = `${one.where}: ${one.stage}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...[...groups].sort().map(([, all]) => toFinding(all)), ...unread];
}

function toFinding(all: readonly StatedFinding[]): Finding {
  const ids = [...new Set(all.map(({ id }) => id))].sort();
  const [{ where, stage }] = all as readonly [StatedFinding];
  const first = all.map(({ at }) => at).sort()[0] ?? '';
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  const what = stage === 'altered' ? 'altered' : 'no more there';
  const says = `${where}: ${ids.length} acts are ${what}, as the exchange has stated since ${first}: ${ids.slice(0, MAX_NAMED).join(', ')}${more}.`;
  return bad('findings', says, PUT_BACK);
}

const AN_HOUR_MS = 3_600_000;
/** Lists are published each hour. */
const LATE_HOURS = 3;
/** For 190 countries and 100,000 cancellations, so that phones on slow connections load them. */
const LARGE_BYTES = 300_000;

/** The public lists as devices load them: here, or relayed by a national server. */
export async function checkLists({ engine, clock }: CheckContext): Promise<readonly Finding[]> {
  if (!(await engine.exists(LISTS_DATABASE))) return [bad(LISTS, NONE, PUBLISH)];
  const book = new ListBook(engine.openAsAdministrator(LISTS_DATABASE));
  const published = await book.readPublished();
  if (published === null) return [bad(LISTS, NONE, PUBLISH)];
  const { signed } = published;
  const { number, at } = signed.head;
  const parts = await book.readParts(published);
  if (parts === null) return [bad(LISTS, `Pieces of list ${number} of ${at} are missing.`, PUBLISH)];
  const roots = (await readSystemSettings(engine))?.roots ?? null;
  const verified = await verifyLists({ signed, parts, roots });
  if (!verified.ok)
    return [bad(LISTS, `Devices refuse list ${number} of ${at}: ${verified.problems[0]?.code}.`, REFUSED)];
  const hours = Math.floor((clock() - Date.parse(at)) / AN_HOUR_MS);
  if (hours >= LATE_HOURS)
    return [bad(LISTS, `None was published for ${hours} hours: list ${number} is of ${at}.`, PUBLISH)];
  const bytes = LIST_PARTS.reduce((sum, name) => sum + parts[name].length, 0);
  const says = `List ${number} of ${at} is signed and whole, ${bytes} bytes.`;
  return [bytes > LARGE_BYTES ? warn(LISTS, says, LARGE) : ok(LISTS, says)];
}

const LISTS = 'public lists';
const NONE = 'None was published: nobody can verify a printed form offline.';
const PUBLISH = 'See that the server runs. Then look in its log for “public lists”.';
const REFUSED =
  'Look at “Keys” in couch/provision/keys/README.md: a root must have certified the exchange’s key.';
const LARGE = 'Phones on slow connections load them each week: look why so many documents were cancelled.';

const TIMEOUT_MS = 10_000;

export async function checkLink({ engine, settings, clock }: CheckContext): Promise<readonly Finding[]> {
  const { national } = settings;
  if (national === null) return [];
  const home = engine.openAsAdministrator(authorityToDatabase(national.country) ?? '');
  const book = new LinkState(home);
  await book.open();
  const { stopped, complete, setAside, waiting } = book.now;
  const now = clock();
  const waits = Object.values(waiting).reduce((sum, ids) => sum + ids.length, 0);
  const refused = (await home.allDocs(idsFrom(REFUSAL_PREFIX))).rows.length;
  const findings: Finding[] = [];
  if (stopped !== '') findings.push(bad('link', stopped, WHEN_REPLACED));
  const silence = await whySilent(national.centralUrl);
  const note = (says: string, remedy: string): void => void findings.push(warn('link', says, remedy));
  if (silence !== null) note(silence, 'The country works on; look at the line.');
  findings.push(...judgeKnown(book.now, now), ...judgeComparison(book.now, now));
  if (!complete) note('Not everything has been read once.', 'No number is reserved until then.');
  if (setAside > 0)
    note(`${setAside} documents from there were set aside since this server began.`, SET_ASIDE);
  if (waits > 0) note(`${waits} acts wait for their signer’s certificate.`, 'INCB certifies them.');
  if (refused > 0)
    note(`The central server refused ${refused} documents.`, 'The country’s officers see which.');
  return findings;
}

const DAY = 86_400_000;
const COMPARED_DAYS = 3;

/** A signature with a key revoked later is accepted here. */
function judgeKnown({ complete, knownAt }: LinkRecord, now: number): Finding[] {
  if (!complete || (knownAt !== null && now - Date.parse(knownAt) <= OLD_DAYS * DAY)) return [];
  const says = `Keys and withdrawals here are of ${knownAt ?? 'an unknown day'}.`;
  return [
    warn('link', says, 'Bring the line to the central server back: what was withdrawn since counts here.')
  ];
}

function judgeComparison({ complete, compared, comparedReference }: LinkRecord, now: number): Finding[] {
  if (!complete) return [];
  return [
    ...judgeOne(compared, now, 'Compared with the central copy', 'acts here'),
    ...judgeOne(
      comparedReference,
      now,
      'Keys and lists compared with the central ones',
      'keys and lists here'
    )
  ];
}

function judgeOne(one: Comparison | null, now: number, done: string, what: string): Finding[] {
  if (one === null || now - Date.parse(one.at) > COMPARED_DAYS * DAY)
    return [warn('link', `${done}: ${one?.at ?? 'never'}.`, COMPARED)];
  const { altered, missing, at } = one;
  if (altered + missing === 0) return [];
  const says = `${altered} ${what} are altered and ${missing} are gone (compared ${at}).`;
  return [bad('link', says, TAMPERED)];
}

const COMPARED = 'The server does it every day while it is linked: see that it runs.';
const TAMPERED = 'Somebody has changed this database behind the server: see who could, and tell INCB.';
const SET_ASIDE = 'Look in the log for “Not taken from the central server”, and tell INCB.';

async function whySilent(centralUrl: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { ok, status } = await fetch(`${centralUrl}/api/health`, { redirect: 'error', signal });
    return ok ? null : `The central server ${centralUrl} answers ${status}.`;
  } catch (error) {
    return whyNotAnswered(centralUrl, error);
  }
}
