/** P6: what names nothing is answered as not there, in every form in which something can be named; the process lives. */
import type { AttackCase, Outcome } from '../attack.ts';
import { aDraft, type Intruder, type Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import type { Answer, Sent } from '../wire.ts';

/** Stands in every name that names nothing. */
const NOTHING = 'deaddeaddeaddeaddeaddeaddeaddead';
const REVISIONS = [`1-${NOTHING}`, `2-${NOTHING}`, `999999999-${NOTHING}`];
const IDS = [
  `draft:${NOTHING}`,
  `act:20261124:AU:message:${NOTHING}`,
  `company:${NOTHING}`,
  `constructor${NOTHING}`,
  NOTHING
];

interface Held {
  readonly home: string;
  readonly act: string;
  readonly deleted: string;
}

/** An act of the database, and a draft that was written and deleted. */
function held(by: Intruder): Promise<Held> {
  return by.once('held beside nothing', async () => {
    const home = await by.home();
    const act = String((await by.ownAct('certificate'))['_id']);
    const draft = aDraft();
    await by.state(draft);
    const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];
    const tombstone = { start: 2, ids: [second, first] };
    await by.state({ ...draft, _rev: `2-${second}`, _revisions: tombstone, _deleted: true });
    return { home, act, deleted: String(draft['_id']) };
  });
}

/** Not there, and not a word of what went wrong inside; after it the server reads on. */
async function mustLive(
  by: Intruder,
  role: Role,
  sent: Sent,
  isSound: (answer: Answer) => boolean
): Promise<Outcome> {
  const answer = await by.askAs(role, sent);
  if (answer.status >= 500 || !isSound(answer)) return `${answer.status} ${answer.text.slice(0, 160)}`;
  const { home, act } = await held(by);
  return (await by.held(act, home)) === null ? 'What is there is not read any more.' : null;
}

function aCase(
  name: string,
  make: (held: Held) => Sent,
  isSound: (answer: Answer) => boolean,
  role: Role = 'officer'
): AttackCase {
  return {
    principle: 'P6',
    name,
    attack: async (by) => mustLive(by, role, make(await held(by)), isSound)
  };
}

const post = (path: string, body: Json): Sent => ({ method: 'POST', path, body });
const isMissing = ({ status, json }: Answer): boolean =>
  status === 200 &&
  (json as { results: { docs: { error?: { error: string } }[] }[] }).results.every(
    ({ docs }) => docs.length === 1 && docs[0]?.error?.error === 'not_found'
  );

const documents = REVISIONS.flatMap((rev) => [
  aCase(
    `the body of revision ${rev} of an act is missing`,
    ({ home, act }) => post(`/db/${home}/_bulk_get`, { docs: [{ id: act, rev }] }),
    isMissing
  ),
  aCase(
    `the body of revision ${rev} of a deleted draft is missing`,
    ({ home, deleted }) => post(`/db/${home}/_bulk_get`, { docs: [{ id: deleted, rev }] }),
    isMissing
  ),
  ...IDS.map((id) =>
    aCase(
      `the body of revision ${rev} of ${id} is missing`,
      ({ home }) => post(`/db/${home}/_bulk_get`, { docs: [{ id, rev }] }),
      isMissing
    )
  )
]);

const ids = IDS.flatMap((id) => [
  aCase(
    `the body of ${id} is missing`,
    ({ home }) => post(`/db/${home}/_bulk_get`, { docs: [{ id }] }),
    isMissing
  ),
  aCase(
    `the row of ${id} is missing`,
    ({ home }) => post(`/db/${home}/_all_docs`, { keys: [id] }),
    ({ status, json }) =>
      status === 200 &&
      (json as { rows: { error?: string }[] }).rows.every(({ error }) => error === 'not_found')
  ),
  aCase(
    `every revision of ${id} is missing`,
    ({ home }) => post(`/db/${home}/_revs_diff`, { [id]: REVISIONS }),
    ({ status, json }) =>
      status === 200 &&
      (json as Record<string, { missing: string[] }>)[id]?.missing.length === REVISIONS.length
  )
]);

const revisions = aCase(
  'revisions that an act and a deleted draft do not have are missing',
  ({ home, act, deleted }) => post(`/db/${home}/_revs_diff`, { [act]: REVISIONS, [deleted]: REVISIONS }),
  ({ status, json }) =>
    status === 200 && Object.values(json as Record<string, { missing: string[] }>).length === 2
);

const SINCE = [
  '999999999999999',
  `7-${NOTHING}`,
  `999999999999999-${NOTHING}`,
  `0-${NOTHING}`,
  `now${NOTHING}`
];
const sequences = SINCE.flatMap((since) =>
  ['normal', 'longpoll'].flatMap((feed) =>
    ['main_only', 'all_docs'].map((style) =>
      aCase(
        `changes since ${since} (${feed}, ${style}) are a page or no question`,
        ({ home }) => ({
          path: `/db/${home}/_changes?since=${since}&feed=${feed}&style=${style}&timeout=50&limit=5&seq_interval=3`
        }),
        ({ status, json }) =>
          status === 400 || (status === 200 && Array.isArray((json as Json | null)?.['results']))
      )
    )
  )
);

const CHECKPOINTS = [NOTHING, `${NOTHING}==`, `~${NOTHING}`, `${NOTHING}.+-`];
const checkpoints = CHECKPOINTS.flatMap((id) => [
  aCase(
    `checkpoint ${id} is not there`,
    ({ home }) => ({ path: `/db/${home}/_local/${id}` }),
    ({ status }) => status === 404
  ),
  aCase(
    `checkpoint ${id} is written over a revision that it never had, or not`,
    ({ home }) => ({
      method: 'PUT',
      path: `/db/${home}/_local/${id}`,
      body: { _rev: '0-999999999999', last_seq: 1 }
    }),
    ({ status }) => status === 201 || status === 409
  )
]);

const OF_PEOPLE: readonly (readonly [string, string, Json | undefined])[] = [
  ['DELETE', `/api/sessions/${NOTHING}`, undefined],
  ['DELETE', `/api/invitations/${NOTHING}`, undefined],
  ['PATCH', `/api/people/au.${NOTHING}`, { name: 'A. Person' }],
  ['DELETE', `/api/people/au.${NOTHING}`, undefined],
  ['POST', `/api/people/au.${NOTHING}/reset`, {}],
  ['DELETE', `/api/people/au.${NOTHING}/second-factors`, undefined],
  ['DELETE', `/api/second-factors/${NOTHING}`, { password: NOTHING }],
  ['GET', `/api/audit?before=${NOTHING}`, undefined],
  ['POST', '/api/invitations/look', { token: NOTHING }],
  ['POST', '/api/session/second', { ticket: NOTHING, totp: '123456' }],
  [
    'POST',
    '/api/blocks',
    { kind: 'import-authorization', year: new Date().getUTCFullYear(), device: NOTHING }
  ]
];
const people = OF_PEOPLE.map(([method, path, body]) =>
  aCase(
    `${method} ${path.split('?')[0]} names nobody and nothing`,
    () => ({ method, path, ...(body === undefined ? {} : { body }) }),
    ({ status }) => (status < 500 && status !== 401) || path === '/api/session/second',
    'administrator'
  )
);

const OF_THE_BOARD = ['letter', 'confirm', 'refuse', 'continue'].map(
  (deed) => `/api/registrations/${NOTHING}/${deed}`
);
const board = [
  ...OF_THE_BOARD,
  ...['suspend', 'resume', 'close', 'successor', 'own-server'].map((deed) => `/api/countries/ZZ/${deed}`)
].map((path) =>
  aCase(
    `POST ${path} names no request and no country`,
    () =>
      post(path, {
        reason: NOTHING,
        code: NOTHING,
        on: true,
        name: 'x',
        function: 'x',
        email: 'x@example.org'
      }),
    ({ status }) => status >= 400,
    'board'
  )
);

export const P6_NOTHING: readonly AttackCase[] = [
  ...documents,
  ...ids,
  revisions,
  ...sequences,
  ...checkpoints,
  ...people,
  ...board
];
