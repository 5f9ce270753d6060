/**
 * Drafts whose histories are as long as the door lets them become, and the questions about them that are the worst for
 * whoever walks those histories. Names are functions of numbers, so that processes of a bench name the same.
 */
import { createHash } from 'node:crypto';
import { LIMITS } from '#couch/base/limits.ts';

interface Question {
  readonly method: 'GET' | 'POST';
  /** After `/db/<name>/`. */
  readonly path: string;
  readonly body: string | null;
}

interface LongVersion {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
  readonly _deleted?: boolean;
}

const MAX_HISTORY = LIMITS.revisionsPerDocument;

function hashOf(...names: readonly (string | number)[]): string {
  return createHash('md5').update(names.join()).digest('hex');
}

function longDraftId(draft: string | number): string {
  const hash = hashOf('draft', draft);
  return `draft:${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20)}`;
}

/** A version with so many revisions, the newest first, the last of them perhaps one that is there. */
function longVersion(
  draft: string | number,
  branch: string | number,
  { length = MAX_HISTORY, after = null, deleted = false }: LongOptions = {}
): LongVersion {
  const count = after === null ? length : length - 1;
  const own = Array.from({ length: count }, (_, at) => hashOf(draft, branch, length - at));
  const ids = after === null ? own : [...own, hashOfRevision(after)];
  return {
    _id: longDraftId(draft),
    _rev: `${length}-${ids[0]}`,
    _revisions: { start: length, ids },
    ...(deleted ? { _deleted: true } : {})
  };
}

interface LongOptions {
  readonly length?: number;
  /** A first version, which is replaced. */
  readonly after?: LongVersion | null;
  readonly deleted?: boolean;
}

function hashOfRevision({ _rev }: LongVersion): string {
  return _rev.slice(_rev.indexOf('-') + 1);
}

type Push = (docs: readonly LongVersion[]) => Promise<{ readonly refused: number }>;

/**
 * Gives a draft all that the door takes: one short version that is open, beside it long ones that were given up until
 * the door says no, then what replaces the open one over as long a history, and merges of what nobody typed until those are
 * refused as well. Tells how many revisions and merges it took.
 */
export async function lengthen(draft: number, push: Push): Promise<Lengthened> {
  let taken = 0;
  const pushAll = async (docs: readonly LongVersion[]): Promise<boolean> => {
    const { refused } = await push(docs);
    taken += docs.slice(refused).reduce((sum, { _revisions }) => sum + _revisions.ids.length, 0);
    return refused === 0;
  };
  const open = longVersion(draft, 'open', { length: 1 });
  const givenUp = Array.from({ length: LIMITS.versions - 2 }, (_, at) =>
    longVersion(draft, `given up ${at}`, { deleted: true })
  );
  await pushAll([open]);
  for (const portion of inPortions(givenUp, 45)) if (!(await pushAll(portion))) break;
  await pushAll([longVersion(draft, 'rest', { length: MAX_HISTORY - 1, deleted: true })]);
  await pushAll([longVersion(draft, 'open', { after: open })]);
  let merges = 0;
  while (await pushAll([endOf(openAfter(draft, merges)), firstAfter(draft, merges + 1)])) {
    merges++;
    await pushAll([openAfter(draft, merges)]);
  }
  return { revisions: taken, merges };
}

interface Lengthened {
  readonly revisions: number;
  readonly merges: number;
}

function firstAfter(draft: number, merges: number): LongVersion {
  return longVersion(draft, merges === 0 ? 'open' : `merged ${merges}`, { length: 1 });
}

/** What is open of a draft, once so much was merged. */
function openAfter(draft: number, merges: number): LongVersion {
  const after = firstAfter(draft, merges);
  return longVersion(draft, merges === 0 ? 'open' : `merged ${merges}`, { after });
}

function endOf({ _id, _rev, _revisions: { start, ids } }: LongVersion): LongVersion {
  const hash = hashOf('end of', _rev);
  return {
    _id,
    _rev: `${start + 1}-${hash}`,
    _revisions: { start: start + 1, ids: [hash, ...ids.slice(0, 20)] },
    _deleted: true
  };
}

/** What follows the open version of a lengthened draft, as the so-manieth; so much of its history that some is there. */
function nextVersion(draft: number, turn: number, merges: number): LongVersion {
  const { _id, _revisions } = openAfter(draft, merges);
  const after = Array.from({ length: Math.min(turn, 30) + 1 }, (_, back) =>
    hashOf(draft, 'next', turn - back)
  );
  const start = MAX_HISTORY + 1 + turn;
  const ids = [...after, ..._revisions.ids.slice(0, 1)].slice(0, 31);
  return { _id, _rev: `${start}-${ids[0]}`, _revisions: { start, ids } };
}

function inPortions<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size)
  );
}

type Ask = (about: AskedAbout, turn: number) => Question;

interface AskedAbout {
  readonly drafts: number;
  /** How often each was merged as it was lengthened. */
  readonly merges: number;
}

/** About drafts of that kind; `turn` counts the questions, for what is new in each. */
export const LONG_QUESTIONS: Readonly<Record<string, Ask>> = {
  'which revisions of long histories are missing': ({ drafts }) =>
    post('_revs_diff', Object.fromEntries(asked(drafts).map(({ id, revisions }) => [id, revisions]))),
  'bodies by every revision of long histories': ({ drafts }) =>
    post('_bulk_get', {
      docs: asked(drafts).flatMap(({ id, revisions }) => revisions.map((rev) => ({ id, rev })))
    }),
  'bodies of what has long histories': ({ drafts }) =>
    post('_bulk_get', { docs: asked(drafts).map(({ id }) => ({ id })) }),
  'which revisions of what has long histories': ({ drafts }) =>
    post('_all_docs', { keys: asked(drafts).map(({ id }) => id) }),
  'all changes where histories are long': () => ({
    method: 'GET',
    path: '_changes?style=all_docs',
    body: null
  }),
  'pages of changes where histories are long': () => ({
    method: 'GET',
    path: `_changes?style=all_docs&limit=${LIMITS.changesPerPage}`,
    body: null
  }),
  'long histories that are here already': ({ drafts }, turn) =>
    push(
      Array.from({ length: 50 }, (_, at) =>
        longVersion(turn % drafts, `given up ${at % 8}`, { deleted: true })
      )
    ),
  'long histories that find no room': ({ drafts }) =>
    push(Array.from({ length: 50 }, (_, at) => longVersion(at % drafts, `refused ${at}`, { deleted: true }))),
  'one version more of each long history': ({ drafts, merges }, turn) =>
    push(Array.from({ length: drafts }, (_, draft) => nextVersion(draft, turn, merges))),
  'new documents with histories at the bound': (_, turn) =>
    push(Array.from({ length: 50 }, (_, at) => longVersion(`new ${turn} ${at}`, 'open'))),
  'one new document with long histories side by side': (_, turn) =>
    push(
      Array.from({ length: 50 }, (_, at) => longVersion(`beside ${turn}`, `open ${at}`, { deleted: true }))
    ),
  'histories one past the bound': () =>
    push(
      Array.from({ length: 50 }, (_, at) => longVersion(`past ${at}`, 'open', { length: MAX_HISTORY + 1 }))
    ),
  'histories of ten thousand': () =>
    push(Array.from({ length: 5 }, (_, at) => longVersion(`far past ${at}`, 'open', { length: 10_000 })))
};

function post(path: string, body: object): Question {
  return { method: 'POST', path, body: JSON.stringify(body) };
}

function push(docs: readonly object[]): Question {
  return post('_bulk_docs', { docs, new_edits: false });
}

/** As many of all as fit into a body, and are fewer values than it may have. */
const MAX_ASKED = 19_000;

function asked(drafts: number): { id: string; revisions: string[] }[] {
  const ofEach = Math.floor(MAX_ASKED / drafts);
  return Array.from({ length: drafts }, (_, draft) => ({
    id: longDraftId(draft),
    revisions: Array.from({ length: ofEach }, (_, at) => {
      const generation = (at % (MAX_HISTORY - 1)) + 1;
      return `${generation}-${hashOf(draft, `given up ${Math.floor(at / (MAX_HISTORY - 1))}`, generation)}`;
    })
  }));
}
