/** A reply as it comes back: a small file of text, or the text of the code on its printed page. */
import { written, type Evidence } from '../act/kinds/evidence.ts';
import { paper, type Paper } from '../act/kinds/paper-record.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { fits, oneOf, shaped, type Checked } from '../shape/shape.ts';

const fileReply = shaped({
  required: { kind: oneOf(['file-reply']), schema: oneOf([1]), paper, ...written }
});
export type FileReply = Checked<typeof fileReply>;

const MALFORMED = refuse({ code: 'evidence.malformed' });

/** UTF-16 units: the longest statement of two hundred lines needs half of it. */
const MAX_REPLY_LENGTH = 65536;

export function parseFileReply(text: string): Result<FileReply> {
  if (text.length > MAX_REPLY_LENGTH) return MALFORMED;
  try {
    const value: unknown = JSON.parse(text);
    return isFileReply(value) ? accept(value) : MALFORMED;
  } catch {
    return MALFORMED;
  }
}

export function isFileReply(value: unknown): value is FileReply {
  return fits(fileReply, value);
}

/** The text that the file's key signs. It names the authorization, so that no reply passes for one to another. */
export function replyText(said: Paper, { number, at, by }: Pick<Evidence, 'number' | 'at' | 'by'>): string {
  return canonicalJson({ kind: 'file-reply', schema: 1, paper: said, number, at, by });
}

/** The authorization that it is about; null for papers that no file can state. */
export function subjectOfReply({ paper: said }: Pick<FileReply, 'paper'>): ActId | null {
  if ('on' in said) return said.on;
  return said.instrument === 'endorsed-copy' ? said.exportAuthorization : null;
}

export function toEvidence(
  { key, number, at, by, signature }: FileReply,
  delivered: Pick<Evidence, 'given' | 'givenOn'>
): Evidence {
  return { key, number, at, by, signature, ...delivered };
}
