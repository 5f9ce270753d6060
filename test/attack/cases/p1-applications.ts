/** The third boundary: a company with its receipt code, against other companies, countries and officers. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { applicationId, type ApplicationId } from '#lib/domain/application/application-id.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { aSubmission } from '../../samples/applications.ts';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe, refused } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import type { Answer } from '../wire.ts';

const WAITING = '/api/waiting-applications';
const newCode = (): ConfirmationCode => bytesToConfirmationCode(new Uint8Array(randomBytes(12)));
const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

interface Sent {
  readonly code: ConfirmationCode;
  readonly id: ApplicationId;
  readonly at: string;
}

async function post(by: Intruder, to: string, body: unknown, role: Role = 'officer'): Promise<Answer> {
  const path = `/api/applications/${await by.authorityOf(role)}${to}`;
  return by.ask({ method: 'POST', path, body });
}

async function submitted(by: Intruder): Promise<Sent> {
  const code = newCode();
  const answer = await post(by, '', { code, application: aSubmission() });
  if (answer.status !== 201) throw new Error(`What is honest was refused: ${answer.text}`);
  const id = applicationId((await by.authorityOf('officer')) as CountryCode, code);
  return { code, id, at: (answer.json as { at: string }).at };
}

const statusOf = async (by: Intruder, { code }: Pick<Sent, 'code'>): Promise<Answer> =>
  post(by, '/status', { code });

async function mustWait(by: Intruder, sent: Sent): Promise<Outcome> {
  const { json, text } = await statusOf(by, sent);
  const { waiting, status } = (json ?? {}) as { waiting?: boolean; status?: string };
  return waiting === true && status === 'new' ? null : text.slice(0, 160);
}

/** Sent honestly and taken by an officer of the country, as a document to abuse. */
const taken = (by: Intruder): Promise<Json> =>
  by.once('a taken application', async () => {
    const { id } = await submitted(by);
    await by.askAs('officer', { method: 'POST', path: `${WAITING}/take`, body: { ids: [id] } });
    const held = await by.held(id);
    if (held === null) throw new Error('The application was not taken.');
    return held;
  });

const anEvent = async (by: Intruder, over: Json): Promise<Json> => ({
  _id: `${String((await taken(by))['_id'])}:${randomUUID()}`,
  schema: 1,
  at: new Date().toISOString(),
  by: 'R. Lane',
  kind: 'answer',
  text: 'Written by an intruder',
  ...over
});

const PROGRAMS = [
  '<html><script>alert(1)</script></html>',
  'MZ\u0090 program',
  '#!/bin/sh\nrm -r /',
  '<svg onload="x"/>'
];

async function attach(by: Intruder, text: string, over: object = {}): Promise<Answer> {
  const bytes = Buffer.from(text, 'latin1');
  const hash = createHash('sha256').update(new Uint8Array(bytes)).digest('base64url');
  const body = {
    code: newCode(),
    hash,
    type: 'application/pdf',
    name: 'a.pdf',
    data: bytes.toString('base64'),
    ...over
  };
  return by.ask({
    method: 'PUT',
    path: `/api/applications/${await by.authorityOf('officer')}/attachments`,
    body
  });
}

export const P1_APPLICATIONS: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'only officers of its own country see, take or discard an application that waits',
    attack: async (by) => {
      const sent = await submitted(by);
      const ids = [sent.id];
      const seen: Outcome[] = [];
      for (const [method, path, body] of [
        ['GET', WAITING, undefined],
        ['POST', `${WAITING}/take`, { ids }],
        ['POST', `${WAITING}/discard`, { ids, reason: 'An intruder' }]
      ] as const) {
        seen.push(mustBe(CLOSED, await by.ask({ method, path, body })));
        for (const role of ['board', 'trainer'] as const)
          seen.push(mustBe(CLOSED, await by.askAs(role, { method, path, body })));
        const abroad = await by.askAs('foreign', { method, path, body });
        if (abroad.text.includes(sent.id)) seen.push(abroad.text.slice(0, 160));
      }
      return firstOf([...seen, await mustWait(by, sent)]);
    }
  },
  {
    principle: 'P1',
    name: 'a guessed code and a code of another country open nothing, and both get the same answer',
    attack: async (by) => {
      const sent = await submitted(by);
      const asked = [
        await statusOf(by, { code: newCode() }),
        await post(by, '/status', { code: sent.code }, 'foreign'),
        await post(by, '/answer', { code: newCode(), text: 'A guess' }),
        await post(by, '/withdraw', { code: sent.code, reason: '' }, 'foreign')
      ];
      const texts = new Set(asked.map(({ text }) => text));
      const alike = texts.size === 1 ? null : [...texts].join(' / ');
      return firstOf([...asked.map((one) => mustBe([404], one)), alike, await mustWait(by, sent)]);
    }
  },
  {
    principle: 'P1',
    name: 'the id and the number of an application are not its code',
    attack: async (by) => {
      const sent = await submitted(by);
      const hash = sent.id.slice('application:'.length);
      const seen: Outcome[] = [];
      for (const code of [sent.id, hash, hash.slice(0, 20), { $ne: '' }, ['x'], null, '__proto__'])
        seen.push(mustBe([400, 404], await post(by, '/status', { code })));
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'a replayed application stays one, and another text under its code changes nothing',
    attack: async (by) => {
      const code = newCode();
      const first = await post(by, '', { code, application: aSubmission() });
      const again = await post(by, '', { code, application: aSubmission() });
      const other = await post(by, '', { code, application: aSubmission({ remarks: 'Another text' }) });
      const isSame = first.text === again.text ? null : again.text;
      return firstOf([mustBe([201], first), isSame, mustBe([409], other)]);
    }
  },
  refused('P2', 'no device writes an answer in the name of the company', 'application.person', (by) =>
    anEvent(by, {})
  ),
  refused(
    'P2',
    'no device writes about an application in another person’s name',
    'application.person',
    (by) => anEvent(by, { person: 'au.other' })
  ),
  refused(
    'P2',
    'no device writes an application as if the server had received it',
    'application.source',
    async (by) => {
      const { _rev, _revisions, ...held } = await taken(by);
      return { ...held, _id: applicationId((await by.authorityOf('officer')) as CountryCode, newCode()) };
    }
  ),
  refused('P3', 'an application that was taken never changes', 'application.immutable', async (by) => {
    const { _rev, ...held } = await taken(by);
    const [, before = ''] = String(_rev).split('-');
    const ids = ['f'.repeat(32), before];
    return {
      ...held,
      contact: { name: 'X', email: 'x@x.example' },
      _rev: `2-${ids[0]}`,
      _revisions: { start: 2, ids }
    };
  }),
  refused('P3', 'no device deletes an application', 'door.document.mayNotBeDeleted', async (by) => {
    const { _id, _rev } = await taken(by);
    const ids = ['e'.repeat(32), String(_rev).split('-')[1] ?? ''];
    return { _id, _deleted: true, _rev: `2-${ids[0]}`, _revisions: { start: 2, ids } };
  }),
  {
    principle: 'P1',
    name: 'an attachment that is a program, a page or a drawing is refused, whatever it calls itself',
    attack: async (by) => {
      const seen: Outcome[] = [];
      for (const text of PROGRAMS)
        for (const type of ['application/pdf', 'image/png', 'image/svg+xml', 'text/html'])
          seen.push(mustBe([400], await attach(by, text, { type })));
      const other = createHash('sha256').update('another').digest('base64url');
      seen.push(mustBe([400], await attach(by, '%PDF-1.7', { hash: other })));
      for (const data of ['', '====', 'not base64!', '%PDF', 7, null])
        seen.push(mustBe([400], await attach(by, '%PDF-1.7', { data })));
      return firstOf(seen);
    }
  },
  {
    principle: 'P5',
    name: 'a large, deep or odd application is refused before it costs anything',
    attack: async (by) => {
      const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
      const code = newCode();
      const form = { fields: { remarks: 'x'.repeat(5000) }, lines: [] };
      const many = Array.from({ length: 101 }, (_, at) => ({ key: `line-${at}`, fields: {} }));
      const bodies: readonly unknown[] = [
        { code, application: { ...aSubmission(), padding: 'x'.repeat(100_000) } },
        `{"code":"${code}","application":${deep}}`,
        { code, application: { ...aSubmission(), form } },
        { code, application: { ...aSubmission(), form: { fields: {}, lines: many } } },
        `{"code":"${code}","application":{"__proto__":{"of":"import-authorization"}}}`,
        `{"code":"${code}","application":{"constructor":{"prototype":{}}}}`,
        { code, application: { ...aSubmission(), country: 'CH', source: 'file', person: 'au.officer' } },
        { code, application: aSubmission(), extra: 1 },
        { code, application: null },
        []
      ];
      const seen: Outcome[] = [];
      for (const body of bodies) seen.push(mustBe([400, 413], await post(by, '', body)));
      seen.push(mustBe([404], await statusOf(by, { code })));
      const ids = Array.from({ length: 201 }, () => applicationId('AU' as CountryCode, newCode()));
      for (const body of [{ ids }, { ids: [] }, { ids: ['_design/structure'] }, { ids: 'x' }])
        seen.push(
          mustBe([400], await by.askAs('officer', { method: 'POST', path: `${WAITING}/take`, body }))
        );
      return firstOf(seen);
    }
  }
];

/** Leaves the address without further tries for a minute. */
export const P5_CODES: AttackCase = {
  principle: 'P5',
  name: 'of a thousand guessed codes most are not even looked up',
  attack: async (by) => {
    const statuses = new Map<number, number>();
    for (let at = 0; at < 1000; at += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => statusOf(by, { code: newCode() })));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    const [looked, slowed] = [statuses.get(404) ?? 0, statuses.get(429) ?? 0];
    return looked <= 120 && looked + slowed === 1000 ? null : JSON.stringify([...statuses]);
  }
};
