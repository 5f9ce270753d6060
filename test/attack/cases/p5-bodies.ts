/** P5: the worst bodies of a size that is taken are refused for what they are, before anything is built of them. */
import { LARGE_BODIES, REFUSED_BODIES } from '../../couch/gateway/worst-bodies.ts';
import type { AttackCase } from '../attack.ts';

const BYTES = 2 * 1024 * 1024;
const ROUTES = ['_bulk_docs', '_bulk_get', '_all_docs', '_revs_diff'];
const CODES = [
  'json.tooDeep',
  'json.tooMuch',
  'json.key.twice',
  'json.surrogate',
  'json.number.notCanonical'
];

export const P5_BODIES: readonly AttackCase[] = Object.entries({ ...REFUSED_BODIES, ...LARGE_BODIES }).map(
  ([what, body]) => ({
    principle: 'P5',
    name: `two megabytes of ${what} are refused before they are read`,
    reasons: CODES,
    attack: async (by) => {
      for (const route of ROUTES) {
        const path = `/db/${await by.home()}/${route}`;
        const answer = await by.askAs('officer', { method: 'POST', path, body: body(BYTES) });
        const { reason } = (answer.json ?? {}) as { reason?: string };
        if (answer.status !== 400 || !CODES.includes(reason ?? ''))
          return `${route}: ${answer.status} ${answer.text.slice(0, 100)}`;
      }
      return null;
    }
  })
);
