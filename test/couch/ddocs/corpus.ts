/** One corpus for the domain function, the built string in two engines and CouchDB: good, bad and hostile documents. */
import type { Act } from '#lib/domain/act/body.ts';
import { aList } from '../../samples/lists.ts';
import {
  aCancellation,
  aClosedTrade,
  aMatchDecision,
  aReply,
  anAct,
  anExportAuthorization,
  anImportAuthorization
} from '../../samples/acts.ts';

interface Offer {
  readonly name: string;
  readonly document: unknown;
  readonly previous?: unknown;
  readonly accepted: boolean;
}

const UUID = '6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';
const REVISION = '1-' + 'a'.repeat(32);
const ATTACHMENT = { 'a.txt': { content_type: 'text/plain', data: 'eA==' } };
const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);

const publicHead = {
  schema: 1,
  issuer: 'INCB',
  to: ['*'],
  seq: { INCB: 1 },
  at: '2026-11-01T00:00:00.000Z',
  by: { person: 'incb.secretariat', name: 'Secretariat', function: 'INCB' }
};
export const aSubstanceEdition: Act = aList('substance-edition');
const withdrawal = anAct({
  ...publicHead,
  kind: 'withdrawal',
  issuer: 'AU',
  seq: { AU: 1 },
  keyId: 'K'.repeat(43),
  withdrawnFrom: '2026-11-01T00:00:00.000Z',
  reason: 'Device lost.'
} as never);
const receipt = anAct({
  ...publicHead,
  kind: 'receipt',
  issuer: 'EXCHANGE',
  to: ['AU'],
  seq: { AU: 1, EXCHANGE: 1 },
  stage: 'delivered',
  of: [ia._id],
  where: 'CH'
} as never);

function answered(...confirmed: readonly object[]): Act {
  return anImportAuthorization({ over: { confirmed } });
}

function nested(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let i = 0; i < depth; i++) value = { in: value };
  return value;
}

export const TRADE: readonly Act[] = [
  ...aClosedTrade(),
  aCancellation(ia),
  aMatchDecision(ea, ia.body.dossier),
  aReply(ea)
];

/** Whole, signed and under their own ids: nothing but the text is wrong. */
const STRAY_TEXTS = [
  'A\uE000',
  'A\u{F0000}',
  'A\uFDD0',
  'A\u{1FFFE}',
  'A\uFFFD',
  'A\u2067B',
  'A\u200DB',
  'A\uFE0F',
  'A' + '\u0336'.repeat(9),
  'A' + '\u{1E944}'.repeat(9)
];
const SPELT_TEXTS = ['\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3'];

const MARKED_TEXTS = ['A' + '\u0336'.repeat(8), '\u0F67\u0F90\u0FB5\u0FA8\u0FB3\u0FAD\u0FB2\u0FBB\u0F83'];

const BLOCK = {
  _id: 'block:import-authorization:2026:000101',
  schema: 1,
  kind: 'import-authorization',
  year: 2026,
  first: 101,
  last: 150,
  device: 'k'.repeat(43),
  office: 'Desk 1',
  claimedAt: '2026-11-24T09:00:00.000Z',
  claimedBy: 'au.officer'
};
const SETTING = {
  _id: 'setting:country',
  schema: 1,
  authority: { name: 'Office of Drug Control', address: 'GPO Box 9848\nCanberra' },
  importMonths: 3,
  extendedSchedules: ['IV']
};

const good: Offer[] = [
  { name: 'the country’s settings', document: SETTING, accepted: true },
  {
    name: 'the country’s settings, left to their defaults',
    document: { _id: 'setting:country' },
    accepted: true
  },
  ...MARKED_TEXTS.map((remarks) => ({
    name: `an act with ${remarks}, eight marks on one letter`,
    document: anImportAuthorization({ over: { remarks } }),
    accepted: true
  })),
  {
    name: 'an authorization with an answer about an unusual figure',
    document: answered({ line: 1, question: 'quantity', reason: 'A stock for five years.' }),
    accepted: true
  },
  {
    name: 'settings that ask about other figures',
    document: { ...SETTING, askTimes: 20, askUnitGrams: 5 },
    accepted: true
  },
  ...SPELT_TEXTS.map((remarks) => ({
    name: `an act with ${remarks}, which is not written without its joiner`,
    document: anImportAuthorization({ over: { remarks } }),
    accepted: true
  })),
  ...TRADE.map((document) => ({
    name: `${document.body.kind} of ${document.body.issuer}`,
    document,
    accepted: true
  })),
  { name: 'withdrawal of a key, kept at home before it is carried', document: withdrawal, accepted: true },
  { name: "the exchange's receipt", document: receipt, accepted: true },
  {
    name: 'act with its first revision',
    document: { ...ia, _rev: REVISION, _revisions: { start: 1, ids: ['a'.repeat(32)] } },
    accepted: true
  },
  { name: 'draft', document: { _id: `draft:${UUID}`, schema: 1, fields: { number: '7' } }, accepted: true },
  {
    name: 'deleted draft',
    document: { _id: `draft:${UUID}`, _deleted: true },
    previous: { _id: `draft:${UUID}` },
    accepted: true
  },
  {
    name: 'company',
    document: { _id: `company:${UUID}`, schema: 1, name: 'Alpenpharma AG' },
    accepted: true
  },
  { name: 'setting', document: { _id: 'setting:letterhead', schema: 1 }, accepted: true },
  {
    name: 'block of numbers',
    document: BLOCK,
    accepted: true
  },
  {
    name: 'block that is taken away, by whoever may',
    document: { _id: 'block:import-authorization:2026:101', _deleted: true },
    previous: { _id: 'block:import-authorization:2026:101', schema: 1 },
    accepted: true
  },
  {
    name: 'device request',
    document: { _id: 'device-request:' + 'k'.repeat(43), schema: 1 },
    accepted: true
  },
  { name: 'registration notice', document: { _id: 'registration-notice:12', schema: 1 }, accepted: true },
  {
    name: 'registration notice of no number',
    document: { _id: 'registration-notice:0', schema: 1 },
    accepted: false
  },
  {
    name: 'registration, which is the Board’s',
    document: { _id: 'registration:DZ:1', schema: 1 },
    accepted: false
  }
];

const bad: Offer[] = [
  { name: 'a block without end', document: { ...BLOCK, last: 1e308 } },
  { name: 'a block that ends before it begins', document: { ...BLOCK, last: 100 } },
  { name: 'a block under the id of another', document: { ...BLOCK, first: 102 } },
  { name: 'a block of half numbers', document: { ...BLOCK, last: 120.5 } },
  { name: 'a block of nobody’s device', document: { ...BLOCK, device: 7 } },
  { name: 'a setting whose authority is a number', document: { ...SETTING, authority: 7 } },
  {
    name: 'a setting whose authority has no name',
    document: { ...SETTING, authority: { name: '', address: 'x' } }
  },
  { name: 'a setting of schedules that are none', document: { ...SETTING, extendedSchedules: ['V'] } },
  { name: 'a setting of a period without end', document: { ...SETTING, importMonths: 1e308 } },
  { name: 'a setting that asks about nothing', document: { ...SETTING, askTimes: 1e308 } },
  {
    name: 'an authorization with an answer about a line that it has not',
    document: answered({ line: 9, question: 'quantity' })
  },
  {
    name: 'an authorization whose answer tells what it was held against',
    document: answered({ line: 1, question: 'quantity', against: '1000' })
  },
  { name: 'an act whose quantity was changed afterwards', document: changed('lines', []) },
  { name: 'an act whose addressee was changed afterwards', document: changed('to', ['FR']) },
  { name: 'an act under the id of another', document: { ...ia, _id: ea._id } },
  { name: 'an act that is there already', document: ia, previous: { ...ia, _rev: REVISION } },
  { name: 'a second revision of an act', document: { ...ia, _rev: '2-' + 'b'.repeat(32) } },
  { name: 'a history that starts later', document: { ...ia, _revisions: { start: 2, ids: ['b', 'a'] } } },
  { name: 'a tombstone of an act', document: { _id: ia._id, _deleted: true } },
  { name: 'a tombstone that keeps the content', document: { ...ia, _deleted: true } },
  { name: 'an act with an attachment', document: { ...ia, _attachments: ATTACHMENT } },
  { name: 'an act with a further key', document: { ...ia, note: 'x' } },
  { name: 'an act without signature', document: { _id: ia._id, body: ia.body } },
  { name: 'an act of INCB in no country', document: aSubstanceEdition },
  {
    name: 'a changed block',
    document: { _id: 'block:import-authorization:2026:101' },
    previous: { _id: 'x' }
  },
  {
    name: 'a deleted block that keeps its content',
    document: { _id: 'block:import-authorization:2026:101', schema: 1, _deleted: true }
  },
  { name: 'a draft with an attachment', document: { _id: `draft:${UUID}`, _attachments: ATTACHMENT } },
  { name: 'an unknown kind of document', document: { _id: 'permit:1' } },
  { name: 'a document that is almost a draft', document: { _id: 'draft:1' } },
  { name: 'an act id that is none', document: { _id: 'act:' } },
  ...STRAY_TEXTS.map((remarks) => ({
    name: `an act with ${JSON.stringify(remarks)} in it`,
    document: anImportAuthorization({ over: { remarks } })
  }))
].map((offer) => ({ ...offer, accepted: false }));

const hostile: Offer[] = [
  { name: 'null', document: null },
  { name: 'a list', document: [] },
  { name: 'a text', document: 'act:' },
  { name: 'no id', document: { body: {} } },
  { name: 'an id that is no text', document: { _id: { toString: 1 } } },
  { name: 'a body of null', document: { ...ia, body: null } },
  { name: 'a body of lists', document: { ...ia, body: [[[[]]]] } },
  { name: 'a kind named like a built-in', document: changed('kind', 'constructor') },
  {
    name: 'an own key __proto__',
    document: JSON.parse(`{"_id":"${ia._id}","__proto__":{"body":1}}`) as unknown
  },
  { name: 'addressees without end', document: changed('to', new Array(5000).fill('CH')) },
  { name: 'a lone surrogate', document: changed('number', '\ud800') },
  { name: 'a fraction', document: changed('consignments', 0.5) },
  { name: 'a huge number', document: changed('consignments', 1e300) },
  { name: 'a draft nested two thousand deep', document: { _id: `draft:${UUID}`, nested: nested(2000) } },
  { name: 'an act nested two thousand deep', document: changed('lines', nested(2000)) },
  { name: 'a draft of a million letters', document: { _id: `draft:${UUID}`, text: 'x'.repeat(1e6) } },
  {
    name: 'a draft of fifty thousand values',
    document: { _id: `draft:${UUID}`, list: new Array(50000).fill(0) }
  }
].map((offer) => ({ ...offer, accepted: false }));

function changed(key: string, value: unknown): unknown {
  return { ...ia, body: { ...ia.body, [key]: value } };
}

export const OFFERS: readonly Offer[] = [...good, ...bad, ...hostile];
