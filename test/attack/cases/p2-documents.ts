/** P2: which documents a device may push at all, with which revisions. */
import type { AttackCase } from '../attack.ts';
import { CLOSED, mustBe, mustRefuse, refused } from '../expect-refused.ts';
import { aDraft } from '../intruder.ts';
import type { Json } from '../sign.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aCompany } from '../../samples/companies.ts';
import { aHistoric, aHistoricRow } from '../../samples/historic.ts';
import { aNote } from '../../samples/contact.ts';
import { aUsage } from '../../samples/usage.ts';

const NOT_YOURS = 'door.document.notYours';
const UNKNOWN = 'document.unknown';
const FIRST = `1-${'a'.repeat(32)}`;

const IDS: readonly (readonly [string, string])[] = [
  ['_design/structure', NOT_YOURS],
  ['_local/epoch', NOT_YOURS],
  ['standing:AU', NOT_YOURS],
  ['registration:AU:1', NOT_YOURS],
  ['registration-notice:1', NOT_YOURS],
  ['device-request:x', NOT_YOURS],
  ['device:AU:x', NOT_YOURS],
  ['refusal:x', NOT_YOURS],
  ['lease:AU', NOT_YOURS],
  ['usage:AU:2026-11', NOT_YOURS],
  ['person:au.intruder', NOT_YOURS],
  ['session:au.officer:x', NOT_YOURS],
  ['audit:AU:x', NOT_YOURS],
  ['contact:AU:x', 'door.role.mayNotWrite'],
  ['act:x', 'act.key.unknown'],
  ['draft:x', UNKNOWN],
  ['draft:../x', UNKNOWN],
  ['DRAFT:x', NOT_YOURS],
  ['', NOT_YOURS],
  [' ', NOT_YOURS],
  ['__proto__', NOT_YOURS]
];
const others = IDS.map(([_id, reason]) =>
  refused(
    'P2',
    `a document under the id ${JSON.stringify(_id)} is not taken from a device`,
    reason,
    async () => ({
      _id,
      schema: 1
    })
  )
);
/** Well formed, so that the wall of blocks alone keeps it out. */
const strangeBlock = refused(
  'P2',
  'numbers are not reserved for a device that nobody has certified',
  'block.device.notCertified',
  async () => ({
    _id: 'block:import-authorization:2026:900001',
    schema: 1,
    kind: 'import-authorization',
    year: 2026,
    first: 900001,
    last: 900050,
    device: 'A'.repeat(43),
    office: 'Nowhere',
    claimedAt: '2026-11-27T00:00:00.000Z',
    claimedBy: 'au.officer'
  })
);
const NOTE = aNote('KE' as CountryCode, '2026-11-27');
/** What INCB's own people may not put into their database: usage is the exchange's word, and trade is nobody's there. */
const atTheBoard = (
  [
    [{ ...aUsage('AU' as CountryCode, '2026-11') }, NOT_YOURS, 'a count of usage'],
    [{ _id: 'company:11111111-1111-4111-8111-111111111111', schema: 1, name: 'x' }, UNKNOWN, 'a company'],
    [{ _id: 'setting:overview', schema: 1, activeMonths: 0 }, 'document.malformed', 'a rule without sense'],
    [{ ...NOTE, text: 'Other words' }, 'document.malformed', 'a note under the hash of other words'],
    [{ _id: NOTE._id, _deleted: true }, 'contact.immutable', 'the end of a note']
  ] as const
).map(([document, reason, what]): AttackCase => ({
  principle: 'P2',
  name: `${what} is not taken from the secretariat into the Board's database`,
  reasons: [reason],
  attack: async (by) => {
    const codes = await by.push(
      { ...document, _rev: FIRST, _revisions: { start: 1, ids: [FIRST.slice(2)] } },
      'incb',
      'board'
    );
    return mustRefuse(codes, [reason]);
  }
}));
const forAdministrators = ['setting:country', 'company:11111111-1111-4111-8111-111111111111'].map((_id) =>
  refused(
    'P2',
    `${_id.split(':')[0]} documents are not taken from an officer`,
    'door.role.mayNotWrite',
    async () => ({
      _id,
      schema: 1,
      name: 'x'
    })
  )
);

const CONSENT = { _id: 'setting:public', schema: 1, named: true };
/** The public map and list name a country only by its own administrator's consent. */
const consents: readonly AttackCase[] = [
  refused(
    'P2',
    'an officer does not agree for the country to be shown in public',
    'door.role.mayNotWrite',
    async () => CONSENT
  ),
  refused(
    'P2',
    'a public consent since a day that does not exist is refused',
    'setting.malformed',
    async () => ({ ...CONSENT, since: '2026-02-30' }),
    'administrator'
  )
];

const misstated = [
  ['a shorter period by sea', 'practice.months.seaShorter', { importMonths: 6, importMonthsBySea: 3 }],
  ['a period without end', 'practice.months.outOfRange', { exportMonths: Number.MAX_SAFE_INTEGER }],
  ['an authority that is a number', 'setting.malformed', { authority: 7 }],
  ['schedules that are none', 'setting.malformed', { extendedSchedules: [['IV']] }]
].map(([what, reason, periods]) =>
  refused(
    'P2',
    `a country’s settings with ${String(what)} are refused`,
    String(reason),
    async () => ({ _id: 'setting:country', schema: 1, ...(periods as object) }),
    'administrator'
  )
);

const LIMITS = ['document.tooLarge', 'historic.malformed'];
const [TOTAL] = aHistoric([aHistoricRow()]).totals;
const forgedRecords = (
  [
    ['under the name of another year', { ...aHistoric([aHistoricRow()]), year: 2025 }],
    ['with one month twice', aHistoric([], { totals: [TOTAL, TOTAL] })],
    ['with a quantity below nothing', aHistoric([], { totals: [{ ...TOTAL, micrograms: '-5' }] })],
    ['of a month that has not come', aHistoric([], { totals: [TOTAL], at: '2026-01-01T00:00:00.000Z' })],
    ['with nonsense for totals', aHistoric([], { totals: 'many' })],
    ['with act members', aHistoric([], { totals: [{ ...TOTAL, kind: 'import-authorization' }] })],
    [
      'with more totals than a document holds',
      aHistoric(Array.from({ length: 1000 }, (_, nth) => aHistoricRow({ substance: `substance-${nth}` })))
    ]
  ] as const
).map(([what, document]) =>
  refused(
    'P2',
    `a historic record ${what} is refused`,
    LIMITS,
    async () => document as never,
    'administrator'
  )
);
const foreignRecords: readonly AttackCase[] = [
  refused('P2', 'a historic record is not taken from an officer', 'door.role.mayNotWrite', async () => {
    return aHistoric([aHistoricRow()]) as never;
  }),
  {
    principle: 'P1',
    name: 'historic records are neither read nor written by an officer of another country',
    attack: async (by) => {
      const path = `/db/${await by.home()}`;
      const record = aHistoric([aHistoricRow()]);
      const docs = [{ ...record, _rev: `1-${'a'.repeat(32)}` }];
      const asked = [
        { path: `${path}/_all_docs`, body: { keys: [record._id] } },
        { path: `${path}/_bulk_docs`, body: { docs, new_edits: false } }
      ];
      for (const one of asked) {
        const seen = mustBe(CLOSED, await by.askAs('foreign', { method: 'POST', ...one }));
        if (seen !== null) return seen;
      }
      return null;
    }
  }
];

const RETURN = {
  _id: 'return:filed:11111111-1111-4111-8111-111111111111',
  schema: 1,
  at: '2026-11-27T00:00:00.000Z',
  by: 'A. Person',
  form: 'a',
  period: '2026-q3',
  figures: []
};
const ids = ['b'.repeat(32), 'a'.repeat(32)];
const returns = (
  [
    ['is not changed afterwards', 'return.immutable', { _rev: `2-${ids[0]}`, _revisions: { start: 2, ids } }],
    ['of a year on a quarterly form is refused', 'return.period', { period: '2026' }],
    ['with more than its figures is refused', 'document.malformed', { figures: 'many' }],
    ['under a name of its own is not taken', UNKNOWN, { _id: 'return:filed:mine' }]
  ] as const
).map(([what, reason, over]) =>
  refused('P2', `a filed return ${what}`, reason, async () => ({ ...RETURN, ...over }))
);

const { history: _none, ...UNJUDGED } = aCompany(1);
const companies: readonly AttackCase[] = [
  refused(
    'P2',
    'a company with licences that leaves out its history is refused',
    'company.history.missing',
    async () => UNJUDGED as unknown as Json,
    'administrator'
  ),
  {
    principle: 'P1',
    name: 'companies are neither read nor written by an officer of another country',
    attack: async (by) => {
      const path = `/db/${await by.home()}`;
      const docs = [{ ...aCompany(1), _rev: `1-${'a'.repeat(32)}` }];
      const asked = [
        { path: `${path}/_all_docs`, body: { keys: [aCompany(1)._id] } },
        { path: `${path}/_bulk_get`, body: { docs: [{ id: aCompany(1)._id }] } },
        { path: `${path}/_bulk_docs`, body: { docs, new_edits: false } }
      ];
      for (const one of asked) {
        const seen = mustBe(CLOSED, await by.askAs('foreign', { method: 'POST', ...one }));
        if (seen !== null) return seen;
      }
      return null;
    }
  }
];

const EMPTY = { start: 1, ids: ['a'.repeat(32)] };
const MALFORMED = 'document.revision.malformed';
const REVISIONS: readonly (readonly [string, string, Json])[] = [
  ['no revision', MALFORMED, { _rev: undefined }],
  ['a revision that is none', MALFORMED, { _rev: '0-x', _revisions: EMPTY }],
  ['a history that is not its own', MALFORMED, { _rev: `1-${'b'.repeat(32)}`, _revisions: EMPTY }],
  [
    'a history longer than its generation',
    MALFORMED,
    { _rev: `1-${'a'.repeat(32)}`, _revisions: { start: 1, ids: ['a'.repeat(32), 'b'.repeat(32)] } }
  ],
  [
    'a history that comes back to itself',
    MALFORMED,
    { _rev: `2-${'a'.repeat(32)}`, _revisions: { start: 2, ids: ['a'.repeat(32), 'a'.repeat(32)] } }
  ],
  ['a generation of a milliard', MALFORMED, { _rev: `9999999999-${'a'.repeat(32)}`, _revisions: EMPTY }],
  [
    'a history of two thousand',
    MALFORMED,
    {
      _rev: `2000-${'0'.repeat(32)}`,
      _revisions: {
        start: 2000,
        ids: Array.from({ length: 2000 }, (_, count) => String(count).padStart(32, '0'))
      }
    }
  ],
  [
    'an attachment',
    'document.attachment',
    { _attachments: { x: { data: 'eA==', content_type: 'text/plain' } } }
  ],
  ['a key of the database', 'document.key.unknown', { _conflicts: ['1-a'] }],
  ['another key of the database', 'document.key.unknown', { _revs_info: [] }]
];
const revisions = REVISIONS.map(([what, reason, over]) =>
  refused('P2', `a draft with ${what} is refused`, reason, async () => aDraft(over))
);

const NO_NEW_EDITS = 'request.newEdits.refused';

export const P2_DOCUMENTS: readonly AttackCase[] = [
  ...others,
  ...forAdministrators,
  ...consents,
  strangeBlock,
  ...returns,
  ...companies,
  ...forgedRecords,
  ...foreignRecords,
  ...misstated,
  ...revisions,
  ...atTheBoard,
  {
    principle: 'P2',
    name: 'a batch in which the server is to make revisions is refused',
    reasons: [NO_NEW_EDITS],
    attack: async (by) => {
      const path = `/db/${await by.home()}/_bulk_docs`;
      const body = { docs: [aDraft()], new_edits: true };
      const { status, text, json } = await by.askAs('officer', { method: 'POST', path, body });
      const { reason } = (json ?? {}) as { reason?: string };
      return status === 400 && reason === NO_NEW_EDITS ? null : `${status} ${text}`;
    }
  }
];
