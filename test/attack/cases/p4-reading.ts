/** P4: input that could be read in two ways is not read at all. */
import type { AttackCase } from '../attack.ts';
import { mustBe, mustRefuse } from '../expect-refused.ts';
import { aDraft, type Intruder, type Json } from '../intruder.ts';

const HEAD = '{"new_edits":false,"docs":[';
/** These bytes in the place of an id. */
function withBytes(hex: string): Buffer {
  const [before, after] = [`${HEAD}{"_id":"`, '"}]}'].map((text) => Buffer.from(text).toString('hex'));
  return Buffer.from(`${before}${hex}${after}`, 'hex');
}

const BODIES: readonly (readonly [string, string | Buffer])[] = [
  ['a key twice', `${HEAD}{"_id":"draft:a","_id":"draft:b"}]}`],
  ['a key twice in another spelling', `${HEAD}{"_id":"draft:a","\\u005fid":"draft:b"}]}`],
  ['a lone surrogate', `${HEAD}{"_id":"draft:\\ud800"}]}`],
  ['bytes that are no UTF-8', withBytes('c328')],
  ['an overlong byte sequence', withBytes('c0af')],
  ['a number with a fraction', `${HEAD}{"_id":"draft:a","n":1.5}]}`],
  ['a number with an exponent', `${HEAD}{"_id":"draft:a","n":1e3}]}`],
  ['minus nought', `${HEAD}{"_id":"draft:a","n":-0}]}`],
  ['a number too large to be exact', `${HEAD}{"_id":"draft:a","n":9007199254740993}]}`],
  ['a number with a nought before it', `${HEAD}{"_id":"draft:a","n":01}]}`],
  ['NaN', `${HEAD}{"_id":"draft:a","n":NaN}]}`],
  ['a comma at the end', `${HEAD}{"_id":"draft:a",}]}`],
  ['a comment', `${HEAD}{"_id":"draft:a"/* x */}]}`],
  ['a prototype', `${HEAD}{"_id":"draft:a","__proto__":{"role":"administrator"}}]}`],
  ['a constructor', `${HEAD}{"_id":"draft:a","constructor":{"prototype":{"x":1}}}]}`],
  ['a nesting of a thousand', `${HEAD}${'['.repeat(1000)}${']'.repeat(1000)}]}`],
  ['something after the end', `${HEAD}]}{}`],
  ['no JSON', 'docs=1'],
  ['a list instead of an object', '[]'],
  ['a text instead of an object', '"x"'],
  ['nothing', '']
];
const bodies = BODIES.map(([what, body]): AttackCase => ({
  principle: 'P4',
  name: `a body with ${what} is refused`,
  attack: async (by) => {
    const answer = await by.askAs('officer', {
      method: 'POST',
      path: `/db/${await by.home()}/_bulk_docs`,
      body
    });
    // A document in it may be what is refused, in its own row.
    const rows = answer.status === 201 ? (answer.json as { error?: string }[]) : [];
    return rows.length > 0 && rows.every(({ error }) => error) ? null : mustBe([400, 413], answer);
  }
}));

const TEXTS: readonly (readonly [string, string])[] = [
  ['text that is not normalized', 'Cafe\u0301'],
  ['an invisible character', 'Good\u200bday'],
  ['a turn of the writing direction', 'Good \u202eday'],
  ['a character of control', 'Good\u0007day'],
  ['a byte order mark', '\ufeffGood day'],
  ['a turn of the direction by isolates', 'Pay \u2067on\u2069 delivery'],
  ['a mark of direction', 'Good\u200fday'],
  ['a joiner that joins nothing', 'Good\u200dday'],
  ['a non-joiner that parts nothing', 'Good\u200cday'],
  ['a letter of nothing', 'Good\u3164day'],
  ['a choice of shape for a letter that has one', 'Good\ufe0fday'],
  ['an invisible tag', 'Good\u{e0041}day'],
  ['a character of private use', 'Good\ue0f1day'],
  ['a character of private use on plane 15', 'Good\u{f0000}day'],
  ['a character of private use on plane 16', 'Good\u{10fffd}day'],
  ['a code that is no character', 'Good\ufdd0day'],
  ['the last code of a plane', 'Good\u{1ffff}day'],
  ['a code of a plane where nothing is', 'Good\u{50000}day'],
  ['the sign of a lost character', 'Good\ufffdday'],
  ['nothing but room', '   ']
];
const texts = TEXTS.map(([what, text]): AttackCase => ({
  principle: 'P4',
  name: `an act with ${what} is refused`,
  attack: async (by) =>
    mustRefuse(await by.push(await by.sign({ ...(await by.head('message', ['CH'])), text })))
}));

const instants = [
  '2026-11-24',
  '2026-11-24T08:00:00Z',
  '2026-11-24T08:00:00.000+00:00',
  '2026-02-30T08:00:00.000Z',
  '24.11.2026',
  ''
].map((at): AttackCase => ({
  principle: 'P4',
  name: `an act dated ${JSON.stringify(at)} is refused`,
  attack: async (by: Intruder) =>
    mustRefuse(await by.push(await by.sign({ ...(await by.head('message', ['CH'])), text: 'x', at })))
}));

export const P4: readonly AttackCase[] = [
  ...bodies,
  ...texts,
  ...instants,
  {
    principle: 'P4',
    name: 'an id in another normal form is no second document',
    attack: async (by) => mustRefuse(await by.push(aDraft({ _id: 'draft:cafe\u0301' }) as Json))
  }
];
