/** P1, P5: scans of papers stay in their country, are what they say, and fill no disk. */
import { createHash, randomUUID } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe, mustRefuse } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import { issuedImport, bodyOf, signAbroad } from '../trade.ts';
import type { Json } from '../sign.ts';
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

const contentOf = (text: string): object => ({ sha256: hashOf(text), bytes: text.length, type: 'image/png' });
const pathTo = (act: Json, piece: string | number = 0): string =>
  `/api/shared-files/${encodeURIComponent(String(act['_id']))}/${piece}`;

/** A document that was never stored opens nothing. */
async function readGuessed(by: Intruder): Promise<Outcome> {
  const guessed = { _id: `act:20261124:CH:shared-file:${hashOf('guessed')}` };
  return mustBe(CLOSED, await by.askAs('foreign', { path: pathTo(guessed) }));
}

/** The officer shares the picture of this text with the partner. */
async function share(by: Intruder, dossier: unknown, text: string): Promise<Json> {
  await send(by, text);
  await declare(by, text);
  const head = await by.head('shared-file', [await by.authorityOf('foreign')]);
  const file = { kind: 'licence', name: '', content: contentOf(text) };
  return by.state(await by.sign({ ...head, dossier, file }));
}

async function withdraw(by: Intruder, dossier: unknown, act: Json): Promise<void> {
  const head = await by.head('shared-file', [await by.authorityOf('foreign')]);
  await by.state(await by.sign({ ...head, dossier, withdraws: act['_id'] }));
}

export const P1_SCANS: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'the archive of a country is made for no officer, no other country, no trainer and no stranger, and no path names a country',
    attack: async (by) => {
      const [path, roles] = ['/api/archive', ['officer', 'foreign', 'board', 'trainer'] as const];
      const seen = await Promise.all(
        roles.map(async (role) => mustBe(CLOSED, await by.askAs(role, { path })))
      );
      const named = ['/api/archive/AU', '/api/archive?country=CH', '/api/archive/..%2Faccounts'].map(
        async (to) => mustBe(CLOSED, await by.askAs('officer', { path: to }))
      );
      return firstOf([...seen, ...(await Promise.all(named)), mustBe(CLOSED, await by.ask({ path }))]);
    }
  },
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
  },
  {
    principle: 'P1',
    name: 'a shared file is read by the partner alone, and by nobody once it is withdrawn',
    attack: async (by) => {
      const guessed = await readGuessed(by);
      if (guessed) return guessed;
      const { dossier } = bodyOf(await issuedImport(by));
      const act = await share(by, dossier, `${PICTURE} shared`);
      const roles: readonly Role[] = ['officer', 'board', 'trainer'];
      const seen: Outcome[] = [mustBe(CLOSED, await by.ask({ path: pathTo(act) }))];
      for (const role of roles) seen.push(mustBe(CLOSED, await by.askAs(role, { path: pathTo(act) })));
      seen.push(mustBe([200], await by.askAs('foreign', { path: pathTo(act) })));
      await withdraw(by, dossier, act);
      seen.push(mustBe(CLOSED, await by.askAs('foreign', { path: pathTo(act) })));
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'a partner reads no file by a document that shares another one, shares nothing or was never stored',
    attack: async (by) => {
      const guessed = await readGuessed(by);
      if (guessed) return guessed;
      const issued = await issuedImport(by);
      const { dossier } = bodyOf(issued);
      const secret = `${PICTURE} not shared`;
      await send(by, secret);
      await declare(by, secret);
      const home = await by.authorityOf('officer');
      // The partner shares by name what is not its own: the file of that hash in its own country, so none.
      const head = await by.head('shared-file', [home], {}, 'foreign');
      const file = { kind: 'licence', name: '', content: contentOf(secret) };
      const own = await by.state(await signAbroad(by, { ...head, dossier, file }), 'foreign');
      const forged = await signAbroad(by, {
        ...(await by.head('shared-file', [await by.authorityOf('foreign')])),
        dossier,
        file
      });
      await by.push(forged, await by.abroad(), 'foreign');
      const paths = [pathTo(own), pathTo(forged), pathTo(issued), pathTo(issued, '..%2F0'), pathTo(own, 99)];
      paths.push(`/api/shared-files/${hashOf(secret)}/0`, `/api/shared-files/scan:${hashOf(secret)}/0`);
      const seen: Outcome[] = [];
      for (const path of paths)
        for (const role of ['foreign', 'officer'] as const)
          seen.push(mustBe([...CLOSED, 400], await by.askAs(role, { path })));
      return firstOf(seen);
    }
  },
  {
    principle: 'P2',
    name: 'an attachment names no other person, and is neither changed nor deleted',
    reasons: ['attachment.person', 'attachment.immutable', 'document.malformed'],
    attack: async (by) => {
      const { dossier } = bodyOf(await issuedImport(by));
      const { person } = await by.session('officer');
      const written = { schema: 1, at: new Date().toISOString(), by: person.name, person: person.id };
      const file = { kind: 'licence', name: '', content: contentOf(PICTURE) };
      const second = { _rev: `2-${'a'.repeat(32)}`, _revisions: { start: 2, ids: ['a'.repeat(32)] } };
      const one = { _id: `attachment:${randomUUID()}`, ...written, dossier, ...file };
      const refusals: readonly [Json, string][] = [
        [{ ...one, person: 'au.somebody' }, 'attachment.person'],
        [{ ...one, ...second }, 'attachment.immutable'],
        [{ _id: one._id, ...second, _deleted: true }, 'attachment.immutable'],
        [{ ...one, content: { ...contentOf(PICTURE), type: 'text/html' } }, 'document.malformed']
      ];
      const seen: Outcome[] = [];
      for (const [document, code] of refusals) seen.push(mustRefuse(await by.push(document), [code]));
      return firstOf(seen);
    }
  }
];
