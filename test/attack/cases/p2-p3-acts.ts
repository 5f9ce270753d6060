/** P2 and P3: whatever way a document comes in, it is judged; and nothing that was issued is changed. */
import type { AttackCase, Outcome } from '../attack.ts';
import { mustRefuse } from '../expect-refused.ts';
import { aDraft, highS, withId, type Intruder, type Json } from '../intruder.ts';

type Make = (by: Intruder) => Promise<Json>;

function refused(principle: 'P2' | 'P3', name: string, make: Make, reasons?: readonly string[]): AttackCase {
  return {
    principle,
    name,
    attack: async (by) => mustRefuse(await by.push(await make(by)), reasons)
  };
}

const EMPTY = { start: 1, ids: ['a'.repeat(32)] };
const OTHERS = [
  '_design/structure',
  '_local/epoch',
  'standing:AU',
  'registration:AU:1',
  'registration-notice:1',
  'block:import-authorization:2026:900001',
  'device-request:x',
  'device:AU:x',
  'refusal:x',
  'lease:AU',
  'usage:AU:2026-11',
  'person:au.intruder',
  'session:au.officer:x',
  'audit:AU:x',
  'act:x',
  'draft:x',
  'draft:../x',
  'DRAFT:x',
  '',
  ' ',
  '__proto__'
].map((_id) =>
  refused('P2', `a document under the id ${JSON.stringify(_id)} is not taken from a device`, async () => ({
    _id,
    schema: 1
  }))
);
const FOR_ADMINISTRATORS = ['setting:country', 'company:11111111-1111-4111-8111-111111111111'].map((_id) =>
  refused('P2', `${_id.split(':')[0]} documents are not taken from an officer`, async () => ({
    _id,
    schema: 1,
    name: 'x'
  }))
);

const REVISIONS: readonly (readonly [string, Json])[] = [
  ['no revision', { _rev: undefined }],
  ['a revision that is none', { _rev: '0-x', _revisions: EMPTY }],
  ['a history that is not its own', { _rev: `1-${'b'.repeat(32)}`, _revisions: EMPTY }],
  [
    'a history longer than its generation',
    { _rev: `1-${'a'.repeat(32)}`, _revisions: { start: 1, ids: ['a'.repeat(32), 'b'.repeat(32)] } }
  ],
  ['a generation of a milliard', { _rev: `9999999999-${'a'.repeat(32)}`, _revisions: EMPTY }],
  [
    'a history of two thousand',
    {
      _rev: `2000-${'a'.repeat(32)}`,
      _revisions: { start: 2000, ids: Array.from({ length: 2000 }, () => 'a'.repeat(32)) }
    }
  ],
  ['an attachment', { _attachments: { x: { data: 'eA==', content_type: 'text/plain' } } }],
  ['a key of the database', { _conflicts: ['1-a'] }],
  ['another key of the database', { _revs_info: [] }]
];
const revisions = REVISIONS.map(([what, over]) =>
  refused('P2', `a draft with ${what} is refused`, async () => aDraft(over))
);

const message = async (by: Intruder, over: Json = {}): Promise<Json> => ({
  ...(await by.head('message', ['CH'])),
  text: 'Good day',
  ...over
});

const bodies: AttackCase[] = [
  refused('P2', 'an act that nobody has signed is refused', async (by) => {
    const { body } = (await by.sign(await message(by))) as { body: Json };
    return withId({ body, signature: {} });
  }),
  refused('P2', 'an act signed by a key that nobody has certified is refused', async (by) =>
    by.sign(await message(by), 'stranger')
  ),
  refused('P2', 'an act in the name of another country is refused', async (by) =>
    by.sign(await message(by, { issuer: 'CH', to: ['AU'], seq: { CH: 1, AU: 1 } }))
  ),
  refused('P2', 'an act in the name of the Board is refused', async (by) =>
    by.sign(await message(by, { issuer: 'INCB', seq: { INCB: 1, CH: 1 } }))
  ),
  refused('P2', 'an act in the name of a colleague is refused', async (by) =>
    by.sign(await message(by, { by: { person: 'au.admin', name: 'Margaret Hale', function: 'Head' } }))
  ),
  refused('P2', 'a receipt of the exchange is not forged by a device', async (by) =>
    by.sign({
      ...(await by.head('receipt', ['CH'])),
      stage: 'delivered',
      of: [(await by.ownAct('import-authorization'))['_id']],
      where: 'CH'
    })
  ),
  refused('P2', 'a kind of act that does not exist is refused', async (by) =>
    by.sign(await message(by, { kind: 'decree' }))
  ),
  refused('P2', 'a member that no act has is refused', async (by) =>
    by.sign(await message(by, { bribe: 'yes' }))
  ),
  refused('P2', 'a number with a fraction is refused', async (by) =>
    by.sign(await message(by, { schema: 1.5 }))
  ),
  refused('P2', 'an officer certifies nobody', async (by) => {
    const certificate = await by.ownAct('certificate').catch(() => null);
    const held = (certificate?.['body'] ?? {}) as Json;
    return by.sign({ ...held, ...(await by.head('certificate', ['*'])), keyId: 'A'.repeat(43) });
  }),
  refused('P2', 'an officer withdraws nobody’s key', async (by) =>
    by.sign({
      ...(await by.head('withdrawal', ['*'])),
      keyId: 'A'.repeat(43),
      withdrawnFrom: new Date().toISOString(),
      reason: 'x'
    })
  ),
  refused('P2', 'a country publishes no edition of substances', async (by) =>
    by.sign({
      ...(await by.head('substance-edition', ['*'])),
      edition: '2099-1',
      date: '2026-11-24',
      source: 'x',
      hash: 'A'.repeat(43)
    })
  ),
  refused('P2', 'an act is not addressed to more than there are', async (by) =>
    by.sign(await message(by, { to: ['CH', 'CH'] }))
  ),
  refused('P2', 'an act of next week’s date is refused', async (by) =>
    by.sign(await message(by, { at: new Date(Date.now() + 7 * 86_400_000).toISOString() }))
  ),
  refused('P2', 'an authorization under a number that was never reserved is refused', async (by) =>
    issued(by, { number: 'AU-I-2026-999999-01' })
  ),
  refused('P2', 'an authorization under a number that another one bears is refused', async (by) =>
    issued(by, {})
  ),
  refused('P2', 'an endorsement of an export that is not there is refused', async (by) => {
    const authorization = (await by.ownAct('import-authorization'))['body'] as Json;
    return by.sign({
      ...(await by.head('endorsement', ['CH'])),
      dossier: dossierOf(authorization),
      exportAuthorization: `act:20261124:CH:export-authorization:${'A'.repeat(43)}`,
      outcome: 'not-imported',
      receivedOn: '2026-11-24',
      lines: []
    });
  })
];

function dossierOf(body: Json): unknown {
  return body['dossier'];
}

/** A genuine authorization of the officer's own country, stated once more by this device. */
async function issued(by: Intruder, over: Json): Promise<Json> {
  const { body } = (await by.ownAct('import-authorization')) as { body: Json };
  const { by: signatory, at, demonstration } = await by.head('import-authorization', body['to'] as string[]);
  return by.sign({ ...body, by: signatory, at, demonstration, ...over });
}

/** One genuine act, changed; after it the act that the server holds must be the one it held before. */
function changed(name: string, change: (act: Json) => Json): AttackCase {
  return {
    principle: 'P3',
    name,
    attack: async (by) => {
      const act = await by.ownAct('import-authorization');
      const before = JSON.stringify(await by.held(String(act['_id'])));
      const codes = await by.push(change(structuredClone(act)));
      const after = JSON.stringify(await by.held(String(act['_id'])));
      return before === after && before !== 'null' ? mustRefuse(codes) : 'The stored act is another one now.';
    }
  };
}

function unconnected(generation: number): Json {
  const ids = Array.from({ length: generation }, (_, at) => at.toString(16).padStart(32, 'c'));
  return { _rev: `${generation}-${ids[0]}`, _revisions: { start: generation, ids } };
}

function withBody(act: Json, over: Json): Json {
  return { ...act, body: { ...(act['body'] as Json), ...over } };
}

const changes: AttackCase[] = [
  changed('a changed act under its own id is refused', (act) =>
    withBody(act, { ...unconnected(1), remarks: 'x' })
  ),
  changed('a second revision that is not connected to the tree is refused', (act) => ({
    ...withBody(act, { remarks: 'x' }),
    ...unconnected(2)
  })),
  changed('the same content as a second revision is refused', (act) => ({ ...act, ...unconnected(2) })),
  changed('a tombstone in the tree is refused', (act) => ({
    _id: act['_id'],
    _rev: `2-${'d'.repeat(32)}`,
    _revisions: { start: 2, ids: ['d'.repeat(32), String(act['_rev']).slice(2)] },
    _deleted: true
  })),
  changed('a tombstone that is not connected to the tree is refused', (act) => ({
    _id: act['_id'],
    ...unconnected(3),
    _deleted: true
  })),
  changed('a tombstone that keeps the content is refused', (act) => ({
    ...act,
    ...unconnected(2),
    _deleted: true
  })),
  changed('an attachment on an act is refused', (act) => ({
    ...act,
    ...unconnected(1),
    _attachments: { x: { data: 'eA==', content_type: 'text/plain' } }
  })),
  changed('a key beside body and signature is refused', (act) => ({ ...act, ...unconnected(1), note: 'x' })),
  changed('another number under the same signature is refused', (act) =>
    rebound(withBody(act, { number: 'AU-I-2026-000999-01' }))
  ),
  changed('another audience under the same signature is refused', (act) =>
    rebound(withBody(act, { to: ['CH', 'KE'] }))
  ),
  changed('another date under the same signature is refused', (act) =>
    rebound(withBody(act, { at: '2026-01-01T00:00:00.000Z' }))
  ),
  changed('the other form of the same signature is refused', (act) => {
    const signature = act['signature'] as Json;
    return withId({
      body: act['body'] as Json,
      signature: { ...signature, value: highS(String(signature['value'])) }
    });
  }),
  changed('the same act under the id of another day is refused', (act) => ({
    ...act,
    _id: String(act['_id']).replace(/act:\d{8}/, 'act:20200101'),
    ...unconnected(1)
  })),
  changed('the same act under the name of another country is refused', (act) => ({
    ...act,
    _id: String(act['_id']).replace(':AU:', ':CH:'),
    ...unconnected(1)
  }))
];

function rebound(act: Json): Json {
  return withId({ body: act['body'] as Json, signature: act['signature'] as Json });
}

const foreign: AttackCase[] = [
  {
    principle: 'P3',
    name: "a partner's genuine act is not stated again, nor deleted, by its addressee",
    attack: async (by): Promise<Outcome> => {
      const act = await by
        .foreignAct('reply')
        .then((found) => found ?? by.foreignAct('export-authorization'));
      const again = mustRefuse(await by.push({ ...act, ...unconnected(2) }));
      return again ?? mustRefuse(await by.push({ _id: act['_id'], ...unconnected(3), _deleted: true }));
    }
  },
  {
    principle: 'P3',
    name: 'an act is not put into a database of somebody it is not addressed to',
    attack: async (by) => {
      const act = await by.ownAct('import-authorization');
      return mustRefuse(await by.push({ ...act, ...unconnected(1) }, 'reference'));
    }
  }
];

export const P2_P3: readonly AttackCase[] = [
  ...OTHERS,
  ...FOR_ADMINISTRATORS,
  ...revisions,
  ...bodies,
  ...changes,
  ...foreign,
  {
    principle: 'P2',
    name: 'a batch in which the server is to make revisions is refused',
    attack: async (by) => {
      const path = `/db/${await by.home()}/_bulk_docs`;
      const { status, text } = await by.askAs('officer', {
        method: 'POST',
        path,
        body: { docs: [aDraft()], new_edits: true }
      });
      return status === 400 ? null : `${status} ${text}`;
    }
  }
];
