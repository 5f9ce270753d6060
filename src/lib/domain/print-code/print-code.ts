/**
 * `print-code:<act>` in the issuer's own database: the signatures of an act's extracts, by the key that signed the act.
 * The extracts follow from the act, so that nothing in the document can differ from it.
 */
import { parseActId } from '../act/act-id.ts';
import type { Act } from '../act/body.ts';
import { base64urlToBytes } from '../bytes.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { integer, listOf, oneOf, pattern, readStored, stored, type Checked } from '../shape/shape.ts';

export const PRINT_CODE_PREFIX = 'print-code:';

const extract = stored({
  required: {
    lines: integer(1, 200),
    signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'act.signature.malformed')
  }
});
const shape = stored({ required: { schema: oneOf([1]), extracts: listOf(extract, 1, 200) } });

export type PrintCode = Checked<typeof shape> & { readonly _id: string };

export function printCodeId(act: ActId): string {
  return PRINT_CODE_PREFIX + act;
}

function actOf(id: string): ActId | null {
  const act = id.slice(PRINT_CODE_PREFIX.length);
  return id.startsWith(PRINT_CODE_PREFIX) && parseActId(act) ? (act as ActId) : null;
}

export function printCodeIssuer(id: string): AuthorityCode | null {
  const act = actOf(id);
  return act && (parseActId(act)?.issuer ?? null);
}

export function parsePrintCode(
  document: Record<string, unknown>
): Result<PrintCode & { readonly act: ActId }> {
  const act = actOf(String(document['_id']));
  const read = readStored(shape, document);
  if (!read.ok) return read;
  return act ? accept({ ...(read.value as PrintCode), act }) : refuse({ code: 'document.malformed' });
}

/** Twelve digits to read out on the telephone after a form's number; the first 40 bits of the hash in the act's id. */

export function checkWords({ _id }: Pick<Act, '_id'>): string {
  const bytes = Array.from(base64urlToBytes(_id.slice(-43)) ?? []);
  const value = bytes.slice(0, 5).reduce((sum, byte) => sum * 256 + byte, 0) % 1e12;
  const digits = ('000000000000' + value).slice(-12);
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join(' ');
}
