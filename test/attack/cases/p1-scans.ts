/** P1, P5: scans of papers stay in their country, are what they say, and fill no disk. */
import { createHash } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Answer } from '../wire.ts';

const PICTURE = '\u0089PNG\r\n\u001a\n a scan of the attack';
const hashOf = (text: string): string => createHash('sha256').update(text, 'latin1').digest('base64url');
const pieceOf = (text: string, type: string): object => ({
  type,
  size: text.length,
  data: Buffer.from(text, 'latin1').toString('base64url')
});

async function declare(
  by: Intruder,
  text: string,
  type = 'image/png',
  role: Role = 'officer'
): Promise<Answer> {
  const body = { type, size: text.length, dossier: '' };
  return by.askAs(role, { method: 'PUT', path: `/api/files/${hashOf(text)}`, body });
}

async function send(by: Intruder, text: string, type = 'image/png', number = 0): Promise<Answer> {
  await declare(by, text, type);
  const path = `/api/files/${hashOf(text)}/${number}`;
  return by.askAs('officer', { method: 'PUT', path, body: pieceOf(text, type) });
}

const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

export const P1_SCANS: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'a scan is read by no other country, by INCB, a trainer or a stranger who knows its hash',
    attack: async (by) => {
      await send(by, PICTURE);
      await declare(by, PICTURE);
      const path = `/api/files/${hashOf(PICTURE)}/0`;
      const roles: readonly Role[] = ['foreign', 'board', 'trainer'];
      const seen = await Promise.all(
        roles.map(async (role) => mustBe(CLOSED, await by.askAs(role, { path })))
      );
      return firstOf([...seen, mustBe(CLOSED, await by.ask({ path }))]);
    }
  },
  {
    principle: 'P1',
    name: 'no path leads from a scan to another database',
    attack: async (by) => {
      const names = ['..%2Faccounts', '_design%2Fstructure', `scan:${'A'.repeat(43)}`, '..', 'A'.repeat(44)];
      const seen: Outcome[] = [];
      for (const name of names)
        for (const path of [`/api/files/${name}/0`, `/api/files/${'A'.repeat(43)}/${name}`])
          seen.push(mustBe([...CLOSED, 400], await by.askAs('officer', { path })));
      for (const name of ['files-au', 'files-ch'])
        seen.push(mustBe(CLOSED, await by.askAs('officer', { path: `/db/${name}` })));
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'a program or a page is not accepted as a scan, whatever it calls itself',
    attack: async (by) => {
      const seen: Outcome[] = [];
      for (const text of ['<html><script>alert(1)</script></html>', 'MZ\u0090 program', '<svg onload="x"/>'])
        for (const type of ['application/pdf', 'image/png', 'image/svg+xml', 'text/html'])
          seen.push(mustBe([400], await send(by, text, type)));
      return firstOf(seen);
    }
  },
  {
    principle: 'P5',
    name: 'a scan has no more pieces and bytes than it may have, and none that was not declared',
    attack: async (by) => {
      const large = { type: 'image/png', size: 6_000_000, dossier: '' };
      const path = `/api/files/${hashOf('six megabytes')}`;
      const seen = [mustBe([400], await by.askAs('officer', { method: 'PUT', path, body: large }))];
      const body = pieceOf(PICTURE, 'image/png');
      for (const number of [0, 1, 99, 999])
        seen.push(
          mustBe([400, 409], await by.askAs('officer', { method: 'PUT', path: `${path}/${number}`, body }))
        );
      seen.push(mustBe([400], await send(by, PICTURE, 'image/png', 1)));
      return firstOf(seen);
    }
  }
];
