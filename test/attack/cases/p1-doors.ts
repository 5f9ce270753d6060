/** P1: the gateway answers its own table and nothing of the database behind it, to nobody. */
import type { AttackCase } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Role } from '../intruder.ts';
import { sendRaw } from '../wire.ts';

const SERVER = [
  'GET /_all_dbs',
  'GET /_db_updates',
  'GET /_active_tasks',
  'GET /_session',
  'POST /_session',
  'GET /_users',
  'GET /_users/_all_docs',
  'POST /_replicate',
  'GET /_replicator',
  'PUT /_replicator/x',
  'GET /_scheduler/jobs',
  'GET /_node/_local/_config',
  'PUT /_node/_local/_config/admins/x',
  'GET /_node/_local/_stats',
  'GET /_utils/',
  'GET /_up',
  'GET /_membership',
  'GET /_cluster_setup',
  'POST /_cluster_setup',
  'GET /_uuids',
  'GET /_dbs_info',
  'POST /_dbs_info',
  'POST /_search_analyze',
  'GET /_reshard',
  'GET /_stats',
  'GET /_log',
  'GET /_config',
  'GET /accounts',
  'GET /country-au',
  'GET /country-ch/_all_docs',
  'PUT /country-zz',
  'DELETE /country-au'
];
const DATABASE = [
  'PUT ',
  'DELETE ',
  'HEAD ',
  'POST ',
  'GET /_security',
  'PUT /_security',
  'GET /_design/structure',
  'PUT /_design/x',
  'GET /_design/matching/_view/by-import-reference',
  'GET /_design_docs',
  'GET /_all_docs',
  'POST /_find',
  'POST /_index',
  'GET /_index',
  'POST /_explain',
  'POST /_purge',
  'PUT /_revs_limit',
  'GET /_revs_limit',
  'POST /_compact',
  'POST /_view_cleanup',
  'GET /_local_docs',
  'POST /_missing_revs',
  'GET /_shards',
  'POST /_sync_shards',
  'POST /_changes',
  'GET /_infos',
  'GET /_bulk_get',
  'GET /draft:00000000-0000-4000-8000-000000000000',
  'PUT /draft:00000000-0000-4000-8000-000000000000',
  'GET /act:x?rev=1-a',
  'GET /act:x?open_revs=all',
  'GET /act:x/attachment',
  'PUT /act:x/attachment?rev=1-a',
  'DELETE /act:x?rev=1-a',
  'COPY /act:x',
  'GET /_partition/x',
  'GET /_auto_purge',
  'PATCH /_bulk_docs'
];
const READS = [
  'GET ',
  'GET /',
  'POST /_ensure_full_commit',
  'GET /_changes',
  'GET /_changes?include_docs=true',
  'POST /_bulk_get',
  'POST /_all_docs',
  'POST /_revs_diff',
  'GET /_local/x',
  'PUT /_local/x',
  'POST /_bulk_docs'
];
const BODY = { docs: [], keys: [], new_edits: false };

function parts(line: string): { method: string; path: string } {
  const [method = 'GET', ...path] = line.split(' ');
  return { method, path: path.join(' ') };
}

function bodyFor(method: string): object {
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: BODY } : {};
}

const server = SERVER.flatMap((line): AttackCase[] => {
  const { method, path } = parts(line);
  const whole = { method, path, ...bodyFor(method) };
  return [
    {
      principle: 'P1',
      name: `${line} is answered to nobody without a session`,
      attack: async (by) => mustBe(CLOSED, await by.ask(whole))
    },
    {
      principle: 'P1',
      name: `${line} is not answered to an administrator`,
      attack: async (by) => mustBe(CLOSED, await by.askAs('administrator', whole))
    }
  ];
});

const database = DATABASE.map((line): AttackCase => {
  const { method, path } = parts(line);
  return {
    principle: 'P1',
    name: `${line || 'the database itself'} of one's own database is not answered`,
    attack: async (by) =>
      mustBe(
        [400, ...CLOSED, 415],
        await by.askAs('administrator', { method, path: `/db/${await by.home()}${path}`, ...bodyFor(method) })
      )
  };
});

const READERS: readonly (readonly [Role | null, string])[] = [
  [null, 'nobody without a session'],
  ['officer', 'an officer of another country'],
  ['administrator', 'an administrator of another country'],
  ['board', 'the Board'],
  ['trainer', 'a trainer']
];
const borders = READERS.flatMap(([role, who]) =>
  READS.map((line): AttackCase => {
    const { method, path } = parts(line);
    return {
      principle: 'P1',
      name: `${line || 'the database'} of a country is answered to its own people, not to ${who}`,
      attack: async (by) => {
        const sent = { method, path: `/db/${await by.abroad()}${path}`, ...bodyFor(method) };
        return mustBe(CLOSED, role === null ? await by.ask(sent) : await by.askAs(role, sent));
      }
    };
  })
);

/** Registration and usage of every country: of the Board's people alone. */
const boardsOwn = ([null, 'officer', 'administrator', 'foreign', 'trainer'] as const).flatMap((role) =>
  READS.map((line): AttackCase => {
    const { method, path } = parts(line);
    return {
      principle: 'P1',
      name: `${line || 'the database'} of the Board is not answered to ${role ?? 'nobody without a session'}`,
      attack: async (by) => {
        const sent = { method, path: `/db/incb${path}`, ...bodyFor(method) };
        return mustBe(CLOSED, role === null ? await by.ask(sent) : await by.askAs(role, sent));
      }
    };
  })
);

const SYSTEM = [
  'accounts',
  'incb',
  'training-desk',
  'lists',
  'applications',
  '_users',
  '_replicator',
  '_global_changes',
  'secrets'
].map((name): AttackCase => ({
  principle: 'P1',
  name: `the database ${name} is not answered to an officer`,
  attack: async (by) => mustBe(CLOSED, await by.askAs('officer', { path: `/db/${name}/_changes` }))
}));

const ROUNDABOUT = [
  '/db/../accounts',
  '/db/%2e%2e/accounts/_changes',
  '/db/country-ch%2f_changes',
  '//db/country-ch/_changes',
  '/db//country-ch/_changes',
  '/DB/country-ch/_changes',
  '/db/COUNTRY-CH/_changes',
  '/db/country-ch/./_changes',
  '/db/country-au/../country-ch/_changes',
  '/db/country-au%00/_changes',
  '/db/country-ch;x/_changes',
  '/db/country-ch/_changes/',
  '/db/country-au,country-ch/_changes',
  '/db/country-*/_changes',
  '/db/country-ch\\_changes'
].map((path): AttackCase => ({
  principle: 'P1',
  name: `${path} is no way round into another database`,
  attack: async (by) => mustBe([400, ...CLOSED], await by.askAs('officer', { path }))
}));

const CLAIMS: Readonly<Record<string, string>>[] = [
  { 'x-auth-couchdb-username': 'admin', 'x-auth-couchdb-roles': '_admin', 'x-auth-couchdb-token': 'x' },
  { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` },
  { authorization: `Basic ${Buffer.from('au.officer:banksia-morning-26').toString('base64')}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' },
  { 'x-forwarded-user': 'au.admin', 'remote-user': 'au.admin' },
  { cookie: '__Host-i2es=au.officer~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  { cookie: 'AuthSession=YWRtaW46NjAwMDAwMDA6' }
];
const claims = CLAIMS.map((headers): AttackCase => ({
  principle: 'P1',
  name: `an identity claimed by ${Object.keys(headers).join(', ')} is taken from nobody`,
  attack: async (by) => mustBe([401], await by.ask({ path: `/db/${await by.home()}`, headers }))
}));

const FILTERS = [
  'filter=_view',
  'filter=_selector',
  'filter=app/x',
  'view=a/b',
  'doc_ids=[]',
  'feed=continuous',
  'feed=eventsource',
  'conflicts=true',
  'attachments=true',
  'att_encoding_info=true',
  'descending=true',
  'limit=-1',
  'limit=1e9',
  'since=%00',
  'style=x',
  'unknown=1',
  'limit=1&limit=2'
].map((query): AttackCase => ({
  principle: 'P1',
  name: `_changes?${query} is refused`,
  attack: async (by) =>
    mustBe([400], await by.askAs('officer', { path: `/db/${await by.home()}/_changes?${query}` }))
}));

const elsewhere: AttackCase[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' }
].map((headers) => ({
  principle: 'P1',
  name: `a post from another site (${Object.values(headers).join()}) changes nothing`,
  attack: async (by) =>
    mustBe(
      [403],
      await by.askAs('officer', {
        method: 'POST',
        path: `/db/${await by.home()}/_bulk_docs`,
        headers: headers as Record<string, string>,
        body: BODY
      })
    )
}));

const FORMS = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/json'
].map((type): AttackCase => ({
  principle: 'P1',
  name: `a body of type ${type} is not read`,
  attack: async (by) =>
    mustBe(
      [400, 415],
      await by.askAs('officer', {
        method: 'POST',
        path: `/db/${await by.home()}/_bulk_docs`,
        headers: { 'content-type': type },
        body: BODY
      })
    )
}));

const rest: AttackCase[] = [
  {
    principle: 'P1',
    name: 'a country that exists and one that does not are told apart by nothing',
    attack: async (by) => {
      const there = await by.askAs('officer', { path: `/db/${await by.abroad()}/_changes` });
      const not = await by.askAs('officer', { path: '/db/country-zz/_changes' });
      return there.status === not.status && there.text === not.text ? null : `${there.text} / ${not.text}`;
    }
  },
  {
    principle: 'P1',
    name: 'a method that overrides another is not obeyed',
    attack: async (by) => {
      const act = await by.ownAct('import-authorization');
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
      await by.askAs('officer', {
        method: 'POST',
        path: `/db/${await by.home()}/_all_docs`,
        headers,
        body: { keys: [act['_id']] }
      });
      return (await by.held(String(act['_id']))) ? null : 'The act is gone.';
    }
  },
  {
    principle: 'P1',
    name: 'an absolute address in the request line leads nowhere else',
    attack: async (by) => {
      const seen = await sendRaw(
        by.base,
        'GET http://127.0.0.1:5984/_all_dbs HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
      );
      return /^HTTP\/1\.1 (?:4\d\d)/.test(seen) ? null : seen.slice(0, 120);
    }
  },
  {
    principle: 'P1',
    name: 'no other site may read answers by CORS',
    attack: async (by) => {
      const { headers } = await by.askAs('officer', {
        path: '/api/session',
        headers: { origin: 'https://evil.example' }
      });
      return headers['access-control-allow-origin'] === undefined
        ? null
        : String(headers['access-control-allow-origin']);
    }
  }
];

export const P1_DOORS: readonly AttackCase[] = [
  ...server,
  ...database,
  ...borders,
  ...boardsOwn,
  ...SYSTEM,
  ...ROUNDABOUT,
  ...claims,
  ...FILTERS,
  ...elsewhere,
  ...FORMS,
  ...rest
];
