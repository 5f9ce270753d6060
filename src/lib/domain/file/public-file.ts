/**
 * Files of INCB for everyone: attachments of an announcement, and the text behind a link. Only PDF, which every office
 * can open. Each is small, so that it arrives on a slow connection and many fit on a device.
 */
import type { Problem } from '../result.ts';
import { hash } from '../shape/references.ts';
import { integer, oneOf, shaped, text, type Checked } from '../shape/shape.ts';
import type { StoredType } from './scan.ts';

export const MAX_LETTER_FILES = 3;
/** Bytes of one file: about forty pages of text. */
export const MAX_PUBLIC_FILE_BYTES = 2_000_000;
export const MAX_FILE_NAME = 80;
export const PUBLIC_FILE_TYPE = 'application/pdf' as const;

export const publicContent = shaped({
  required: {
    sha256: hash,
    bytes: integer(1, MAX_PUBLIC_FILE_BYTES),
    type: oneOf([PUBLIC_FILE_TYPE] as const)
  }
});
export type PublicContent = Checked<typeof publicContent>;

export const publicFile = shaped({ required: { name: text(1, MAX_FILE_NAME), content: publicContent } });
export type PublicFile = Checked<typeof publicFile>;

export function judgePublicFile(file: {
  readonly type: StoredType | null;
  readonly size: number;
}): Problem[] {
  if (file.type !== PUBLIC_FILE_TYPE) return [{ code: 'publicFile.type' }];
  const size = Math.ceil(file.size / 1e5) / 10;
  return file.size > MAX_PUBLIC_FILE_BYTES ? [{ code: 'publicFile.tooLarge', values: { size } }] : [];
}
