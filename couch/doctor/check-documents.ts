import { DATABASES, databaseToCountry, databaseToKind, MAX_OPEN_VERSIONS } from '#couch/base/databases.ts';
import { LIMITS, roomBoundsOf } from '#couch/base/limits.ts';
import { idsFrom, readChangePages, readDocument, readPages, type Database } from '#couch/engine/engine.ts';
import { listManyVersioned } from '#couch/installation/settle.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { parseRoomUse, shareOfRoom } from '#lib/domain/door/room.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { bad, warn, type CheckContext, type Finding } from './health-check.ts';
import { judgeStored } from './judge-document.ts';

const PAGE = 500;
const MAX_NAMED = 20;
const MAX_ID_LENGTH = 200;

interface Wrong {
  readonly id: string;
  readonly problem: Problem;
}

/**
 * The door accepts drafts and lists as people wrote them, even of a later version of the app. They come last, so that
 * many of them hide nothing more serious.
 */
const OF_PEOPLE = /^(?:draft|company|contact):/;

export async function checkDocuments(name: string, database: Database): Promise<Finding[]> {
  if (databaseToKind(name) === null) return [];
  const [grave, ofPeople]: [Wrong[], Wrong[]] = [[], []];
  let count = 0;
  for await (const page of readChangePages(database, { limit: PAGE, include_docs: true }))
    for (const { id, doc } of page.results) {
      const [problem] = judgeStored(doc, name);
      if (!problem) continue;
      count++;
      const wrong = OF_PEOPLE.test(id) ? ofPeople : grave;
      if (wrong.length < MAX_NAMED) wrong.push({ id, problem });
    }
  const named = [...grave, ...ofPeople].slice(0, MAX_NAMED);
  const findings = named.map((wrong) => toFinding(name, wrong));
  if (count <= MAX_NAMED) return findings;
  const more = `${count - MAX_NAMED} more documents are not what their ids say.`;
  const level = grave.length > 0 ? bad : warn;
  return [...findings, level(name, more, 'Set aside those that are named, then look again.')];
}

function toFinding(name: string, { id, problem: { code, path } }: Wrong): Finding {
  const where = path ? ` at ${path}` : '';
  const says = `${id.slice(0, MAX_ID_LENGTH)} is not what its id says (${code}${where}); readers pass it over.`;
  const level = OF_PEOPLE.test(id) ? warn : bad;
  return level(name, says, `npm run provision -- set-aside ${name} ${quoted(id)}`);
}

function quoted(id: string): string {
  return /^[A-Za-z0-9:._-]+$/.test(id) ? id : `'${id.replace(/'/g, `'\\''`)}'`;
}

/** Reading them is slow, and a device might never finish. */
export async function checkVersions(name: string, database: Database): Promise<Finding[]> {
  const kind = databaseToKind(name);
  if (kind === null || !DATABASES[kind].replicated) return [];
  return (await listManyVersioned(database)).map(({ id, versions }) =>
    bad(
      name,
      `${id} lies in ${versions} versions side by side; at most ${MAX_OPEN_VERSIONS} are taken.`,
      `Make a backup, then run npm run settle -- ${name} ${id}: the version that is shown and the five newest stay.`
    )
  );
}

const CANCEL_ONE =
  'Ask the authority to cancel one of the two and to issue it again. If two gateways share the countries, compare your proxy with “Two gateways” in couch/deploy/README.md.';

/** Two concurrent gateways can accept both. */
export async function checkNumbers(country: CountryCode, database: Database): Promise<Finding[]> {
  const bearers = new Map<string, string[]>();
  const cancelled = new Set<string>();
  for await (const rows of readPages(database, { ...idsFrom('act:'), limit: PAGE, include_docs: true }))
    for (const { id, doc } of rows) {
      const body = isPlainObject(doc) ? doc['body'] : null;
      const parts = parseActId(id);
      if (!isPlainObject(body) || parts?.issuer !== country) continue;
      if (body['kind'] === 'cancellation') cancelled.add(String(body['of']));
      if (!parts.kind?.endsWith('-authorization') || typeof body['number'] !== 'string') continue;
      bearers.set(body['number'], [...(bearers.get(body['number']) ?? []), id]);
    }
  return [...bearers].flatMap(([number, ids]) => {
    const counting = ids.filter((id) => !cancelled.has(id));
    if (counting.length < 2) return [];
    const says = `${country} gave ${number} to ${counting.length} authorizations: ${counting.join(', ')}.`;
    return [bad('numbers', says, CANCEL_ONE)];
  });
}

const MUCH = 0.8;

export async function checkRoom(
  name: string,
  database: Database,
  { engine, clock }: CheckContext
): Promise<Finding[]> {
  if (databaseToCountry(name) === null && name !== 'incb') return [];
  const use = parseRoomUse(await readDocument(database, '_local/room'));
  if (use === null) return [];
  const { stored, day } = shareOfRoom(use, roomBoundsOf(LIMITS, await engine.freeBytes()), clock());
  const told = Object.entries({ stored, 'of a day': day }).filter(([, share]) => share >= MUCH);
  return told.map(([bound, share]) =>
    warn(
      name,
      `${Math.round(share * 100)} % of its room (${bound}) is used; beyond it its documents are refused.`,
      'Ask the country what it sends. If it needs more, raise the bounds in couch/base/limits.ts.'
    )
  );
}
