/** Scans of papers through a real gateway: who sends, who reads, what is refused, what is deleted. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CountryFiles } from '#couch/files/country-files.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { MAX_SCAN_BYTES } from '#lib/domain/file/scan.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';
import { aPicture, aScan, type SampleScan } from '../../samples/scans.ts';
import { Client, NOW, openRig, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

const DOSSIER = 'AU.CH.20261101.IC-1';
const DAY = 86_400_000;

describeEngines('scans of a country’s papers', (open) => {
  let rig: Rig;
  let officer: Client;
  let reader: Client;
  let foreign: Client;

  beforeAll(async () => {
    rig = await openRig(open, {
      limits: { requestsPerPerson: 1e6, requestsPerAddress: 1e6, requestsPerCountry: 1e6 }
    });
    await provisionCountry(rig.engine, 'FR' as never);
    officer = await rig.signIn('au.officer');
    reader = await rig.signIn('au.reader');
    foreign = await rig.signIn('ch.officer');
  });
  afterAll(() => rig.drop());

  const pathOf = ({ scan }: SampleScan): string => `/api/files/${scan.sha256}`;
  const declare = (sample: SampleScan, client = officer) =>
    client.ask('PUT', pathOf(sample), sample.declared);
  const codesOf = (body: unknown): string[] =>
    ((body as { problems?: { code: string }[] } | null)?.problems ?? []).map(({ code }) => code);

  async function sendPieces(sample: SampleScan, client = officer): Promise<number[]> {
    const statuses: number[] = [];
    for (const [number, piece] of sample.pieces.entries())
      statuses.push((await client.ask('PUT', `${pathOf(sample)}/${number}`, piece)).status);
    return statuses;
  }

  async function stored(sample: SampleScan): Promise<SampleScan> {
    expect((await declare(sample)).status).toBe(200);
    await sendPieces(sample);
    expect((await declare(sample)).body).toEqual({ missing: [] });
    return sample;
  }

  const read = (sample: SampleScan, client: Client, number = 0) =>
    client.ask('GET', `${pathOf(sample)}/${number}`);

  test('a scan is declared, sent in pieces, and read by a reader of the country once it is whole', async () => {
    const sample = await aScan(aPicture(400_000));
    expect((await declare(sample)).body).toEqual({ missing: [0, 1, 2] });
    expect((await officer.ask('PUT', `${pathOf(sample)}/1`, sample.pieces[1])).status).toBe(204);
    // A device that was cut off asks again, and sends what is missing.
    expect((await declare(sample)).body).toEqual({ missing: [0, 2] });
    expect((await read(sample, reader)).status).toBe(404);
    expect(await sendPieces(sample)).toEqual([204, 204, 204]);
    expect((await read(sample, reader)).status).toBe(404);
    expect((await declare(sample)).body).toEqual({ missing: [] });
    const got: Uint8Array[] = [];
    for (const number of [0, 1, 2]) {
      const answer = await fetch(`${rig.address}${pathOf(sample)}/${number}`, {
        headers: { cookie: reader.cookie }
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
      got.push(new Uint8Array(await answer.arrayBuffer()));
    }
    expect(Buffer.concat(got).equals(Buffer.from(aPicture(400_000)))).toBe(true);
    expect((await read(sample, reader, 3)).status).toBe(404);
  });

  test('a scan is its country’s: nobody of another country, of INCB or without a session reads it by its hash', async () => {
    const sample = await stored(await aScan(aPicture(60, 2)));
    expect((await read(sample, foreign)).status).toBe(404);
    expect((await read(sample, await rig.signIn('incb.secretary'))).status).toBe(403);
    expect((await read(sample, new Client(rig.address, ''))).status).toBe(401);
    // The partner’s own upload of the same picture is the partner’s, and tells nothing of ours.
    expect((await declare(sample, foreign)).body).toEqual({ missing: [0] });
  });

  test('a reader sends no scan, and no device sends one to another country', async () => {
    const sample = await aScan(aPicture(60, 3));
    expect((await declare(sample, reader)).status).toBe(403);
    expect(await sendPieces(sample, reader)).toEqual([403]);
    await declare(sample, foreign);
    expect(await sendPieces(sample, foreign)).toEqual([204]);
    const { engine } = rig;
    const ids = async (name: string): Promise<string[]> =>
      (await engine.exists(name)) ? (await engine.open(name).allDocs()).rows.map(({ id }) => id) : [];
    expect(await ids('files-ch')).toContain(`piece:${sample.scan.sha256}:0`);
    expect(await ids('files-au')).not.toContain(`piece:${sample.scan.sha256}:0`);
    for (const name of ['files-au', 'files-ch'])
      expect((await officer.ask('GET', `/db/${name}`)).status).toBe(404);
  });

  test('a country with its own server sends its scans there, not to the central server', async () => {
    const incb = rig.engine.open('incb');
    const at = new Date(NOW).toISOString();
    const held = {
      schema: 1,
      country: 'CH',
      state: 'registered',
      registeredAt: at,
      since: at,
      by: 'incb.secretary'
    };
    await incb.put({ _id: 'standing:CH', ...held, ownServer: true } as never);
    const answer = await declare(await aScan(aPicture(60, 7)), foreign);
    expect([answer.status, codesOf(answer.body)]).toEqual([409, ['scan.ownServer']]);
    await incb.remove(await incb.get('standing:CH'));
    expect((await declare(await aScan(aPicture(60, 7)), foreign)).status).toBe(200);
  });

  test.each([
    ['a page that calls itself a PDF', '<html><script>alert(1)</script></html>', 'application/pdf'],
    ['a program with the name of a picture', 'MZ\u0090\u0000 program', 'image/jpeg'],
    ['a drawing with script that calls itself a picture', '<svg onload="alert(1)"/>', 'image/png']
  ] as const)('%s is refused by its first bytes', async (_what, text, type) => {
    const sample = await aScan(new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>, type);
    await declare(sample);
    const answer = await officer.ask('PUT', `${pathOf(sample)}/0`, sample.pieces[0]);
    expect([answer.status, codesOf(answer.body)]).toEqual([400, ['scan.type']]);
    expect((await declare(sample)).body).toEqual({ missing: [0] });
  });

  test('what is too large, of a type that runs, of an odd path, or not declared is refused', async () => {
    const sample = await aScan(aPicture(60, 4));
    const large = { ...sample.declared, size: MAX_SCAN_BYTES + 1 };
    expect((await officer.ask('PUT', pathOf(sample), large)).status).toBe(400);
    for (const type of ['image/svg+xml', 'text/html', 'application/x-msdownload'])
      expect((await officer.ask('PUT', pathOf(sample), { ...sample.declared, type })).status).toBe(400);
    for (const dossier of ['../accounts', 'x'.repeat(200), 7])
      expect((await officer.ask('PUT', pathOf(sample), { ...sample.declared, dossier })).status).toBe(400);
    for (const hash of ['..%2F..%2Faccounts', 'A'.repeat(42), `${'A'.repeat(42)}%00`, '_design%2Fstructure'])
      expect([400, 404]).toContain((await officer.ask('PUT', `/api/files/${hash}`, sample.declared)).status);
    const undeclared = await officer.ask('PUT', `${pathOf(sample)}/0`, sample.pieces[0]);
    expect([undeclared.status, codesOf(undeclared.body)]).toEqual([409, ['scan.undeclared']]);
    await declare(sample);
    for (const number of ['1', '-1', '00', '9999'])
      expect([400, 404]).toContain(
        (await officer.ask('PUT', `${pathOf(sample)}/${number}`, sample.pieces[0])).status
      );
  });

  test('bytes of another hash are deleted, so that the right ones can be sent', async () => {
    const [right, wrong] = [await aScan(aPicture(60, 5)), await aScan(aPicture(60, 6))];
    await declare(right);
    await officer.ask('PUT', `${pathOf(right)}/0`, wrong.pieces[0]);
    expect(codesOf((await declare(right)).body)).toEqual(['scan.damaged']);
    await stored(right);
    // A whole scan is never declared as something else.
    const other = { ...right.declared, size: 61 };
    expect(codesOf((await officer.ask('PUT', pathOf(right), other)).body)).toEqual(['scan.content']);
  });

  describe('room and time', () => {
    const officerOf = {
      id: 'au.officer',
      name: 'A.',
      function: 'D.',
      role: 'officer',
      authority: 'FR'
    } as const;
    const colleague = { ...officerOf, id: 'au.other' };
    const person = (one: object): never => one as never;
    const codes = (result: { ok: boolean; problems?: readonly { code: string }[] }): string[] =>
      (result.problems ?? []).map(({ code }) => code);

    test('a person takes at most half of the country’s room, and a dossier its share, before any piece is sent', async () => {
      const files = new CountryFiles({
        engine: rig.engine,
        clock: () => NOW,
        warn: () => undefined,
        countryBytes: 80e6
      });
      const put = async (
        seed: number,
        by: object,
        dossier: string,
        size = MAX_SCAN_BYTES
      ): Promise<string[]> => {
        const { scan, declared } = await aScan(aPicture(60, seed), 'image/png', dossier);
        return codes(await files.declare(scan.sha256, { ...declared, size }, person(by)));
      };
      for (let seed = 10; seed < 18; seed++) expect(await put(seed, officerOf, '')).toEqual([]);
      expect(await put(18, officerOf, '')).toEqual(['scan.space.person']);
      expect(await put(19, colleague, DOSSIER, 900_000)).toEqual([]);
      expect(await put(20, colleague, DOSSIER, 60)).toEqual(['scan.space.dossier']);
      for (let seed = 21; seed < 28; seed++) expect(await put(seed, colleague, '')).toEqual([]);
      expect(await put(28, { ...officerOf, id: 'au.third' }, '')).toEqual(['scan.space.country']);
    });

    test('an incomplete scan is deleted after a day, and after 30 days one that no act, draft or company names', async () => {
      let now = NOW;
      const { engine } = rig;
      const files = new CountryFiles({ engine, clock: () => now, warn: () => undefined });
      await files.sweep();
      const [partial, stray, drafted, licensed] = [
        await aScan(aPicture(60, 30)),
        await stored(await aScan(aPicture(60, 31))),
        await stored(await aScan(aPicture(60, 32))),
        await stored(await aScan(aPicture(60, 33)))
      ];
      await declare(partial);
      const draft = { _id: 'draft:7c1d5e3e-0c0d-4f0e-8a86-000000000001', schema: 1, scan: drafted.scan };
      const company = aCompany(1, { licences: [aLicence({ scan: licensed.scan })] });
      await engine.open('country-au').bulkDocs([draft, company] as never[]);
      const held = async (sample: SampleScan): Promise<boolean> =>
        (await engine.open('files-au').allDocs()).rows.some(({ id }) => id.endsWith(sample.scan.sha256));
      now += DAY + 1;
      await files.sweep();
      expect([await held(partial), await held(stray), await held(drafted)]).toEqual([false, true, true]);
      now += 30 * DAY;
      await files.sweep();
      expect([await held(stray), await held(drafted), await held(licensed)]).toEqual([false, true, true]);
      expect((await read(stray, reader)).status).toBe(404);
      expect((await read(drafted, reader)).status).toBe(200);
      expect((await read(licensed, reader)).status).toBe(200);
      // Replaced in its licence, it is named no more.
      const before = await engine.open('country-au').get(company._id);
      await engine.open('country-au').put({ ...before, licences: [aLicence()] } as never);
      await files.sweep();
      expect(await held(licensed)).toBe(false);
    });

    test('each act and draft is searched once, however many scans are unnamed, and others are answered between two', async () => {
      const { engine } = rig;
      const samples = await Promise.all(
        Array.from({ length: 20 }, (_, seed) => aScan(aPicture(60, 50 + seed)))
      );
      const whole = { schema: 1, by: 'au.officer', startedAt: '2026-01-01T00:00:00.000Z' };
      await engine.open('files-au').bulkDocs(
        samples.map(({ scan, declared }) => ({
          ...{ _id: `scan:${scan.sha256}`, ...declared, ...whole, completeAt: whole.startedAt }
        })) as never[]
      );
      let turn = 0;
      const searchedIn: number[] = [];
      const draftOf = ({ scan }: SampleScan) => ({
        get note() {
          searchedIn.push(turn);
          for (const until = performance.now() + 5; performance.now() < until;);
          return scan.sha256;
        }
      });
      const drafts = samples.map((sample, index) => ({ id: `draft:${index}`, doc: draftOf(sample) }));
      const open = engine.open.bind(engine);
      engine.open = (name) =>
        name === 'country-au'
          ? ({
              allDocs: async ({ startkey }: { startkey: string }) => ({
                rows: startkey === 'draft:' ? drafts : []
              })
            } as never)
          : open(name);
      const count = setInterval(() => turn++, 0);
      const files = new CountryFiles({ engine, clock: () => NOW, warn: () => undefined });
      await files.sweep().finally(() => ((engine.open = open), clearInterval(count)));
      expect(searchedIn).toEqual([...new Set(searchedIn)]);
      expect(searchedIn).toHaveLength(drafts.length);
      const { rows } = await open('files-au').allDocs({
        keys: samples.map(({ scan }) => `scan:${scan.sha256}`)
      });
      expect(rows.filter((row) => 'error' in row || 'deleted' in row.value)).toEqual([]);
    });

    test('the disk space of deleted pieces is given back once they are 100 MB, in however many calls', async () => {
      const { engine } = rig;
      const compact = vi.spyOn(engine, 'compact');
      const files = new CountryFiles({ engine, clock: () => NOW, warn: () => undefined });
      for (let seed = 80; seed < 86; seed++) {
        const { scan, declared } = await aScan(aPicture(60, seed));
        const pieces = Array.from({ length: 99 }, (_, number) => ({ _id: `piece:${scan.sha256}:${number}` }));
        await engine.open('files-au').bulkDocs(pieces);
        expect(compact).not.toHaveBeenCalled();
        const by = person({ ...officerOf, authority: 'AU' });
        expect(codes(await files.declare(scan.sha256, declared, by))).toEqual([]);
      }
      expect(compact.mock.calls).toEqual([['files-au']]);
      compact.mockRestore();
    });
  });
});
