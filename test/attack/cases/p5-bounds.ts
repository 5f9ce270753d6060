/** P5: everything has a bound, and exceeding it costs whoever exceeds it. */
import type { AttackCase, Outcome } from '../attack.ts';
import { mustBe, mustRefuse } from '../expect-refused.ts';
import { aDraft } from '../intruder.ts';
import { sendRaw } from '../wire.ts';

const ROUTES: readonly (readonly [string, string, unknown])[] = [
  [
    '_bulk_docs',
    'nine megabytes',
    { new_edits: false, docs: [{ _id: 'draft:a', text: 'x'.repeat(9_000_000) }] }
  ],
  [
    '_bulk_docs',
    'five hundred and one documents',
    { new_edits: false, docs: Array.from({ length: 501 }, () => aDraft()) }
  ],
  [
    '_bulk_get',
    'ten thousand ids',
    { docs: Array.from({ length: 10_000 }, (_, at) => ({ id: `act:${at}` })) }
  ],
  ['_all_docs', 'ten thousand keys', { keys: Array.from({ length: 10_000 }, (_, at) => `act:${at}`) }],
  [
    '_revs_diff',
    'ten thousand ids',
    Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`act:${at}`, ['1-a']]))
  ]
];
const sizes = ROUTES.map(([route, what, body]): AttackCase => ({
  principle: 'P5',
  name: `${route} with ${what} is refused`,
  attack: async (by) =>
    mustBe(
      [0, 400, 413],
      await by.askAs('officer', { method: 'POST', path: `/db/${await by.home()}/${route}`, body })
    )
}));

const others: AttackCase[] = [
  {
    principle: 'P5',
    name: 'a document of a quarter megabyte is refused',
    attack: async (by) =>
      mustRefuse(await by.push(aDraft({ fields: { x: 'x'.repeat(260_000) } })), ['document.tooLarge'])
  },
  {
    principle: 'P5',
    name: 'a sign-in of a megabyte is refused',
    attack: async (by) =>
      mustBe(
        [0, 400, 413],
        await by.ask({
          method: 'POST',
          path: '/api/session',
          body: { person: 'au.officer', password: 'x'.repeat(1_000_000) }
        })
      )
  },
  {
    principle: 'P5',
    name: 'an address of 100,000 characters is refused',
    attack: async (by) =>
      mustBe(
        [0, 400, 404, 414, 431],
        await by
          .ask({ path: `/db/${'a'.repeat(100_000)}` })
          .catch(() => ({ status: 431, headers: {}, text: '', json: null }))
      )
  },
  {
    principle: 'P5',
    name: 'a checkpoint of a hundred kilobytes is refused',
    attack: async (by) =>
      mustBe(
        [0, 400, 413],
        await by.askAs('officer', {
          method: 'PUT',
          path: `/db/${await by.home()}/_local/x`,
          body: { _id: '_local/x', x: 'x'.repeat(100_000) }
        })
      )
  },
  {
    principle: 'P5',
    name: 'a session holds only so many long polls open',
    attack: async (by) => {
      const cookie = await by.signIn(by.account('foreign'));
      const home = await by.abroad();
      const path = `/db/${home}/_changes?feed=longpoll&timeout=3000&since=now`;
      const { json } = await by.ask({ path: `/db/${home}`, headers: { cookie } });
      const since = encodeURIComponent(String((json as { update_seq: unknown }).update_seq));
      const polls = await Promise.all(
        Array.from({ length: 20 }, () =>
          by.ask({ path: path.replace('since=now', `since=${since}`), headers: { cookie } })
        )
      );
      return polls.some(({ status }) => status === 429) ? null : 'Twenty at once were held open.';
    }
  },
  {
    principle: 'P5',
    name: 'seven wrong passwords make the eighth try wait, and the right one is taken after it',
    attack: async (by) => {
      const { person, password } = by.account('trainer');
      const ask = (word: string) =>
        by.ask({ method: 'POST', path: '/api/session', body: { person, password: word } });
      let last = await ask('wrong password 0');
      for (let at = 1; at < 8 && last.status !== 429; at++) last = await ask(`wrong password ${at}`);
      if (last.status !== 429) return `${last.status} after eight wrong passwords`;
      for (let at = 0; at < 20; at++) {
        await new Promise((resume) =>
          setTimeout(resume, Number(last.headers['retry-after'] ?? 1) * 1000 + 50)
        );
        last = await ask(password);
        if (last.status !== 429) return mustBe([201, 202], last);
      }
      return 'The right password is not taken any more.';
    }
  },
  {
    principle: 'P5',
    name: 'headers that never end are cut off',
    slow: true,
    attack: async (by) => {
      await sendRaw(by.base, 'GET /api/health HTTP/1.1\r\nhost: x\r\nx-slow: ', 45_000);
      return null;
    }
  },
  {
    principle: 'P5',
    name: 'a body that never ends is cut off',
    slow: true,
    attack: async (by) => {
      const head = `POST /api/session HTTP/1.1\r\nhost: ${new URL(by.base).host}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`;
      await sendRaw(by.base, head, 45_000);
      return null;
    }
  },
  {
    principle: 'P5',
    name: 'one person who writes a hundred megabytes is refused, and another country still writes',
    slow: true,
    attack: async (by) => {
      const home = await by.databaseOf('board');
      for (let sent = 0; sent < 100; sent += 2) {
        const drafts = Array.from({ length: 20 }, () => aDraft({ fields: { x: 'x'.repeat(100_000) } }));
        const { status, text } = await by.pushAll(drafts, home, 'board');
        if (status === 201 && text.includes('door.room.person')) return heldUp(await by.push(aDraft()));
        if (status !== 201 || text.length > 2) return `${status} ${text.slice(0, 200)}`;
      }
      return 'A hundred megabytes were taken.';
    }
  },
  {
    principle: 'P5',
    name: 'a request with two lengths is refused',
    attack: async (by) => {
      const seen = await sendRaw(
        by.base,
        'POST /api/session HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'
      );
      return /^HTTP\/1\.1 4\d\d/.test(seen) || seen === '' ? null : seen.slice(0, 100);
    }
  },
  {
    principle: 'P5',
    name: 'a stranger reads only so many files of links a minute and at the same time',
    attack: async (by) => {
      const path = `/api/links/${'A'.repeat(43)}`;
      const answers = await Promise.all(Array.from({ length: 320 }, () => by.ask({ path })));
      return answers.some(({ status }) => status === 429) ? null : 'Three hundred and twenty were answered.';
    }
  }
];

function heldUp(codes: readonly string[]): Outcome {
  return codes.length === 0 ? null : `Another country was refused: ${codes.join(', ')}`;
}

export const P5: readonly AttackCase[] = [...sizes, ...others];
