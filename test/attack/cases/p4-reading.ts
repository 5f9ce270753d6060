/** P4: input that could be read in two ways is not read at all. */
import type { AttackCase } from '../attack.ts';
import { mustBe, refused } from '../expect-refused.ts';
import { aDraft } from '../intruder.ts';

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

const TEXTS: readonly (readonly [string, string, string])[] = [
  ['text that is not normalized', 'act.text.notNormalized', 'Cafe\u0301'],
  ['an invisible character', 'act.text.invisible', 'Good\u200bday'],
  ['a turn of the writing direction', 'act.text.invisible', 'Good \u202eday'],
  ['a character of control', 'act.text.control', 'Good\u0007day'],
  ['a byte order mark', 'act.text.invisible', '\ufeffGood day'],
  ['a turn of the direction by isolates', 'act.text.invisible', 'Pay \u2067on\u2069 delivery'],
  ['a mark of direction', 'act.text.invisible', 'Good\u200fday'],
  ['a joiner that joins nothing', 'act.text.invisible', 'Good\u200dday'],
  ['a non-joiner that parts nothing', 'act.text.invisible', 'Good\u200cday'],
  ['a letter of nothing', 'act.text.invisible', 'Good\u3164day'],
  ['a choice of shape for a letter that has one', 'act.text.invisible', 'Good\ufe0fday'],
  ['an invisible tag', 'act.text.invisible', 'Good\u{e0041}day'],
  ['a character of private use', 'act.text.unreadable', 'Good\ue0f1day'],
  ['a character of private use on plane 15', 'act.text.unreadable', 'Good\u{f0000}day'],
  ['a character of private use on plane 16', 'act.text.unreadable', 'Good\u{10fffd}day'],
  ['a code that is no character', 'act.text.unreadable', 'Good\ufdd0day'],
  ['the last code of a plane', 'act.text.unreadable', 'Good\u{1ffff}day'],
  ['a code of a plane where nothing is', 'act.text.unreadable', 'Good\u{50000}day'],
  ['the sign of a lost character', 'act.text.unreadable', 'Good\ufffdday'],
  ['marks heaped on one letter', 'act.text.marks', 'Good d' + 'a\u0336'.padEnd(10, '\u0336') + 'y'],
  ['nothing but room', 'act.text.blankEnds', '   ']
];
const texts = TEXTS.map(([what, reason, text]) =>
  refused('P4', `an act with ${what} is refused`, reason, async (by) =>
    by.sign({ ...(await by.head('message', ['CH'])), text })
  )
);

const instants = [
  '2026-11-24',
  '2026-11-24T08:00:00Z',
  '2026-11-24T08:00:00.000+00:00',
  '2026-02-30T08:00:00.000Z',
  '24.11.2026',
  ''
].map((at) =>
  refused('P4', `an act dated ${JSON.stringify(at)} is refused`, 'instant.malformed', async (by) =>
    by.sign({ ...(await by.head('message', ['CH'])), text: 'x', at })
  )
);

export const P4: readonly AttackCase[] = [
  ...bodies,
  ...texts,
  ...instants,
  refused('P4', 'an id in another normal form is no second document', 'document.unknown', async () =>
    aDraft({ _id: 'draft:cafe\u0301' })
  )
];
