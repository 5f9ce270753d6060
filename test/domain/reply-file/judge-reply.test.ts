import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { standInOf } from '#lib/domain/act/stand-in.ts';
import type { Paper } from '#lib/domain/act/kinds/paper-record.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { missingReplies } from '#lib/domain/dossier/judge-paper.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { parseFileReply, toEvidence, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { invitationId, judgeInvitationDocument, readInvitations } from '#lib/domain/reply-file/invitation.ts';
import { invitationIdsOf, judgeFileReply } from '#lib/domain/reply-file/judge-reply.ts';
import { generatePrivateJwk, type PrivateJwk } from '#lib/crypto/key.ts';
import { isReplyGenuine } from '#lib/crypto/verify.ts';
import { anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import { aFileReply, aGivenFile, aQuery, aRecall } from '../../samples/file-replies.ts';
import { aPaper } from '../../samples/papers.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const DELIVERED = { given: 'post', givenOn: '2026-11-02' as CalendarDate } as const;
const AT = '2026-11-25T08:00:00.000Z' as Instant;

let key: PrivateJwk;
let other: PrivateJwk;
let reply: FileReply;
let file: ReturnType<typeof aGivenFile>;
const codes = (problems: readonly { readonly code: string }[]): string[] => problems.map(({ code }) => code);

function record(of: FileReply, at: string = AT): ActOf<'paper-record'> {
  const { dossier, issuer, importingCountry: partner } = ea.body;
  const made = aPaper(of.paper, { at, issuer: issuer as never, partner, dossier });
  return { ...made, body: { ...made.body, evidence: toEvidence(of, DELIVERED) } };
}
const judge = (
  of: FileReply,
  documents: readonly { readonly _id: string }[] = [file],
  at?: string
): string[] => codes(judgeFileReply(record(of, at).body, readInvitations(documents)));

beforeAll(async () => {
  [key, other] = [await generatePrivateJwk(), await generatePrivateJwk()];
  reply = await aFileReply(key, aQuery(ea));
  const { d: _secret, ...publicKey } = key;
  file = aGivenFile(ea, publicKey);
});

describe('a reply by the file of a partner outside I2ES', () => {
  test('counts with the file that was given for its authorization', async () => {
    expect(judge(reply)).toEqual([]);
    expect(await isReplyGenuine(record(reply).body)).toBe(true);
    expect(parseBody(record(reply).body)).toMatchObject({ ok: true });
    expect(parseFileReply(JSON.stringify(reply))).toEqual({ ok: true, value: reply });
  });

  test('stands in for a reply of the partner, never for one of a user', () => {
    expect(standInOf(record(reply))).toMatchObject({ kind: 'reply', issuer: 'AU', answer: 'query' });
    expect(standInOf(record(reply))).not.toHaveProperty('evidence');
  });

  test('is refused with a key of no file, and with the file of another authorization', async () => {
    expect(judge(await aFileReply(other, aQuery(ea)))).toEqual(['evidence.file.unknown']);
    expect(judge(await aFileReply(key, aQuery(ia)))).toEqual(['evidence.file.unknown']);
    expect(judge(reply, [])).toEqual(['evidence.file.unknown']);
    expect(invitationIdsOf(record(reply))).toEqual([file._id, `${file._id}:recall`]);
  });

  test('is refused when it was written after the last day of the file, but not on it', async () => {
    const written = (at: string) => aFileReply(key, aQuery(ea), { at });
    expect(judge(await written('2027-03-01T23:00:00.000Z'), [file], '2027-03-09T08:00:00.000Z')).toEqual([]);
    expect(judge(await written('2027-03-02T00:30:00.000Z'))).toEqual(['evidence.file.late']);
    expect(judge(await written('2026-11-27T00:00:00.000Z'))).toEqual(['evidence.time.future']);
  });

  test('is refused once its file is recalled, except in a record made before', () => {
    const documents = [file, aRecall(ea, file.key, '2026-11-24T00:00:00.000Z')];
    expect(judge(reply, documents)).toEqual(['evidence.file.recalled']);
    expect(judge(reply, documents, '2026-11-23T08:00:00.000Z')).toEqual([]);
  });

  test('is recorded once; another with its number is a conflict; the same words again are a further reply', async () => {
    const first = record(reply);
    const held = [ia, ea, first];
    const again = record(reply, '2026-11-26T08:00:00.000Z');
    expect(codes(admitAct(held, { ...again, _id: again._id.replace(/.$/, 'x') as never }))).toEqual([
      'paper.recorded.twice'
    ]);
    const rival = record(await aFileReply(key, aQuery(ea, 'Another text.')), '2026-11-26T08:00:00.000Z');
    expect(codes(admitAct(held, rival))).toEqual(['evidence.number.conflict']);
    const third = await aFileReply(key, aQuery(ea), { number: 3 });
    const later = record(third, '2026-11-26T08:00:00.000Z');
    expect(codes(admitAct(held, { ...later, _id: later._id.replace(/.$/, 'y') as never }))).toEqual([]);
    expect(missingReplies(held, third)).toEqual([2]);
  });

  test('is evidence of a reply, an objection or an endorsed copy only', () => {
    const { paper: _paper, ...rest } = record(reply).body;
    const cancels: Paper = {
      instrument: 'cancellation',
      of: ea._id,
      reason: 'x',
      writtenOn: DELIVERED.givenOn
    };
    const read = parseBody({ ...rest, paper: cancels });
    expect(read.ok ? [] : codes(read.problems)).toContain('evidence.instrument');
  });

  test('no changed character, of paper, number, date or person, leaves it genuine', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('text', 'answer', 'number', 'at', 'by', 'signature', 'key'),
        fc.integer({ min: 2, max: 900 }),
        async (member, seed) => {
          const paper = { ...(reply.paper as Extract<Paper, { instrument: 'reply' }>) };
          const forged = {
            text: { paper: { ...paper, text: `${paper.text} ${seed}` } },
            answer: { paper: { ...paper, answer: 'authentic' as const } },
            number: { number: seed },
            at: { at: `2026-11-20T09:00:00.${String(seed).padStart(3, '0')}Z` as Instant },
            by: { by: `Amina ${seed}` },
            signature: { signature: flip(reply.signature, seed) },
            key: { key: { kty: 'EC', crv: 'P-256', x: other.x, y: other.y } as const }
          }[member]!;
          expect(await isReplyGenuine(record({ ...reply, ...forged }).body)).toBe(false);
        }
      ),
      { numRuns: 60 }
    );
  });
});

/** One character of base64url that differs in a bit that counts. */
function flip(text: string, seed: number): string {
  const at = seed % (text.length - 1);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

describe('the document of a file', () => {
  const rev = (generation: number) => ({ _rev: `${generation}-${'0'.repeat(32)}` });

  test('is written once by the country of the authorization, under the id of its key', () => {
    expect(judgeInvitationDocument({ ...file, ...rev(1) }, 'CH' as never).ok).toBe(true);
    expect(judgeInvitationDocument({ ...file, ...rev(2) })).toMatchObject({
      problems: [{ code: 'invitation.immutable' }]
    });
    expect(judgeInvitationDocument({ ...file, _deleted: true }).ok).toBe(false);
    expect(judgeInvitationDocument({ ...file, ...rev(1) }, 'AU' as never)).toMatchObject({
      problems: [{ code: 'door.document.notYours' }]
    });
    const { d: _secret, ...publicKey } = other;
    expect(judgeInvitationDocument({ ...file, key: publicKey })).toMatchObject({
      problems: [{ code: 'invitation.key' }]
    });
  });

  test('never holds the private key', () => {
    expect(judgeInvitationDocument({ ...file, key }).ok).toBe(false);
  });

  test('keeps its recall whatever else is written, and the delivery can be corrected', () => {
    const recall = aRecall(ea, file.key, AT);
    expect(judgeInvitationDocument({ ...recall, ...rev(2) }).ok).toBe(false);
    const { schema, at, by } = file;
    const delivery = { schema, at, by, ...DELIVERED, _id: invitationId(ea._id, file.key, 'delivery') };
    expect(judgeInvitationDocument({ ...delivery, ...rev(2) }).ok).toBe(true);
    expect(readInvitations([delivery, recall, file])).toMatchObject([
      { act: ea._id, delivery: DELIVERED, recall: { reason: recall.reason } }
    ]);
  });
});
