/**
 * `print-code:<act>` in the issuer's own database: the signatures of an act's extracts, by the key that signed the act.
 * The extracts follow from the act, so that nothing in the document can differ from it.
 */
import type { Act } from '../act/body.ts';
import { parseActId } from '../act/act-id.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { integer, listOf, oneOf, pattern, readStored, stored, type Checked } from '../shape/shape.ts';
import { extractsOf, type SignedExtract } from './extract.ts';

export const PRINT_CODE_PREFIX = 'print-code:';

const extract = stored({
  required: {
    /** Number of lines that it holds. */
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

/** Null for the id of another document. */
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
  return act
    ? accept({ ...(document as unknown as PrintCode), act })
    : refuse({ code: 'document.malformed' });
}

/** None if the document does not hold all lines of the act. */
export function signedExtractsOf(act: Act, { extracts }: PrintCode): readonly SignedExtract[] {
  const counts = extracts.map(({ lines }) => lines);
  const total = 'lines' in act.body ? act.body.lines.length : 0;
  if (counts.reduce((sum, count) => sum + count, 0) !== total) return [];
  return extractsOf(act, counts).map((extract, index) => ({
    extract,
    signature: { ...act.signature, value: extracts[index]?.signature ?? '' }
  }));
}

/** Signed as UTF-8. */
export function signedText({ extract }: Pick<SignedExtract, 'extract'>): string {
  return canonicalJson(extract);
}
