/** INCB's files for everyone through a real gateway: attachments of announcements, and the texts of links. */
import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CountryFiles } from '#couch/files/country-files.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { MAX_PUBLIC_FILE_BYTES, type PublicFile } from '#lib/domain/file/public-file.ts';
import { LINK_SETTING_PREFIX } from '#lib/domain/outreach/links.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { anAnnouncement } from '../../samples/announcement.ts';
import { aPdf, aScan, type SampleScan } from '../../samples/scans.ts';
import { Client, openRig, type Answer, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

describeEngines('INCB’s files for everyone', (open) => {
  let rig: Rig;
  let board: Client;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open, {
      limits: { requestsPerPerson: 1e6, requestsPerAddress: 1e6, downloadsPerAddress: 3 }
    });
    board = await rig.signIn('incb.secretary');
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  const pathOf = ({ scan }: SampleScan): string => `/api/public-files/${scan.sha256}`;
  const declare = (sample: SampleScan, by = board): Promise<Answer> =>
    by.ask('PUT', pathOf(sample), sample.declared);
  const sendPiece = (sample: SampleScan, by = board): Promise<Answer> =>
    by.ask('PUT', `${pathOf(sample)}/0`, sample.pieces[0]);

  async function stored(seed: number): Promise<SampleScan> {
    const sample = await aScan(aPdf(60, seed), 'application/pdf');
    await declare(sample);
    expect((await sendPiece(sample)).status).toBe(204);
    expect((await declare(sample)).body).toEqual({ missing: [] });
    return sample;
  }

  async function announce(over: Partial<BodyOf<'announcement'>>): Promise<AnnouncementAct> {
    const act = (await signBody(anAnnouncement(over), rig.keys.root)) as AnnouncementAct;
    await rig.engine.open('reference').bulkDocs([act]);
    return act;
  }

  const attached = ({ scan }: SampleScan): readonly PublicFile[] => [
    { name: 'Form C', content: scan as PublicFile['content'] }
  ];
  const read = (act: AnnouncementAct, { scan }: SampleScan, by = officer): Promise<Answer> =>
    by.ask('GET', `/api/letter-files/${encodeURIComponent(act._id)}/${scan.sha256}/0`);

  test('a reader of any country gets an attachment that the announcement names, and no other file', async () => {
    const [sample, other] = [await stored(1), await stored(2)];
    const act = await announce({ files: attached(sample) });
    expect((await read(act, sample)).status).toBe(200);
    expect((await read(act, sample, await rig.signIn('ch.officer'))).status).toBe(200);
    expect((await read(act, other)).status).toBe(404);
    expect((await read(act, sample, new Client(rig.address, ''))).status).toBe(401);
  });

  test('the files of a withdrawn announcement are no longer offered', async () => {
    const sample = await stored(3);
    const act = await announce({ files: attached(sample) });
    expect((await read(act, sample)).status).toBe(200);
    const at = '2026-11-24T10:00:00.000Z' as Instant;
    await announce({ at, supersedes: { act: act._id, as: 'withdrawn' } });
    expect((await read(act, sample)).status).toBe(404);
  });

  test('only INCB sends them, only as PDF, and none larger than 2 MB', async () => {
    const sample = await aScan(aPdf(60, 4), 'application/pdf');
    for (const by of [officer, await rig.signIn('au.administrator')])
      expect([(await declare(sample, by)).status, (await sendPiece(sample, by)).status]).toEqual([403, 403]);
    const codeOf = async (declared: object): Promise<unknown> => {
      const { body } = await board.ask('PUT', pathOf(sample), declared);
      return (body as { problems: { code: string }[] }).problems[0]?.code;
    };
    const { declared } = sample;
    expect(await codeOf({ ...declared, type: 'image/png' })).toBe('publicFile.type');
    expect(await codeOf({ ...declared, size: MAX_PUBLIC_FILE_BYTES + 1 })).toBe('publicFile.tooLarge');
    await declare(sample);
    const page = Buffer.from('<html>'.padEnd(60)).toString('base64url');
    const false1 = { ...sample.pieces[0], data: page };
    expect((await board.ask('PUT', `${pathOf(sample)}/0`, false1)).status).toBe(400);
  });

  test('a file with another content than its hash says is refused', async () => {
    const [sample, other] = [
      await aScan(aPdf(60, 5), 'application/pdf'),
      await aScan(aPdf(60, 6), 'application/pdf')
    ];
    await declare(sample);
    await board.ask('PUT', `${pathOf(sample)}/0`, other.pieces[0]);
    expect((await declare(sample)).status).toBe(409);
  });

  test('a file that a draft or a link names is kept, and a stray one is deleted after its month', async () => {
    const [drafted, linked, stray] = [await stored(7), await stored(8), await stored(9)];
    const incb = rig.engine.open('incb');
    await incb.bulkDocs([
      {
        _id: 'draft:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
        kind: 'announcement',
        fields: { 'file-0': `${drafted.scan.sha256} 60 application/pdf` }
      },
      aLink(linked)
    ] as object[]);
    const clock = (): number => Date.parse('2027-03-01T00:00:00.000Z');
    const sweep = (isNational: boolean): Promise<number> =>
      new CountryFiles({ engine: rig.engine, clock, warn: () => undefined, isNational }).sweep();
    // A country's own server does not know what names them.
    expect(await sweep(true)).toBe(0);
    await sweep(false);
    const statusOf = async (sample: SampleScan): Promise<number> =>
      (await board.ask('GET', `${pathOf(sample)}/0`)).status;
    expect(await Promise.all([drafted, linked, stray].map(statusOf))).toEqual([200, 200, 404]);
  });

  test('anyone saves the PDF of a link of INCB, which no page can run, until INCB removes the link', async () => {
    const sample = await stored(10);
    const stranger = new Client(rig.address, '');
    const read = (): Promise<Response> => fetch(`${rig.address}/api/links/${sample.scan.sha256}`);
    const write = async (over: object): Promise<void> => {
      const link = { ...aLink(sample), ...over };
      await rig.engine.openAsAdministrator('incb').put(link as never);
      rig.clock.now += 60_000;
    };
    rig.clock.now += 60_000;
    expect((await read()).status).toBe(404);
    const _id = `${LINK_SETTING_PREFIX}4f6f8b1e-0000-4000-8000-000000000002`;
    await write({ _id });
    const answer = await read();
    const told = ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options'];
    expect([answer.status, ...told.map((name) => answer.headers.get(name))]).toEqual([
      200,
      'application/pdf',
      `attachment; filename="i2es-${sample.scan.sha256.slice(0, 8)}.pdf"`,
      "default-src 'none'; sandbox; frame-ancestors 'none'",
      'nosniff'
    ]);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(aPdf(60, 10));
    expect((await stranger.ask('GET', `${pathOf(sample)}/0`)).status).toBe(401);
    await write({ _id: `${LINK_SETTING_PREFIX}4f6f8b1e-0000-4000-8000-000000000003`, isRemoved: true });
    const { _rev } = await rig.engine.open('incb').get(_id);
    await write({ _id, _rev, isRemoved: true });
    expect((await read()).status).toBe(404);
  });

  test('answers of one file that are on their way at the same moment share its bytes', async () => {
    const sample = await stored(12);
    const files = new CountryFiles({ engine: rig.engine, clock: () => rig.clock.now, warn: () => undefined });
    const whole = () => files.readWhole(sample.scan.sha256, { authority: 'INCB' });
    const [first, second] = await Promise.all([whole(), whole()]);
    expect(first).toEqual(aPdf(60, 12));
    expect(second).toBe(first);
    expect((await whole())?.buffer).toBe(first?.buffer);
  });

  test('answers share the bytes also with one that is read slowly, whatever memory is freed meanwhile', async () => {
    const sample = await stored(13);
    const files = new CountryFiles({ engine: rig.engine, clock: () => rig.clock.now, warn: () => undefined });
    // The server that sends them holds the memory and not what `readWhole` gave.
    const send = async (): Promise<Buffer> => {
      const bytes = await files.readWhole(sample.scan.sha256, { authority: 'INCB' });
      return Buffer.from(bytes?.buffer as ArrayBuffer);
    };
    const slow = await send();
    setFlagsFromString('--expose-gc');
    await new Promise((go) => setTimeout(go, 10));
    (runInNewContext('gc') as () => void)();
    expect((await send()).buffer === slow.buffer).toBe(true);
  });

  test('an address reads so many files at the same time, and others once it has read one', async () => {
    const sample = await stored(14);
    const _id = `${LINK_SETTING_PREFIX}4f6f8b1e-0000-4000-8000-000000000004`;
    await rig.engine.openAsAdministrator('incb').put({ ...aLink(sample), _id } as never);
    rig.clock.now += 60_000;
    const slow: (() => void)[] = [];
    // As over a slow connection: the answer is ready, and its end does not leave the server yet.
    rig.gateway.server.prependListener('request', ({ headers }, response) => {
      const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
      if (headers['x-slow'])
        response.end = (...given: unknown[]) => (slow.push(() => end(...given)), response);
    });
    const path = `${rig.address}/api/links/${sample.scan.sha256}`;
    const statusOf = async (headers = {}): Promise<number> => (await fetch(path, { headers })).status;
    const reading = [1, 2, 3].map(() => statusOf({ 'x-slow': 'yes' }));
    await expect.poll(() => slow.length).toBe(3);
    expect(await statusOf()).toBe(429);
    slow.shift()?.();
    await Promise.any(reading);
    await expect.poll(() => statusOf()).toBe(200);
    for (const send of slow) send();
    expect(await Promise.all(reading)).toEqual([200, 200, 200]);
  });

  const aLink = ({ scan }: SampleScan): object => ({
    _id: `${LINK_SETTING_PREFIX}4f6f8b1e-0000-4000-8000-000000000001`,
    schema: 1,
    kind: 'form',
    title: 'Form C',
    language: 'en',
    address: 'https://www.incb.example/form-c',
    file: scan
  });
});
