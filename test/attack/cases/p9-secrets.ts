/** P9: no secret in an error, a header, a file or an address. */
import type { AttackCase } from '../attack.ts';
import { mustBe } from '../expect-refused.ts';

const FILES = [
  '/secrets.json',
  '/data/secrets.json',
  '/demonstration-keys.json',
  '/.env',
  '/package.json',
  '/.git/config',
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/....//....//etc/passwd',
  '/couch/cli.ts',
  '/node_modules/',
  '/_app/../../package.json',
  '/_app/%00',
  '/service-worker.js.map'
].map((path): AttackCase => ({
  principle: 'P9',
  name: `${path} is no file of ours to be read`,
  attack: async (by) => {
    const answer = await by.ask({ path });
    const isApp =
      answer.status === 200 &&
      /<html/i.test(answer.text) &&
      !/"(?:service|d|dependencies)"/.test(answer.text);
    return isApp ? null : mustBe([400, 403, 404], answer);
  }
}));

const TELLING =
  /node_modules|\bat [\w.]+ \(|\/(?:root|home|work|tmp|usr)\/|COUCHDB|leveldb|argon2|password|stack/i;
const ERRORS: readonly (readonly [string, string, unknown])[] = [
  ['GET', '/db/country-au/_changes?since=%22', undefined],
  ['POST', '/db/country-au/_bulk_docs', '{"docs":'],
  ['POST', '/db/country-au/_bulk_get', { docs: [{ id: {} }] }],
  ['POST', '/db/country-au/_all_docs', { keys: [{}] }],
  ['POST', '/db/country-au/_revs_diff', { x: 1 }],
  ['PUT', '/db/country-au/_local/x', 'x'],
  ['POST', '/api/session', { person: { $ne: null }, password: { $ne: null } }],
  ['POST', '/api/session', '{'],
  ['POST', '/api/blocks', { kind: 'x' }],
  ['POST', '/api/reservations', { wanted: [{ substance: {} }] }],
  ['POST', '/api/devices', { key: { kty: 'EC' } }],
  ['POST', '/api/registrations', { country: {} }],
  ['POST', '/api/confirmations', { country: [], code: {} }],
  ['POST', '/api/invitations/accept', { token: {} }],
  ['PUT', '/api/password', { password: 1 }],
  ['GET', '/api/%ff', undefined]
];
const errors = ERRORS.map(([method, path, body]): AttackCase => ({
  principle: 'P9',
  name: `${method} ${path} with nonsense is refused without a word about the inside`,
  attack: async (by) => {
    const answer = await by.askAs('officer', { method, path, ...(body === undefined ? {} : { body }) });
    const told = TELLING.exec(answer.text.replaceAll('account.password', ''));
    if (told) return `It tells of ${told[0]}: ${answer.text.slice(0, 160)}`;
    return answer.status >= 400 && answer.status < 500
      ? null
      : `${answer.status} ${answer.text.slice(0, 160)}`;
  }
}));

export const P9: readonly AttackCase[] = [
  ...FILES,
  ...errors,
  {
    principle: 'P9',
    name: 'the cookie is for this host alone, over a secure channel, and no script reads it',
    attack: async (by) => {
      const answer = await by.ask({ method: 'POST', path: '/api/session', body: by.account('officer') });
      const cookie = String(answer.headers['set-cookie']?.[0] ?? '');
      const holds =
        /^__Host-/.test(cookie) &&
        /HttpOnly/i.test(cookie) &&
        /Secure/i.test(cookie) &&
        /SameSite=Strict/i.test(cookie) &&
        /Path=\//i.test(cookie);
      return holds && !/Domain=/i.test(cookie) ? null : cookie.replace(/=[^;]+/, '=…');
    }
  },
  {
    principle: 'P9',
    name: 'no answer says what program and version gave it',
    attack: async (by) => {
      const { headers } = await by.ask({ path: '/api/health' });
      const told = ['server', 'x-powered-by', 'x-couch-request-id', 'via'].filter((name) => headers[name]);
      return told.length === 0 ? null : told.join();
    }
  },
  {
    principle: 'P9',
    name: 'the app’s pages run no script but their own and stand in no frame',
    attack: async (by) => {
      const { headers } = await by.ask({ path: '/' });
      const policy = String(headers['content-security-policy'] ?? '');
      const holds =
        /script-src[^;]*'self'/.test(policy) &&
        !/'unsafe-eval|script-src[^;]*unsafe-inline/.test(policy) &&
        /frame-ancestors 'none'/.test(policy) &&
        headers['x-content-type-options'] === 'nosniff';
      return holds ? null : policy || 'There is no policy.';
    }
  },
  {
    principle: 'P9',
    name: 'a wrong password and an unknown person are told in the same words',
    attack: async (by) => {
      const ask = (person: string) =>
        by.ask({ method: 'POST', path: '/api/session', body: { person, password: 'wrong password here' } });
      const [wrong, unknown] = [await ask(by.account('board').person), await ask('incb.nobody')];
      return wrong.status === unknown.status && wrong.text === unknown.text
        ? null
        : `${wrong.text} / ${unknown.text}`;
    }
  },
  {
    principle: 'P9',
    name: 'answers with records are kept by no cache',
    attack: async (by) => {
      const { headers } = await by.askAs('officer', { path: `/db/${await by.home()}/_changes` });
      return /no-store/.test(String(headers['cache-control'])) ? null : String(headers['cache-control']);
    }
  },
  {
    principle: 'P9',
    name: 'the list of people holds no hash, secret or token',
    attack: async (by) => {
      const { text } = await by.askAs('administrator', { path: '/api/people' });
      return /argon2|hash|secret|token/i.test(text) ? text.slice(0, 160) : null;
    }
  }
];
