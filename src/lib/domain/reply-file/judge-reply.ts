/**
 * Judges whether a reply came from a file that this authority gave for that authorization, and in time. Form and door
 * ask it; earlier records are judged with the dossier (`dossier/judge-paper.ts`), the signature by `lib/crypto`.
 *
 * | the reply                                   | answer                       |
 * |---------------------------------------------|------------------------------|
 * | by a key of no file for this authorization  | `evidence.file.unknown`      |
 * | recorded after the file was recalled        | `evidence.file.recalled`     |
 * | written after the last day of the file      | `evidence.file.late`         |
 * | dated more than a day in the future         | `evidence.time.future`       |
 */
import { instantToDate } from '../calendar-date.ts';
import type { Act } from '../act/body.ts';
import type { PaperRecordBody } from '../act/kinds/paper-record.ts';
import { CLOCK_TOLERANCE_MS } from '../own-choices.ts';
import { keyIdOf } from '../registration/key-id.ts';
import { OWN_RULE, type Problem } from '../result.ts';
import { subjectOfReply } from './file-reply.ts';
import { invitationId, type Invitation } from './invitation.ts';

type Stated = Pick<PaperRecordBody, 'paper' | 'at'> & {
  readonly evidence?: Pick<NonNullable<PaperRecordBody['evidence']>, 'key' | 'at'> | undefined;
};

export function judgeFileReply(
  { paper, evidence, at }: Stated,
  invitations: readonly Invitation[]
): readonly Problem[] {
  if (!evidence) return [];
  const [act, keyId] = [subjectOfReply({ paper }), keyIdOf(evidence.key)];
  const file = invitations.find((one) => one.act === act && one.keyId === keyId);
  if (!file) return [problem('evidence.file.unknown')];
  const { recall, expiresOn } = file;
  if (recall && recall.at <= at)
    return [problem('evidence.file.recalled', { date: instantToDate(recall.at) })];
  if (instantToDate(evidence.at) > expiresOn)
    return [problem('evidence.file.late', { date: instantToDate(evidence.at), until: expiresOn })];
  const isAhead = Date.parse(evidence.at) > Date.parse(at) + CLOCK_TOLERANCE_MS;
  return isAhead ? [problem('evidence.time.future', { date: instantToDate(evidence.at) })] : [];
}

/** The documents that judge the evidence of an act, if it has any. */
export function invitationIdsOf({ body }: Act): readonly string[] {
  const key = body.kind === 'paper-record' ? body.evidence?.key : undefined;
  const act = body.kind === 'paper-record' && key ? subjectOfReply(body) : null;
  return act && key ? [invitationId(act, key), invitationId(act, key, 'recall')] : [];
}

function problem(code: string, values?: Problem['values']): Problem {
  return { code, path: 'evidence', article: OWN_RULE, ...(values ? { values } : {}) };
}
