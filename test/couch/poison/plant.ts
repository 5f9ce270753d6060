/** Puts documents where no wall has seen them, as whoever administers the engine can. */
import { countsWrites, type Database, type Engine } from '#couch/engine/engine.ts';
import { provisionFiles } from '#couch/installation/provision.ts';
import { blockId } from '#lib/domain/authorization/block.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aSubmission } from '../../samples/applications.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import { aNote } from '../../samples/contact.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { poisonedActs, poisonOf, withFirstRevision, type Poison } from '../../samples/poison.ts';
import { aRegistration } from '../../samples/registration.ts';
import { aMark, anOwnLesson, aSession, SESSION_ID } from '../../samples/training.ts';
import { aUsage } from '../../samples/usage.ts';

const AT_ONCE = 200;
const HASH = 'K'.repeat(43);
const AT = '2026-11-24T10:00:00.000Z';

type Plain = Record<string, unknown>;
type Design = { readonly _id: string; readonly _rev: string; readonly validate_doc_update?: string };

/** Returns those that the engine itself has taken: a key that begins with `_` is nobody's. */
export async function plant(
  engine: Engine,
  name: string,
  offered: readonly Poison[],
  hash?: string
): Promise<Poison[]> {
  const all = [...new Map(offered.map((one) => [one.document._id, one])).values()];
  const database = engine.openAsAdministrator(name);
  const range = { startkey: '_design/', endkey: '_design0', include_docs: true };
  const { rows } = await database.allDocs<Design>(range);
  const walls = rows.flatMap(({ doc }) => (doc?.validate_doc_update === undefined ? [] : [doc as Design]));
  for (const { validate_doc_update: _wall, ...rest } of walls) await database.put(rest as object);
  const taken: Poison[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const portion = all.slice(at, at + AT_ONCE);
    const docs = portion.map((one) => withFirstRevision(one, hash).document);
    const outcome = await write(database, docs);
    const refused = new Set(outcome.filter(({ error }) => error).map(({ id }) => id));
    taken.push(...portion.filter(({ document }) => !refused.has(document._id)));
  }
  for (const { _rev, ...wall } of walls) {
    const { _rev: rev } = await database.get(wall._id);
    await database.put({ ...wall, _rev: rev } as object);
  }
  return taken;
}

interface Outcome {
  readonly id?: string;
  readonly error?: unknown;
}

/** On CouchDB by a request of its own: PouchDB drops a key that is named like one of the language. */
async function write(database: Database, docs: readonly object[]): Promise<readonly Outcome[]> {
  if (countsWrites(database)) return (await database.bulkDocs([...docs], { new_edits: false })) as Outcome[];
  const { fetch } = database as unknown as { fetch(path: string, options: RequestInit): Promise<Response> };
  const response = await fetch('_bulk_docs', {
    method: 'POST',
    headers: new Headers({ 'content-type': 'application/json' }),
    body: JSON.stringify({ docs, new_edits: false })
  });
  return (await response.json()) as readonly Outcome[];
}

export function uuid(n: number): string {
  return `6f1d8f2e-3c55-4a39-9d0e-${String(n).padStart(12, '0')}`;
}

const draft: Plain = {
  ...{
    schema: 1,
    kind: 'import-authorization',
    fields: { number: '7' },
    updatedAt: AT,
    updatedBy: 'au.officer'
  },
  ...{ lines: [{ key: 'a', fields: { stated: '5' } }], device: HASH }
};
const block = (n: number): Plain => {
  const range = {
    kind: 'import-authorization',
    year: 2026,
    first: 200_000 + n * 50,
    last: 200_049 + n * 50
  } as const;
  return { schema: 1, ...range, device: HASH, office: 'Desk 1', claimedAt: AT, claimedBy: 'au.officer' };
};
const request: Plain = {
  ...{ schema: 1, key: { kty: 'EC', crv: 'P-256', x: HASH, y: HASH }, keyId: HASH, device: 'Desk 1' },
  ...{ person: 'au.officer', name: 'A. Person', role: 'officer', authority: 'AU', requestedAt: AT }
};
const refusal: Plain = {
  ...{ schema: 1, of: 'x', rev: '1-a', problems: [{ code: 'write.refused' }], refusedAt: AT }
};
const notice: Plain = {
  ...{ schema: 1, kind: 'successor', about: 'x', at: AT, name: 'A', function: 'B', email: 'a@b.example' }
};
const setting: Plain = {
  ...{ schema: 1, importMonths: 3, extendedSchedules: ['III'], authority: { name: 'A', address: 'B' } }
};
const standing: Plain = {
  schema: 1,
  country: 'BD',
  state: 'registered',
  registeredAt: AT,
  since: AT,
  by: 'server'
};

const reach: Plain = {
  ...{ schema: 1, country: 'BD' },
  people: [{ person: 'bd.admin', name: 'A. Person', email: 'a@b.example', telephone: '+880 1' }]
};

/** What may lie in the database of a country. */
export function countryPoison(): Poison[] {
  return [
    ...poisonedActs(ONE_OF_EACH_KIND),
    ...poisonOf(
      'draft',
      () => draft,
      (n) => `draft:${uuid(n)}`
    ),
    ...poisonOf(
      'company',
      () => ({ schema: 1, name: 'Alpenpharma AG', address: 'Basel' }),
      (n) => `company:${uuid(n)}`
    ),
    ...poisonOf(
      'setting',
      () => setting,
      (n) => (n === 0 ? 'setting:country' : `setting:s${n}`)
    ),
    ...poisonOf('block', block, (n) =>
      blockId({ kind: 'import-authorization', year: 2026, first: 200_000 + n * 50 })
    ),
    ...poisonOf(
      'device-request',
      () => request,
      (n) => `device-request:${sha256Base64url(String(n))}`
    ),
    ...poisonOf(
      'registration-notice',
      () => notice,
      (n) => `registration-notice:${n + 1}`
    ),
    ...poisonOf(
      'refusal',
      () => refusal,
      (n) => `refusal:draft:${uuid(n)}`
    ),
    ...poisonOf(
      'unknown',
      () => ({ schema: 1 }),
      (n) => `permit:${n}`
    )
  ];
}

export function referencePoison(): Poison[] {
  return poisonedActs(ONE_OF_EACH_KIND);
}

/** Two letters that are no country's, so that none of the real ones is meant. */
function twoLetters(n: number): string {
  return String.fromCharCode(65 + (Math.floor(n / 26) % 26), 65 + (n % 26));
}

export function boardPoison(): Poison[] {
  const { _id, ...registration } = aRegistration();
  return [
    ...poisonedActs(ONE_OF_EACH_KIND),
    ...poisonOf(
      'registration',
      () => ({ ...registration }),
      (n) => `registration:BD:${n + 1}`
    ),
    ...poisonOf(
      'standing',
      () => standing,
      (n) => `standing:${twoLetters(n)}`
    ),
    ...poisonOf(
      'usage',
      (n) => ({ ...aUsage('BD' as never, `${2000 + n}-01` as never) }),
      (n) => `usage:BD:${2000 + n}-01`
    ),
    ...poisonOf(
      'contact',
      () => ({ ...aNote('BD' as never, '2026-11-24') }),
      (n) => `contact:BD:${sha256Base64url(String(n))}`
    ),
    ...poisonOf(
      'reach',
      () => reach,
      (n) => `reach:${twoLetters(n)}`
    ),
    ...poisonOf(
      'draft',
      () => ({ ...draft, kind: 'announcement', lines: [] }),
      (n) => `draft:${uuid(n)}`
    ),
    ...poisonOf(
      'device-request',
      () => request,
      (n) => `device-request:${sha256Base64url(String(n))}`
    ),
    ...poisonOf(
      'setting',
      () => setting,
      (n) => `setting:s${n}`
    )
  ];
}

/** Sessions, lessons and pieces of their files, that every trainer and every national server reads. */
function trainingPoison(): Poison[] {
  const piece = { type: 'text/markdown', size: 3, data: 'T25l', takenAt: AT, takenBy: 'trainer.demo' };
  return [
    ...poisonOf(
      'session',
      () => ({ ...aSession() }),
      (n) => `session:${uuid(n)}`
    ),
    ...poisonOf(
      'lesson',
      () => ({ ...anOwnLesson() }),
      (n) => `lesson:${uuid(n)}`
    ),
    ...poisonOf(
      'material',
      () => piece,
      (n) => `material:${uuid(n)}:${HASH}:0`
    ),
    ...poisonOf(
      'unknown',
      () => ({ schema: 1 }),
      (n) => `course:${n}`
    )
  ];
}

/** Scans of papers and their pieces, which only their own country reads. */
function filesPoison(): Poison[] {
  const scan = { schema: 1, type: 'image/png', size: 8, dossier: '', by: 'au.officer', startedAt: AT };
  return [
    ...poisonOf(
      'scan',
      () => scan,
      (n) => `scan:${sha256Base64url(String(n))}`
    ),
    ...poisonOf(
      'piece',
      () => ({ schema: 1, type: 'image/png', size: 8, data: 'iVBORw0KGgo', by: 'au.officer', takenAt: AT }),
      (n) => `piece:${sha256Base64url(String(n))}:0`
    ),
    ...poisonOf(
      'unknown',
      () => ({ schema: 1 }),
      (n) => `paper:${n}`
    )
  ];
}

const THOUGHT = { session: SESSION_ID, answers: { useful: 5, clear: 4, pace: 3, again: 5 }, remark: 'Good.' };
const SUMS = { useful: 20, clear: 20, pace: 20, again: 20 };

/** What the server notes of those who come, beside their enrolments. Those may be deleted there: names are. */
export function trainingDeskPoison(): Poison[] {
  const acts = poisonedActs(ONE_OF_EACH_KIND);
  return [
    ...acts.filter(({ document }) => document['_deleted'] !== true),
    ...poisonOf(
      'heard',
      () => ({ schema: 1, heardAt: AT, role: 'officer' }),
      (n) => `heard:${sha256Base64url(String(n))}`
    ),
    ...poisonOf(
      'attendance',
      () => ({ schema: 1, mark: aMark('au.officer'), by: 'trainer.demo', takenAt: AT }),
      (n) => `attendance:${uuid(n)}:${HASH}`
    ),
    ...poisonOf(
      'evaluation',
      () => ({ schema: 1, evaluation: THOUGHT }),
      (n) => `evaluation:${uuid(n)}:au.officer`
    ),
    ...poisonOf(
      'told',
      () => ({ schema: 1, evaluation: { count: 5, sums: SUMS } }),
      (n) => `told:${uuid(n)}`
    ),
    ...poisonOf(
      'tally',
      () => ({
        schema: 1,
        tally: {
          ...{ session: SESSION_ID, month: '2026-12', language: 'en', present: { AU: 2 } },
          evaluation: { count: 5, sums: SUMS }
        }
      }),
      (n) => `tally:${uuid(n)}`
    )
  ];
}

/** Entries of the public lists, and the list itself. */
function listPoison(): Poison[] {
  const entry = { schema: 1, until: '2027-12-31', recordedAt: AT };
  const hidden = (n: number): string => sha256Base64url(String(n)).slice(0, 8);
  return [
    ...poisonOf(
      'cancelled',
      () => entry,
      (n) => `cancelled:${hidden(n)}`
    ),
    ...poisonOf(
      'suspended',
      () => ({ ...entry, at: AT, act: `act:20261124:AU:suspension:${HASH}`, isReleased: false }),
      (n) => `suspended:${hidden(n)}:AU`
    ),
    ...poisonOf(
      'piece',
      () => ({ schema: 1, data: 'iVBORw0KGgo' }),
      (n) => `piece:${sha256Base64url(String(n))}:0000`
    )
  ];
}

/** What companies sent, and pieces of their attachments. */
function applicationPoison(): Poison[] {
  const of = (n: number): string => `AU:${sha256Base64url(String(n))}`;
  return [
    ...poisonOf(
      'waiting',
      () => ({ schema: 1, country: 'AU', at: AT, application: aSubmission() }),
      (n) => `waiting:${of(n)}`
    ),
    ...poisonOf(
      'piece',
      () => ({ schema: 1, type: 'application/pdf', size: 8, data: 'JVBERi0xLjc', at: AT }),
      (n) => `piece:${of(n)}:${sha256Base64url(`of ${n}`)}:0`
    )
  ];
}

/** What may lie in each database of an installation, by its name. */
export async function poisonOfAll(engine: Engine): Promise<Readonly<Record<string, Poison[]>>> {
  await provisionFiles(engine, 'AU' as CountryCode);
  return {
    'country-au': countryPoison(),
    'files-au': filesPoison(),
    reference: referencePoison(),
    incb: boardPoison(),
    training: trainingPoison(),
    'training-desk': trainingDeskPoison(),
    lists: listPoison(),
    applications: applicationPoison(),
    accounts: await accountsPoison(engine)
  };
}

/** Beside what lies there by now, and made of it: the kinds are known to this database alone. */
async function accountsPoison(engine: Engine): Promise<Poison[]> {
  const { rows } = await engine.openAsAdministrator('accounts').allDocs<Plain>({ include_docs: true });
  const samples = new Map<string, Plain>();
  for (const { id, doc } of rows)
    if (doc && !id.startsWith('_')) samples.set(id.replace(/:.*/, ''), { ...doc });
  samples.delete('setting');
  return [...samples].flatMap(([kind, { _rev, ...sample }]) =>
    poisonOf(
      kind,
      () => sample,
      (n) => poisonId(kind, String(sample['_id']), n)
    )
  );
}

function poisonId(kind: string, id: string, n: number): string {
  if (kind === 'person') return `person:au.poison${n}`;
  if (kind === 'audit' || kind === 'device') return `${kind}:AU:${sha256Base64url(String(n))}`;
  if (kind === 'session' || kind === 'ticket') return `${kind}:au.officer:${sha256Base64url(String(n))}`;
  return `${id.replace(/:[^:]*$/, '')}:${sha256Base64url(String(n))}`;
}
