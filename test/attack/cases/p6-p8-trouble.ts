/** P6 and P8: poison holds up nothing, and nothing is lost. */
import type { AttackCase } from '../attack.ts';
import { aDraft } from '../intruder.ts';
import { makeKey, type Json } from '../sign.ts';

export const P6_P8: readonly AttackCase[] = [
  {
    principle: 'P6',
    name: 'a bad document in a batch keeps no good one out',
    attack: async (by) => {
      const [bad, good] = [{ _id: 'act:poison', schema: 1 }, aDraft()];
      const answer = await by.pushAll([bad, good, { _id: '_design/x' }], await by.home());
      const held = await by.held(String(good['_id']));
      return held ? null : `${answer.status} ${answer.text.slice(0, 160)}`;
    }
  },
  {
    principle: 'P6',
    name: 'a batch of nothing but poison is answered row by row',
    attack: async (by) => {
      const documents = ['a', 'b', 'c'].map((one): Json => ({ _id: `act:${one}` }));
      const { status, json } = await by.pushAll(documents, await by.home());
      const rows = json as { error?: string }[];
      return status === 201 && rows.length === 3 && rows.every(({ error }) => error) ? null : `${status}`;
    }
  },
  {
    principle: 'P8',
    name: 'every answer about a database names its epoch',
    attack: async (by) => {
      const { headers } = await by.askAs('officer', { path: `/db/${await by.home()}` });
      return headers['i2es-epoch'] ? null : 'There is none.';
    }
  },
  {
    principle: 'P8',
    name: 'a refused act comes back in a row with its reason',
    attack: async (by) => {
      const act = await by.sign({ ...(await by.head('message', ['CH'])), text: 'x' }, await makeKey());
      const { status, json } = await by.pushAll([act], await by.home());
      const row = (json as { id?: string; reason?: string }[])[0];
      return status === 201 && row?.id === act['_id'] && /"code":/.test(row?.reason ?? '')
        ? null
        : JSON.stringify(json);
    }
  },
  {
    principle: 'P8',
    name: 'two first revisions of one draft are both kept',
    attack: async (by) => {
      const draft = aDraft();
      const as = (letter: string) => ({
        ...draft,
        _rev: `1-${letter.repeat(32)}`,
        _revisions: { start: 1, ids: [letter.repeat(32)] }
      });
      await by.pushAll([as('a')], await by.home());
      await by.pushAll([as('b')], await by.home());
      const path = `/db/${await by.home()}/_revs_diff`;
      const asked = { [String(draft['_id'])]: [`1-${'a'.repeat(32)}`, `1-${'b'.repeat(32)}`] };
      const { json } = await by.askAs('officer', { method: 'POST', path, body: asked });
      return Object.keys(json as object).length === 0 ? null : JSON.stringify(json);
    }
  }
];
