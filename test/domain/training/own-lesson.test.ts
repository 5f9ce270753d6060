import { describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import {
  changeLesson,
  lessonForServer,
  type LessonRequest,
  parseOwnLesson,
  parseWritten,
  textFor,
  type OwnLesson
} from '#lib/domain/training/own-lesson.ts';
import { lessonsFor, lessonToCard, parseCards } from '#lib/domain/training/lesson-view.ts';
import { parsePieceOf } from '#lib/domain/file/pieces.ts';
import {
  cleanFileName,
  isTypeOf,
  MATERIAL,
  MAX_FILE_BYTES,
  pieceId,
  typeOfBytes,
  type LessonFile
} from '#lib/domain/training/material.ts';
import { checkTrainingDocument } from '#lib/domain/training/training-structure.ts';
import type { Result } from '#lib/domain/result.ts';
import {
  aFile,
  aMark,
  anEnrolment,
  anOwnLesson,
  aPdf,
  aSession,
  aWrittenLesson,
  LESSON_ID
} from '../../samples/training.ts';

const NOW = '2026-11-25T08:00:00.000Z' as Instant;
const TRAINER = { id: 'trainer.demo', name: 'Demonstration trainer', role: 'trainer' };
const codes = (result: Result<unknown>): readonly string[] =>
  result.ok ? [] : result.problems.map(({ code }) => code);
const latin = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0));

describe('a trainer’s lesson', () => {
  const [english] = aWrittenLesson().texts;
  const written = (text: object) => parseWritten(aWrittenLesson({ texts: [{ ...english!, ...text }] }));

  it('is text in one or several languages, each once, and read in the reader’s own where there is one', () => {
    const french = { ...english!, language: 'fr' as const, title: 'Lire une expédition partielle' };
    const lesson = aWrittenLesson({ texts: [english!, french] });
    expect(parseWritten(lesson).ok).toBe(true);
    expect(textFor(lesson, 'fr').title).toBe(french.title);
    expect(textFor(lesson, 'ar').language).toBe('en');
    expect(codes(parseWritten(aWrittenLesson({ texts: [english!, english!] })))).toEqual([
      'training.lesson.language'
    ]);
  });

  it.each([
    ['a script', 'Read <script>alert(1)</script> this'],
    ['a picture that runs', '<img src=x onerror=alert(1)>'],
    ['an element that is closed first', 'x</p><svg/onload=alert(1)>'],
    ['a comment', '<!-- hidden -->']
  ])('holds no HTML: %s', (_, text) => {
    expect(codes(written({ text }))).toEqual(['training.lesson.html']);
    expect(codes(written({ questions: text }))).toEqual(['training.lesson.html']);
    const typed = anOwnLesson({ texts: [{ ...english!, text }] });
    expect(codes(checkTrainingDocument(typed))).toEqual(['training.lesson.html']);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:x',
    'https://elsewhere.example',
    '//elsewhere.example',
    'data:text/html,x'
  ])('leads nowhere but to places of the app: %s', (address) => {
    expect(codes(written({ text: `[here](${address})` }))).toEqual(['training.lesson.link']);
  });

  it('may compare figures, and its title is text whatever stands in it', () => {
    expect(written({ text: 'If a < b, or 3<4, ask.' }).ok).toBe(true);
    expect(written({ title: '<script>alert(1)</script>' }).ok).toBe(true);
    expect(codes(written({ title: 'fine\u202egnihton' }))).not.toEqual([]);
  });

  it('is changed by its author alone, who says what they had before them', () => {
    const before = anOwnLesson({ state: 'draft' });
    const asked = (more: Partial<LessonRequest>): LessonRequest => ({ revision: 1, ...more });
    const lesson = aWrittenLesson({ minutes: 9 });
    const changed = changeLesson(LESSON_ID, before, asked({ lesson }), TRAINER, NOW);
    expect(changed).toMatchObject({ value: { revision: 2, minutes: 9, state: 'draft', changedAt: NOW } });
    const rival = { id: 'trainer.rival', name: 'Rival', role: 'trainer' };
    for (const more of [{ lesson }, { publish: true }, { remove: 'x' }])
      expect(codes(changeLesson(LESSON_ID, before, asked(more), rival, NOW))).toEqual([
        'training.lesson.foreign'
      ]);
    expect(codes(changeLesson(LESSON_ID, before, { revision: 0, lesson }, TRAINER, NOW))).toEqual([
      'training.lesson.changedMeanwhile'
    ]);
    expect(codes(changeLesson(LESSON_ID, null, { revision: 0, publish: true }, TRAINER, NOW))).toEqual([
      'training.lesson.unknown'
    ]);
    const out = changeLesson(LESSON_ID, before, asked({ publish: true }), TRAINER, NOW);
    expect(out).toMatchObject({ value: { state: 'published' } });
  });

  it('never becomes another’s in the database, and is never deleted there', () => {
    const stolen = anOwnLesson({ trainer: { person: 'trainer.rival', name: 'Rival' } });
    expect(codes(checkTrainingDocument(stolen, anOwnLesson()))).toEqual(['training.lesson.foreign']);
    expect(checkTrainingDocument(anOwnLesson({ revision: 2 }), anOwnLesson()).ok).toBe(true);
    expect(codes(checkTrainingDocument({ _id: LESSON_ID, _deleted: true }, anOwnLesson()))).toEqual([
      'door.document.mayNotBeDeleted'
    ]);
    expect(codes(checkTrainingDocument({ ...anOwnLesson(), _attachments: {} }, null))).toEqual([
      'document.attachment'
    ]);
  });
});

describe('who sees it', () => {
  const books = (lessons: readonly OwnLesson[], more: object = {}) => ({
    lessons,
    sessions: [],
    heard: [],
    marks: [],
    evaluations: [],
    told: [],
    tallies: [],
    links: [],
    guests: [],
    certified: [],
    ...more
  });
  const officer = { id: 'au.officer', role: 'officer', authority: 'AU' as never };
  const trainer = { id: 'trainer.demo', role: 'trainer', authority: 'INCB' as never };
  const rival = { ...trainer, id: 'trainer.rival' };

  it('a draft its author, one for the signed in nobody else, one for everybody everybody', () => {
    const count = (lesson: OwnLesson) =>
      [null, officer, rival, trainer].map((reader) => lessonsFor(reader, books([lesson])).length);
    expect(count(anOwnLesson({ state: 'draft' }))).toEqual([0, 0, 0, 1]);
    expect(count(anOwnLesson({ state: 'withdrawn' }))).toEqual([0, 0, 0, 1]);
    expect(count(anOwnLesson({ audience: 'signed-in' }))).toEqual([0, 1, 1, 1]);
    expect(count(anOwnLesson({ audience: 'session' }))).toEqual([0, 0, 0, 1]);
    expect(count(anOwnLesson())).toEqual([1, 1, 1, 1]);
    // Stored before approvals were asked for, or changed since.
    const { approval: _approval, ...unread } = anOwnLesson();
    expect(count(unread)).toEqual([0, 1, 1, 1]);
  });

  it('a recording those who have a place in its session or were there', () => {
    const lesson = anOwnLesson({ audience: 'session' });
    const session = aSession({ lessons: [LESSON_ID], capacity: 1 });
    const heard = [anEnrolment('ch.officer', 1), anEnrolment('au.officer', 2)];
    const seen = (id: string, more: object) =>
      lessonsFor({ ...officer, id }, books([lesson], { sessions: [session], heard, ...more })).length;
    expect([seen('ch.officer', {}), seen('au.officer', {}), seen('fr.officer', {})]).toEqual([1, 0, 0]);
    expect(seen('fr.officer', { marks: [aMark('fr.officer')] })).toBe(1);
  });

  it('is told in short, and read again as it was told', () => {
    const card = lessonToCard(anOwnLesson());
    expect(JSON.stringify(card)).not.toContain('What came');
    expect(parseCards({ lessons: [card, { ...card, trainer: 'nobody' }, null] })).toEqual([card]);
    expect(parseCards('nonsense')).toBeNull();
  });
});

describe('a file of a lesson', () => {
  it.each([
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\slides\\week 1.PDF', 'week 1.pdf'],
    ['<script>alert(1)</script>.pdf', 'script.pdf'],
    ['"; filename=evil.html', 'filename evil.pdf'],
    ['slides.pdf.exe', 'slides.pdf.pdf'],
    ['\u202efdp.exe', 'file.pdf'],
    ['...', 'file.pdf'],
    ['شرائح.pdf', 'شرائح.pdf']
  ])('is called by a clean name: %s', (given, name) => {
    expect(cleanFileName(given, 'application/pdf')).toBe(name);
    expect(cleanFileName(name, 'application/pdf')).toBe(name);
  });

  it('is what its first bytes say, whatever it is called', () => {
    expect(typeOfBytes(latin('%PDF-1.7'), 'x.mp4')).toBe('application/pdf');
    expect(typeOfBytes(latin('<html><script>'), 'slides.pdf')).toBeNull();
    expect(typeOfBytes(latin('MZ\u0090\u0000'), 'talk.md')).toBeNull();
    expect(typeOfBytes(latin('# Notes'), 'notes.md')).toBe('text/markdown');
    expect(typeOfBytes(latin('\u0000\u0000\u0000\u0018ftypisom'), 'a')).toBe('video/mp4');
    expect(typeOfBytes([0x1a, 0x45, 0xdf, 0xa3], 'a')).toBe('video/webm');
    expect(typeOfBytes(latin('OggS'), 'a')).toBe('audio/ogg');
    expect(typeOfBytes([0xff, 0xfb, 0x90], 'a')).toBe('audio/mpeg');
    expect(isTypeOf('audio/mpeg', [0xff, 0xff, 0xff])).toBe(true);
    expect(isTypeOf('audio/mpeg', [0xff, 0xe1])).toBe(false);
  });

  it('lies in pieces that are whole, begin as their type does and are never written over', async () => {
    const { file, pieces } = await aFile(aPdf());
    const stored = pieces.map((piece, number) => ({
      _id: pieceId(LESSON_ID, file.hash, number),
      schema: 1,
      ...piece
    }));
    for (const piece of stored) expect(checkTrainingDocument(piece).ok).toBe(true);
    const [first, second, third] = pieces;
    expect(codes(parsePieceOf(MATERIAL, { ...first!, type: 'video/mp4' }, 0))).toEqual([
      'training.file.type'
    ]);
    expect(codes(parsePieceOf(MATERIAL, third, 0))).toEqual(['training.file.content']);
    expect(codes(parsePieceOf(MATERIAL, second, 3))).toEqual(['training.file.content']);
    expect(
      codes(parsePieceOf(MATERIAL, { ...second!, data: `${second!.data.slice(0, -4)}<b>!` }, 1))
    ).toEqual(['training.file.content']);
    expect(codes(parsePieceOf(MATERIAL, { ...first!, size: MAX_FILE_BYTES + 1 }, 0))).not.toEqual([]);
    expect(codes(parsePieceOf(MATERIAL, { ...first!, type: 'text/html' }, 0))).not.toEqual([]);
    expect(codes(checkTrainingDocument(stored[0], stored[0]))).toEqual(['training.file.immutable']);
    expect(checkTrainingDocument({ _id: stored[0]!._id, _deleted: true }, stored[0]).ok).toBe(true);
    expect(codes(checkTrainingDocument({ ...stored[0], _id: 'material:anything' }))).toEqual([
      'document.unknown'
    ]);
  });

  it('is one of few, of a name that cleaning leaves alone, and all together not too large', async () => {
    const { file } = await aFile(aPdf(10));
    const add = (before: OwnLesson, more: Partial<LessonFile>) =>
      changeLesson(LESSON_ID, before, { revision: 1, add: { ...file, ...more } }, TRAINER, NOW);
    expect(codes(add(anOwnLesson(), { name: 'a/b.pdf' }))).toEqual(['training.file.name']);
    expect(codes(add(anOwnLesson(), { name: 'page.html' }))).toEqual(['training.file.name']);
    const many = (count: number, size: number) =>
      Array.from({ length: count }, (_, n) => ({ ...file, size, hash: `${'A'.repeat(41)}${n + 10}` }));
    expect(codes(add(anOwnLesson({ files: many(8, 10) }), {}))).toEqual(['training.file.tooMany']);
    const full = anOwnLesson({ files: many(3, MAX_FILE_BYTES) });
    expect(codes(add(full, {}))).toEqual(['training.lesson.tooLarge']);
    expect(codes(parseOwnLesson({ ...full, files: many(4, MAX_FILE_BYTES) }))).toEqual([
      'training.lesson.tooLarge'
    ]);
    const added = add(anOwnLesson(), {});
    expect(added).toMatchObject({ value: { files: [file] } });
    const gone = changeLesson(
      LESSON_ID,
      anOwnLesson({ files: [file] }),
      { revision: 1, remove: file.hash },
      TRAINER,
      NOW
    );
    expect(gone.ok && 'files' in gone.value).toBe(false);
  });
});

describe('a lesson at a country’s own server', () => {
  const carried = async (over: Partial<OwnLesson>): Promise<OwnLesson> => {
    const { file } = await aFile(aPdf(200_000), { name: 'Minutes of Bhutan.pdf' });
    return lessonForServer({ ...anOwnLesson({ files: [file], ...over }), _rev: '2-a' }) as OwnLesson;
  };

  it('is whole, if all its signed-in people can read it', async () => {
    for (const audience of ['everybody', 'signed-in'] as const) {
      const seen = await carried({ state: 'published', audience });
      expect([seen.texts, seen.files?.[0]?.name]).toEqual([anOwnLesson().texts, 'Minutes of Bhutan.pdf']);
    }
  });

  it.each([
    ['a draft', { state: 'draft' }],
    ['withdrawn', { state: 'withdrawn' }],
    ['for a session', { state: 'published', audience: 'session' }]
  ] as const)(
    'has no words and no file name, if it is %s, and is stored with the hash of its file',
    async (_, over) => {
      const seen = await carried(over);
      const { file } = await aFile(aPdf(200_000), { name: 'Minutes of Bhutan.pdf' });
      expect(seen.texts).toEqual([{ language: 'en', title: '–', lead: '–', text: '–' }]);
      expect(JSON.stringify(seen)).not.toContain('Bhutan');
      expect(seen).toMatchObject({ _rev: '2-a', files: [{ hash: file.hash, size: file.size }] });
      expect(checkTrainingDocument(seen, null).ok).toBe(true);
    }
  );

  it('leaves all other documents as they are', () => {
    for (const one of [aSession(), { _id: 'lesson:x' }, { _id: 'scan:x' }])
      expect(lessonForServer(one)).toBe(one);
  });
});
