/** Lessons of trainers through a real gateway: who writes, what is taken, who is told, how a file is served. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { provisionSystem } from '#couch/installation/provision.ts';
import { unwrap } from '#lib/domain/result.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { Lessons } from '#couch/training/lessons.ts';
import { Trainings } from '#couch/training/trainings.ts';
import { PIECE_BYTES, type Piece } from '#lib/domain/file/pieces.ts';
import type { OwnLessonId } from '#lib/domain/ids.ts';
import type { OwnLessonCard } from '#lib/domain/training/lesson-view.ts';
import { MAX_FILE_BYTES, pieceId, type LessonFile } from '#lib/domain/training/material.ts';
import { bytesOfFiles } from '#lib/domain/training/own-lesson.ts';
import { openGatewayWorld, type GatewayWorld } from '../exchange/gateway-world.ts';
import { aHead, aPerson, aReplica, Client, NOW } from '../gateway/rig.ts';
import { describeTinyDisk, openTinyDisk } from '../tiny-disk.ts';
import { describeEngines } from '../with-engine.ts';
import { aFile, aPdf, aPlan, aWrittenLesson } from '../../samples/training.ts';

const OWN = '/api/training/own-lessons';
const PUBLIC = '/api/training/lessons';

describeEngines('lessons of trainers', (open) => {
  let world: GatewayWorld;
  let anybody: Client;
  let rival: Client;
  let made = 0;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    anybody = new Client(world.rig.address, '');
    await world.rig.accounts.createPerson(aPerson('incb.rival', 'trainer', 'INCB'));
    rival = await world.rig.signIn('incb.rival');
  });
  afterAll(() => world.drop());

  const as = (name: string): Client => world.clients.get(name) as Client;
  const codesOf = (body: unknown): string[] =>
    (body as { problems: { code: string }[] }).problems.map(({ code }) => code);

  async function change(id: string, body: object, client = as('incb.trainer')) {
    return client.ask('PUT', `${OWN}/${id}`, body);
  }

  const approve = (id: string, revision: number, client: Client) =>
    client.ask('POST', `${OWN}/${id}/approval`, { revision });

  async function written(more: Parameters<typeof aWrittenLesson>[0] = {}, publish = true): Promise<string> {
    const id = `lesson:7c1d5e3e-0c0d-4f0e-8a86-${String(++made).padStart(12, '0')}`;
    const answer = await change(id, { revision: 0, lesson: aWrittenLesson(more) });
    expect([answer.status, answer.body]).toMatchObject([200, { lesson: { revision: 1, state: 'draft' } }]);
    if (publish) {
      expect((await change(id, { revision: 1, publish: true })).status).toBe(200);
      expect((await approve(id, 2, rival)).status).toBe(204);
    }
    return id;
  }

  async function sendPieces(
    id: string,
    file: LessonFile,
    pieces: readonly Piece[],
    client = as('incb.trainer')
  ) {
    const statuses: number[] = [];
    for (const [number, piece] of pieces.entries())
      statuses.push((await client.ask('PUT', `${OWN}/${id}/files/${file.hash}/${number}`, piece)).status);
    return statuses;
  }

  const idsTold = async (client: Client, path = OWN): Promise<string[]> =>
    ((await client.ask('GET', path)).body as { lessons: OwnLessonCard[] }).lessons.map(({ _id }) => _id);

  test('a draft is its author’s; published it is everybody’s, and taken back nobody else’s', async () => {
    const id = await written({}, false);
    expect(await idsTold(as('incb.trainer'))).toContain(id);
    for (const client of [rival, as('au.officer'), as('incb.secretary')])
      expect(await idsTold(client)).not.toContain(id);
    expect((await anybody.ask('GET', `${PUBLIC}/${id}`)).status).toBe(404);
    await change(id, { revision: 1, publish: true });
    await approve(id, 2, rival);
    expect(await idsTold(anybody, PUBLIC)).toContain(id);
    expect((await anybody.ask('GET', `${PUBLIC}/${id}`)).body).toMatchObject({
      lesson: { _id: id, revision: 2 }
    });
    await change(id, { revision: 2, publish: false });
    expect(await idsTold(anybody, PUBLIC)).not.toContain(id);
    expect((await as('au.officer').ask('GET', `${OWN}/${id}`)).status).toBe(404);
  });

  test('a lesson for everybody is for the signed in until a second person has approved it as it is', async () => {
    const id = await written({}, false);
    await change(id, { revision: 1, publish: true });
    const isPublic = async (): Promise<boolean> => (await idsTold(anybody, PUBLIC)).includes(id);
    const secretary = as('incb.secretary');
    expect([await isPublic(), (await idsTold(as('au.officer'))).includes(id)]).toEqual([false, true]);
    expect((await anybody.ask('GET', `${PUBLIC}/${id}`)).status).toBe(404);
    const refused = async (client: Client, revision = 2): Promise<string[]> =>
      codesOf((await approve(id, revision, client)).body);
    expect(await refused(as('incb.trainer'))).toEqual(['training.lesson.ownApproval']);
    for (const name of ['au.officer', 'au.administrator'])
      expect(await refused(as(name))).toEqual(['training.lesson.foreign']);
    expect(await refused(secretary, 1)).toEqual(['training.lesson.changedMeanwhile']);
    expect((await approve(id, 2, anybody)).status).toBe(401);
    expect((await approve(id, 2, secretary)).status).toBe(204);
    expect(await isPublic()).toBe(true);
    await change(id, { revision: 2, lesson: aWrittenLesson({ minutes: 7 }) });
    expect(await isPublic()).toBe(false);
  });

  test('earlier texts stay, for the author alone, and the latest twenty', async () => {
    const id = await written({}, false);
    const texts = aWrittenLesson().texts;
    for (let revision = 1; revision <= 22; revision++)
      await change(id, { revision, lesson: aWrittenLesson({ minutes: revision, texts }) });
    const { status, body } = await as('incb.trainer').ask('GET', `${OWN}/${id}/versions`);
    const versions = (body as { versions: { revision: number; written: { minutes: number } }[] }).versions;
    expect([status, versions.length]).toEqual([200, 20]);
    expect(versions.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, no) => 22 - no));
    expect(versions[0]?.written.minutes).toBe(21);
    expect((await rival.ask('GET', `${OWN}/${id}/versions`)).status).toBe(404);
    expect((await as('au.officer').ask('GET', `${OWN}/${id}/versions`)).status).toBe(403);
  });

  test('the author learns how often a lesson was opened and how people answered, of five or more and without names', async () => {
    const questions = '### why-less\n\nWhy is it less?\n\n- [x] One\n- [ ] Two\n\n> Because.';
    const id = await written({ texts: [{ ...aWrittenLesson().texts[0]!, questions }] });
    const read = (client: Client, body: object = {}) => client.ask('POST', `${OWN}/${id}/reading`, body);
    const told = async () =>
      ((await as('incb.trainer').ask('GET', `${OWN}/${id}/reading`)).body as { reading: object }).reading;
    const answer = (right: boolean) => read(as('au.officer'), { answers: { 'why-less': right } });
    expect((await read(anybody)).status).toBe(401);
    expect((await read(as('au.officer'), { answers: { 'another-one': true } })).status).toBe(400);
    for (let no = 0; no < 4; no++) expect((await read(as('ch.officer'))).status).toBe(204);
    for (const right of [true, true, false, true]) await answer(right);
    expect(await told()).toEqual({ opened: 0, answered: 0, answers: {} });
    // The author's own reading is no reading.
    await read(as('incb.trainer'));
    await read(as('fr.officer'));
    await answer(false);
    const five = { opened: 5, answered: 5, answers: { 'why-less': { right: 3, wrong: 2 } } };
    expect(await told()).toEqual(five);
    await read(as('fr.officer'));
    await answer(false);
    expect(await told()).toEqual(five);
    expect((await rival.ask('GET', `${OWN}/${id}/reading`)).status).toBe(404);
    const { rows } = await world.rig.engine
      .open('accounts')
      .allDocs({ startkey: 'reading:', endkey: 'reading:~', include_docs: true });
    expect(JSON.stringify(rows)).not.toMatch(/officer/);
  });

  test('a lesson names its trainer as people know them, and not by the name with which they sign in', async () => {
    const id = await written();
    const told = async (client: Client, path: string): Promise<string> =>
      JSON.stringify([(await client.ask('GET', path)).body, (await client.ask('GET', `${path}/${id}`)).body]);
    for (const [client, path] of [
      [anybody, PUBLIC],
      [as('au.officer'), OWN],
      [rival, OWN]
    ] as const)
      expect(await told(client, path)).not.toContain('incb.trainer');
    expect(await told(as('incb.trainer'), OWN)).toContain('incb.trainer');
  });

  test('what one trainer wrote no other changes, nor adds to, nor does anybody who is none', async () => {
    const id = await written();
    const { file, pieces } = await aFile(aPdf(50));
    const mine = { revision: 2, lesson: aWrittenLesson({ minutes: 1 }) };
    for (const body of [mine, { revision: 2, publish: false }, { revision: 2, remove: file.hash }])
      expect(codesOf((await change(id, body, rival)).body)).toEqual(['training.lesson.foreign']);
    expect(await sendPieces(id, file, pieces, rival)).toEqual([403]);
    expect((await change(id, mine, as('au.administrator'))).status).toBe(403);
    expect((await change(id, mine, anybody)).status).toBe(401);
    expect(await sendPieces(id, file, pieces, as('incb.secretary'))).toEqual([403]);
    expect((await change(id, { revision: 1, lesson: aWrittenLesson() })).status).toBe(409);
    expect((await change('session:1', mine)).status).toBe(404);
    for (const name of ['incb.trainer', 'au.officer'])
      expect((await as(name).ask('GET', '/db/training')).status).toBe(404);
  });

  test('a script is taken neither in a lesson nor in the database itself', async () => {
    const [english] = aWrittenLesson().texts;
    const evil = aWrittenLesson({ texts: [{ ...english!, text: '<script>alert(1)</script>' }] });
    const id = await written();
    expect(codesOf((await change(id, { revision: 2, lesson: evil })).body)).toEqual(['training.lesson.html']);
    const { engine } = world.rig;
    if (engine.kind !== 'couchdb') return;
    const held = await engine.open('training').get(id);
    for (const more of [{ texts: evil.texts }, { trainer: { person: 'incb.rival', name: 'Rival' } }])
      await expect(engine.open('training').put({ ...held, ...more })).rejects.toMatchObject({ status: 403 });
    const piece = { _id: `material:${id.slice(7)}:${'A'.repeat(43)}:0`, type: 'application/pdf', size: 6 };
    await expect(engine.open('training').put({ ...piece, data: 'PGh0bWw-' })).rejects.toMatchObject({
      status: 403
    });
  });

  test('a file comes in pieces, is whole before a lesson has it, and goes out as bytes that nothing runs', async () => {
    const id = await written();
    const bytes = aPdf();
    const { file, pieces } = await aFile(bytes);
    expect(codesOf((await change(id, { revision: 2, add: file })).body)).toEqual([
      'training.file.incomplete'
    ]);
    expect(await sendPieces(id, file, pieces)).toEqual([204, 204, 204]);
    // Told again by a device whose answer was lost, it is the same.
    expect(await sendPieces(id, file, pieces.slice(0, 1))).toEqual([204]);
    expect((await anybody.ask('GET', `${PUBLIC}/${id}/files/${file.hash}/0`)).status).toBe(404);
    expect((await change(id, { revision: 2, add: file })).body).toMatchObject({ lesson: { files: [file] } });
    expect((await anybody.ask('GET', `${PUBLIC}/${id}/files/${file.hash}/0`)).status).toBe(404);
    expect((await approve(id, 3, rival)).status).toBe(204);
    const got: Uint8Array[] = [];
    for (const number of [0, 1, 2]) {
      const answer = await fetch(`${world.rig.address}${PUBLIC}/${id}/files/${file.hash}/${number}`);
      const { headers } = answer;
      expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
        'application/octet-stream',
        'nosniff'
      ]);
      expect(headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/);
      got.push(new Uint8Array(await answer.arrayBuffer()));
    }
    expect(Buffer.concat(got).equals(Buffer.from(bytes))).toBe(true);
    for (const path of [`${file.hash}/3`, `${file.hash}/00`, `${'A'.repeat(43)}/0`, `${file.hash}/-1`])
      expect([path, (await anybody.ask('GET', `${PUBLIC}/${id}/files/${path}`)).status]).toEqual([path, 404]);
    await change(id, { revision: 3, remove: file.hash });
    expect((await anybody.ask('GET', `${PUBLIC}/${id}/files/${file.hash}/0`)).status).toBe(404);
    const left = await world.rig.engine
      .open('training')
      .allDocs({ startkey: 'material:', endkey: 'material:~' });
    expect(left.rows.map((row) => row.id).filter((one) => one.includes(id.slice(7)))).toEqual([]);
  });

  test('a page that calls itself a PDF, a name that is a path, what is too large or damaged are refused', async () => {
    const id = await written();
    const page = new TextEncoder().encode('<html><script>alert(1)</script></html>');
    const fake = await aFile(page as Uint8Array<ArrayBuffer>);
    expect(await sendPieces(id, fake.file, fake.pieces)).toEqual([400]);
    const { file, pieces } = await aFile(aPdf(PIECE_BYTES + 9));
    const path = `${OWN}/${id}/files/${file.hash}`;
    const large = await as('incb.trainer').ask('PUT', `${path}/0`, {
      ...pieces[0],
      size: MAX_FILE_BYTES + 1
    });
    expect(large.status).toBe(400);
    const other = await aFile(aPdf(PIECE_BYTES + 9).reverse());
    await as('incb.trainer').ask('PUT', `${path}/0`, pieces[0]);
    await as('incb.trainer').ask('PUT', `${path}/1`, { ...pieces[1], data: other.pieces[1]?.data });
    expect(codesOf((await change(id, { revision: 2, add: file })).body)).toEqual(['training.file.damaged']);
    // What was damaged is gone, so that it can be sent again.
    expect(await sendPieces(id, file, pieces)).toEqual([204, 204]);
    for (const name of ['../slides.pdf', 'slides.html', 'a"b.pdf'])
      expect(codesOf((await change(id, { revision: 2, add: { ...file, name } })).body)).toEqual([
        'training.file.name'
      ]);
    expect((await change(id, { revision: 2, add: file })).status).toBe(200);
    const words = new Uint8Array([35, 32, 255, 254, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const noText = await aFile(words, { type: 'text/markdown', name: 'notes.md' });
    await sendPieces(id, noText.file, noText.pieces);
    expect((await change(id, { revision: 3, add: noText.file })).status).not.toBe(200);
  });

  test('a recording is for those who had a place, named by its session afterwards and by its trainer alone', async () => {
    const id = await written({ audience: 'session' });
    const session = 'session:5a0b5e3e-0c0d-4f0e-8a86-100000000001';
    const trainer = as('incb.trainer');
    const path = `/api/training/sessions/${session}`;
    expect((await trainer.ask('PUT', path, { revision: 0, plan: aPlan() })).status).toBe(200);
    const at = new Date(NOW - 3_600_000).toISOString();
    const head = aHead('enrolment', 'AU' as never, ['INCB'], 'au.officer', at);
    const act = await signBody({ ...head, session, intent: 'enrol' } as never, world.keys.AU);
    await as('au.officer').push('country-au', [act]);
    await world.carryAll();
    expect(await idsTold(as('au.officer'))).not.toContain(id);
    const named = { revision: 1, lessons: [id] };
    expect((await rival.ask('PUT', path, named)).status).toBe(403);
    expect((await trainer.ask('PUT', path, { revision: 1, lessons: ['lesson:x'] })).status).toBe(400);
    expect((await trainer.ask('PUT', path, named)).body).toMatchObject({
      session: { lessons: [id], revision: 2 }
    });
    expect(await idsTold(as('au.officer'))).toContain(id);
    expect(await idsTold(as('ch.officer'))).not.toContain(id);
    expect(await idsTold(anybody, PUBLIC)).not.toContain(id);
    // A change of the plan afterwards leaves what it names.
    const plan = { revision: 2, plan: aPlan({ title: 'Another title' }) };
    expect((await trainer.ask('PUT', path, plan)).body).toMatchObject({ session: { lessons: [id] } });
    const calendar = await anybody.ask('GET', '/api/training/calendar');
    expect(JSON.stringify(calendar.body)).not.toContain(id);
    const theirs = await rival.ask(
      'PUT',
      '/api/training/sessions/session:5a0b5e3e-0c0d-4f0e-8a86-100000000002',
      {
        revision: 0,
        plan: aPlan()
      }
    );
    expect(theirs.status).toBe(200);
    const borrowed = await rival.ask(
      'PUT',
      '/api/training/sessions/session:5a0b5e3e-0c0d-4f0e-8a86-100000000002',
      named
    );
    expect(codesOf(borrowed.body)).toEqual(['training.lesson.notYours']);
  });

  test('a national server’s copy of what is published has the lesson and every piece of its file', async () => {
    const id = await written();
    const { file, pieces } = await aFile(aPdf());
    await sendPieces(id, file, pieces);
    await change(id, { revision: 2, add: file });
    const copy = aReplica();
    await copy.replicate.from(as('au.service').remote('training'));
    const held = await copy.allDocs<Piece>({
      include_docs: true,
      startkey: 'material:',
      endkey: 'material:~'
    });
    const own = held.rows.flatMap(({ doc }) => (doc?._id.includes(id.slice(7)) ? [doc.data] : []));
    expect(own).toEqual(pieces.map(({ data }) => data));
    expect(await copy.get(id)).toMatchObject({ files: [file] });
    await copy.destroy();
  });

  test('pieces that belong to no lesson after a day are deleted, and no others', async () => {
    const id = await written();
    const whole = await aFile(aPdf(60));
    await sendPieces(id, whole.file, whole.pieces);
    await change(id, { revision: 2, add: whole.file });
    await approve(id, 3, rival);
    const stray = await aFile(aPdf(70));
    await sendPieces(id, stray.file, stray.pieces);
    const { engine } = world.rig;
    let now = NOW;
    const options = { engine, clock: () => now, warn: () => undefined };
    const trainings = new Trainings(options);
    const lessons = new Lessons({ ...options, books: () => trainings.books() });
    const before = await lessons.sweep();
    expect(before).toBe(0);
    now += 86_400_000 + 1;
    expect(await lessons.sweep()).toBeGreaterThan(0);
    expect((await anybody.ask('GET', `${PUBLIC}/${id}/files/${whole.file.hash}/0`)).status).toBe(200);
    expect(await lessons.sweep()).toBe(0);
  });

  test('pieces that no lesson was told of fill no disk: all of them together have a bound', async () => {
    const id = await written();
    const { file, pieces } = await aFile(aPdf(2 * PIECE_BYTES));
    const { engine } = world.rig;
    const options = { engine, clock: () => NOW, warn: () => undefined };
    const trainings = new Trainings(options);
    const held = await engine.open('training').allDocs({ startkey: 'material:', endkey: 'material:~' });
    const mostPieces = held.rows.length + 1;
    const lessons = new Lessons({ ...options, books: () => trainings.books(), mostPieces });
    const trainer = { id: 'incb.trainer', role: 'trainer', authority: 'INCB' } as never;
    const codes: unknown[] = [];
    for (const [number, piece] of pieces.entries()) {
      const taken = await lessons.takePiece(id as OwnLessonId, file.hash, number, piece, trainer);
      codes.push(taken.ok ? 'taken' : taken.problems[0]?.code);
    }
    expect(codes.slice(0, 2)).toEqual(['taken', 'training.file.space']);
  });

  test('no trainer takes the room of all others, and whoever has too much can still remove a file', async () => {
    const id = await written();
    const [first, second] = [await aFile(aPdf(60)), await aFile(aPdf(70))];
    for (const one of [first, second]) await sendPieces(id, one.file, one.pieces);
    const { engine } = world.rig;
    const options = { engine, clock: () => NOW, warn: () => undefined };
    const trainings = new Trainings(options);
    const held = (await trainings.books()).lessons.filter(({ trainer }) => trainer.person === 'incb.trainer');
    const mostBytes = held.reduce((sum, lesson) => sum + bytesOfFiles(lesson), 0) + first.file.size;
    const lessons = new Lessons({ ...options, books: () => trainings.books(), mostBytes });
    const trainer = { id: 'incb.trainer', name: 'Trainer', role: 'trainer', authority: 'INCB' } as never;
    const change = async (asked: object): Promise<unknown> => {
      const changed = await lessons.change(id as OwnLessonId, asked as never, trainer);
      return changed.ok ? 'done' : changed.problems[0]?.code;
    };
    expect(await change({ revision: 2, add: first.file })).toBe('done');
    expect(await change({ revision: 3, add: second.file })).toBe('training.file.ownSpace');
    const stricter = new Lessons({ ...options, books: () => trainings.books(), mostBytes: 1 });
    expect(
      (await stricter.change(id as OwnLessonId, { revision: 3, remove: first.file.hash }, trainer)).ok
    ).toBe(true);
  });

  test('a removed file gives its room on the disk back', async () => {
    const id = await written();
    const { file, pieces } = await aFile(aPdf(2 * PIECE_BYTES));
    await sendPieces(id, file, pieces);
    await change(id, { revision: 2, add: file });
    const { engine } = world.rig;
    const training = engine.open('training');
    const piece = pieceId(id, file.hash, 0);
    const { _rev } = await training.get(piece);
    await change(id, { revision: 3, remove: file.hash });
    const options = { engine, clock: () => NOW, warn: () => undefined };
    const trainings = new Trainings(options);
    await new Lessons({ ...options, books: () => trainings.books() }).sweep();
    await vi.waitFor(() => expect(training.get(piece, { rev: _rev })).rejects.toMatchObject({ status: 404 }));
  });
});

describeTinyDisk('files on a disk that is nearly full', () => {
  test('are refused while there is room for what countries write', async () => {
    const disk = openTinyDisk(64);
    const engine = await openEmbeddedEngine({ folder: join(disk.folder, 'data') });
    try {
      await provisionSystem(engine);
      const options = { engine, clock: () => NOW, warn: () => undefined };
      const trainings = new Trainings(options);
      const lessons = new Lessons({ ...options, books: () => trainings.books() });
      const id = 'lesson:7c1d5e3e-0c0d-4f0e-8a86-000000000001' as OwnLessonId;
      const trainer = { id: 'incb.trainer', name: 'Trainer', role: 'trainer', authority: 'INCB' } as never;
      unwrap(await lessons.change(id, { revision: 0, lesson: aWrittenLesson({}) }, trainer));
      const { file, pieces } = await aFile(aPdf(60));
      const taken = await lessons.takePiece(id, file.hash, 0, pieces[0], trainer);
      expect(taken).toMatchObject({ ok: false, problems: [{ code: 'training.file.disk' }] });
      await trainings.close();
    } finally {
      await engine.close();
      disk.drop();
    }
  });
});
