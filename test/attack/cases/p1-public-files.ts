/** P1, P5: INCB's files for everyone come from INCB alone, and are what they say. */
import { createHash } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Answer } from '../wire.ts';

const FILE = '%PDF-1.7 a file of the attack';
const hashOf = (text: string): string => createHash('sha256').update(text, 'latin1').digest('base64url');
const pathOf = (text: string): string => `/api/public-files/${hashOf(text)}`;
const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

function declare(by: Intruder, text: string, over: object = {}, role: Role = 'board'): Promise<Answer> {
  const body = { type: 'application/pdf', size: text.length, dossier: '', ...over };
  return by.askAs(role, { method: 'PUT', path: pathOf(text), body });
}

function send(by: Intruder, under: string, text: string, role: Role = 'board'): Promise<Answer> {
  const data = Buffer.from(text, 'latin1').toString('base64url');
  const body = { type: 'application/pdf', size: text.length, data };
  return by.askAs(role, { method: 'PUT', path: `${pathOf(under)}/0`, body });
}

export const P1_PUBLIC_FILES: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'no country, trainer or stranger sends a file in INCB’s name',
    attack: async (by) => {
      const seen: Outcome[] = [mustBe(CLOSED, await by.ask({ method: 'PUT', path: pathOf(FILE), body: {} }))];
      for (const role of ['officer', 'foreign', 'trainer'] as const) {
        seen.push(mustBe(CLOSED, await declare(by, FILE, {}, role)));
        seen.push(mustBe(CLOSED, await send(by, FILE, FILE, role)));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P5',
    name: 'a file of INCB is a PDF of at most 2 MB with the hash that it was declared with',
    attack: async (by) => {
      const page = '<html><script>alert(1)</script></html>';
      const seen: Outcome[] = [
        mustBe([400], await declare(by, page, { type: 'text/html' })),
        mustBe([400], await declare(by, page, { type: 'image/png' })),
        mustBe([400], await declare(by, FILE, { size: 2_000_001 }))
      ];
      await declare(by, page);
      seen.push(mustBe([400], await send(by, page, page)));
      const other = FILE.replace('attack', 'AttacK');
      await declare(by, FILE);
      await send(by, FILE, other);
      seen.push(mustBe([409], await declare(by, FILE)));
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'no one outside INCB reads a file that no announcement and no link names',
    attack: async (by) => {
      const text = `${FILE} not named`;
      await declare(by, text);
      await send(by, text, text);
      await declare(by, text);
      const act = encodeURIComponent(`act:20261124:INCB:announcement:${hashOf('guessed')}`);
      const paths = [
        `${pathOf(text)}/0`,
        `/api/letter-files/${act}/${hashOf(text)}/0`,
        `/api/links/${hashOf(text)}`
      ];
      const link = {
        _id: 'setting:link-4f6f8b1e-0000-4000-8000-00000000000a',
        ...{ schema: 1, kind: 'form', title: 'Form C', language: 'en', address: 'https://x.example/c' },
        file: { sha256: hashOf(text), bytes: text.length, type: 'application/pdf' }
      };
      // A country can keep such a setting for itself. No reader of INCB's links sees it.
      for (const role of ['officer', 'foreign'] as const)
        for (const database of ['incb', await by.home()])
          await by.askAs(role, {
            method: 'POST',
            path: `/db/${database}/_bulk_docs`,
            body: { docs: [{ ...link, _rev: `1-${'a'.repeat(32)}` }], new_edits: false }
          });
      const seen: Outcome[] = [];
      for (const path of paths) {
        seen.push(mustBe(CLOSED, await by.ask({ path })));
        for (const role of ['officer', 'foreign', 'trainer'] as const)
          seen.push(mustBe(CLOSED, await by.askAs(role, { path })));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'a country reports the opening of an announcement for itself only, and INCB learns no name',
    attack: async (by) => {
      const one = { act: `act:20261124:INCB:announcement:${hashOf('an announcement')}`, on: '2026-11-24' };
      const report = (role: Role, path: string, over: object): Promise<Answer> =>
        by.askAs(role, { method: 'POST', path, body: { opened: [{ ...one, ...over }] } });
      const path = '/api/letters/opened';
      return firstOf([
        mustBe([400], await report('officer', path, { country: await by.authorityOf('foreign') })),
        mustBe([400], await report('officer', path, { person: 'a.name' })),
        mustBe(CLOSED, await report('officer', '/api/link/opened', {})),
        mustBe(CLOSED, await report('trainer', path, {})),
        mustBe(CLOSED, await by.ask({ method: 'POST', path, body: { opened: [one] } }))
      ]);
    }
  }
];
