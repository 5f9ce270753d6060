/** P3: nothing that was issued is altered, removed, re-dated, shadowed, or replayed as something else. */
import type { AttackCase } from '../attack.ts';
import { mustRefuse, refused } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import { highS, withId, type Json } from '../sign.ts';
import { aNumber, anImport, bodyOf, issuedImport } from '../trade.ts';

/** One genuine act, changed; after it the act that the server holds must be the one it held before. */
function changed(name: string, reason: string, change: (act: Json) => Json): AttackCase {
  return {
    principle: 'P3',
    name,
    reasons: [reason],
    attack: async (by) => {
      const act = await by.ownAct('import-authorization');
      const before = JSON.stringify(await by.held(String(act['_id'])));
      const codes = await by.push(change(structuredClone(act)));
      const after = JSON.stringify(await by.held(String(act['_id'])));
      if (before !== after || before === 'null') return 'The stored act is another one now.';
      return mustRefuse(codes, [reason]);
    }
  };
}

function unconnected(generation: number): Json {
  const ids = Array.from({ length: generation }, (_, at) => at.toString(16).padStart(32, 'c'));
  return { _rev: `${generation}-${ids[0]}`, _revisions: { start: generation, ids } };
}

function withBody(act: Json, over: Json): Json {
  return { ...act, body: { ...bodyOf(act), ...over } };
}

const NOT_FIRST = 'act.revision.notFirst';

const changes: AttackCase[] = [
  changed('a changed act under its own id is refused', 'act.id.differs', (act) => ({
    ...withBody(act, { remarks: 'x' }),
    ...unconnected(1)
  })),
  changed('a second revision that is not connected to the tree is refused', NOT_FIRST, (act) => ({
    ...withBody(act, { remarks: 'x' }),
    ...unconnected(2)
  })),
  changed('the same content as a second revision is refused', NOT_FIRST, (act) => ({
    ...act,
    ...unconnected(2)
  })),
  changed('a tombstone in the tree is refused', 'act.deleted', (act) => ({
    ...act,
    _rev: `1-${String(act['_rev']).slice(2)}`,
    _revisions: { start: 1, ids: [String(act['_rev']).slice(2)] },
    _deleted: true
  })),
  changed('an attachment on an act is refused', 'act.attachment', (act) => ({
    ...act,
    ...unconnected(1),
    _attachments: { x: { data: 'eA==', content_type: 'text/plain' } }
  })),
  changed('a key beside body and signature is refused', 'act.key.unknown', (act) => ({
    ...act,
    ...unconnected(1),
    note: 'x'
  })),
  changed('another date under the same signature is refused', 'signature.value.wrong', (act) =>
    rebound(withBody(act, { at: '2026-01-01T00:00:00.000Z' }))
  ),
  changed('the other form of the same signature is refused', 'signature.value.wrong', (act) => {
    const signature = act['signature'] as Json;
    return withId({
      body: bodyOf(act),
      signature: { ...signature, value: highS(String(signature['value'])) }
    });
  }),
  changed('the same act under the id of another day is refused', 'act.id.differs', (act) => ({
    ...act,
    _id: String(act['_id']).replace(/act:\d{8}/, 'act:20200101'),
    ...unconnected(1)
  })),
  changed('the same act under the name of another country is refused', 'act.id.differs', (act) => ({
    ...act,
    _id: String(act['_id']).replace(/(act:\d{8}):[A-Z]{2}:/, '$1:KE:'),
    ...unconnected(1)
  }))
];

/** The act's own signature and revision no more, under the id that its body now has. */
function rebound(act: Json): Json {
  return withId({ body: bodyOf(act), signature: act['signature'] as Json });
}

/** Of whatever history: its content is gone, or stays, and it is in the tree or beside it. */
const TOMBSTONES: readonly (readonly [string, (act: Json) => Json])[] = [
  [
    'in the tree',
    (act) => ({
      _rev: `2-${'d'.repeat(32)}`,
      _revisions: { start: 2, ids: ['d'.repeat(32), String(act['_rev']).slice(2)] }
    })
  ],
  ['that is not connected to the tree', () => unconnected(3)],
  ['that keeps the content', (act) => ({ ...act, ...unconnected(2) })]
];
const tombstones = TOMBSTONES.map(([what, history]): AttackCase => ({
  principle: 'P3',
  name: `a tombstone ${what} is refused`,
  reasons: ['act.deleted', NOT_FIRST],
  attack: async (by) => {
    const act = await by.ownAct('import-authorization');
    const before = JSON.stringify(await by.held(String(act['_id'])));
    const codes = await by.push({ ...history(act), _id: act['_id'], _deleted: true });
    const after = JSON.stringify(await by.held(String(act['_id'])));
    return before === after ? mustRefuse(codes, ['act.deleted', NOT_FIRST]) : 'The stored act is gone.';
  }
}));

/** A genuine act whose every part is made to fit what it is to be now; only its signature is of another. */
const replays: AttackCase[] = [
  refused(
    'P3',
    'a genuine authorization under another number is refused',
    'signature.value.wrong',
    async (by) => {
      const act = await by.ownAct('import-authorization');
      const number = aNumber('import-authorization', await by.authorityOf('officer'), 777_777);
      return rebound(withBody(act, { number, dossier: await dossierLike(by, act, { number }) }));
    }
  ),
  refused(
    'P3',
    'a genuine authorization to another partner is refused',
    'signature.value.wrong',
    async (by) => {
      const act = await by.ownAct('import-authorization');
      const home = await by.authorityOf('officer');
      const exporter = { ...(bodyOf(act)['exporter'] as object), country: 'DE' };
      const over = { to: ['DE'], seq: { [home]: 1, DE: 1 }, exportingCountry: 'DE', exporter };
      return rebound(withBody(act, { ...over, dossier: await dossierLike(by, act, over) }));
    }
  ),
  refused('P3', 'a genuine message to a further country is refused', 'signature.value.wrong', async (by) => {
    const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
    const act = await by.sign({ ...(await by.head('message', [abroad])), text: 'Between us.' });
    await by.state(act);
    return rebound(withBody(act, { to: [abroad, 'KE'], seq: { [home]: 1, [abroad]: 1, KE: 1 } }));
  }),
  refused(
    'P3',
    "a country's genuine act in another's name is refused",
    'signature.value.wrong',
    async (by) => {
      const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
      const act = await by.sign({ ...(await by.head('message', [abroad])), text: 'Said at home.' });
      await by.state(act);
      const turned = { issuer: abroad, to: [home] };
      return rebound(withBody(act, turned));
    },
    'foreign'
  ),
  refused(
    'P3',
    "a partner's genuine act is not stated again by its addressee",
    'door.issuer.foreign',
    async (by) => {
      const { _id, body, signature } = await issuedImport(by);
      return { _id, body, signature };
    },
    'foreign'
  )
];

async function dossierLike(by: Intruder, act: Json, over: Json): Promise<unknown> {
  const { number, issuedOn } = bodyOf(act);
  const { dossier } = await anImport(by, { number, ...over });
  return String(dossier).replace(/\.\d{8}\./, `.${String(issuedOn).replaceAll('-', '')}.`);
}

const foreign: AttackCase[] = [
  {
    principle: 'P3',
    name: "a partner's genuine act is not deleted by its addressee",
    reasons: ['act.deleted', NOT_FIRST],
    attack: async (by) => {
      const act = await by.foreignAct('export-authorization');
      const codes = await by.push({ _id: act['_id'], ...unconnected(3), _deleted: true });
      return mustRefuse(codes, ['act.deleted', NOT_FIRST]);
    }
  },
  ...[
    ['reference', 'database.readOnly'],
    ['incb', 'request.notFound']
  ].map(([database = '', reason = '']): AttackCase => ({
    principle: 'P3',
    name: `an act of a trade is not put into ${database}`,
    reasons: [reason],
    attack: async (by) => {
      const act = await by.ownAct('import-authorization');
      return mustRefuse(await by.push({ ...act, ...unconnected(1) }, database), [reason]);
    }
  }))
];

export const P3_ACTS: readonly AttackCase[] = [...changes, ...tombstones, ...replays, ...foreign];
