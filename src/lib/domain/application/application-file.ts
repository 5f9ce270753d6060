/** The file that a company's form saves and an officer takes in; its content is unchecked (threats P6). */
import { country, hash } from '../shape/references.ts';
import { integer, listOf, oneOf, parseShape, pattern, shaped, type Checked } from '../shape/shape.ts';
import { accept, refuse, type Result } from '../result.ts';
import { parseConfirmationCode, type ConfirmationCode } from '../registration/confirmation-code.ts';
import { MAX_ATTACHMENTS, MAX_ATTACHMENT_BYTES, SUBMISSION } from './application.ts';

export const APPLICATION_FILE_FORMAT = 'i2es-application';
/** Base64 adds a third; the form itself is small. */
export const MAX_APPLICATION_FILE_BYTES = Math.ceil(MAX_ATTACHMENTS * MAX_ATTACHMENT_BYTES * 1.34) + 500_000;

const applicationFile = shaped({
  required: {
    format: oneOf([APPLICATION_FILE_FORMAT]),
    version: integer(1, 1),
    country,
    /** The receipt code: the company follows the application with it. */
    code: pattern(/^[0-9A-HJKMNP-TV-Z]{20}$/, 'registration.code.mistyped'),
    application: SUBMISSION,
    /** Base64 of each attachment that the application names. */
    contents: listOf(
      shaped({
        required: { hash, data: pattern(/^[A-Za-z0-9+/]+={0,2}$/, 'document.malformed') }
      }),
      0,
      MAX_ATTACHMENTS
    )
  }
});
export type ApplicationFile = Omit<Checked<typeof applicationFile>, 'code'> & {
  readonly code: ConfirmationCode;
};

export function parseApplicationFile(text: string): Result<ApplicationFile> {
  if (text.length > MAX_APPLICATION_FILE_BYTES) return refuse({ code: 'application.file.tooLarge' });
  const read = readJson(text);
  const format = (read as { readonly format?: unknown } | null)?.format;
  if (format !== APPLICATION_FILE_FORMAT) return refuse({ code: 'application.file.other' });
  const parsed = parseShape(applicationFile, read);
  if (!parsed.ok) return refuse({ code: 'application.file.damaged' }, ...parsed.problems);
  const code = parseConfirmationCode(parsed.value.code);
  return code.ok ? accept({ ...parsed.value, code: code.value }) : code;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
