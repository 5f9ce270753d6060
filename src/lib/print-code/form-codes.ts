/** The codes of one form: the act itself or its extracts, and the certificates that lead to its signer. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { extractsOf, type SignedExtract } from '#lib/domain/print-code/extract.ts';
import { codeText } from './code-text.ts';
import { fitsOneCode } from './square.ts';

export { extractsOf, signedText } from '#lib/domain/print-code/extract.ts';

export interface PrintedCode {
  readonly text: string;
  /** First and last line, if the code holds no others. */
  readonly lines?: readonly [number, number];
}

/** None if the act is too long for one code and has no signed extracts. */
export function codesOfAct(
  act: Act,
  { extracts, origin }: { readonly extracts: readonly SignedExtract[]; readonly origin: string }
): readonly PrintedCode[] {
  const whole = codeText({ as: 'act', act }, origin);
  if (fitsOneCode(whole)) return [{ text: whole }];
  return extracts.map((extract) => {
    const lines = (extract.extract.body.lines ?? []).flatMap(({ no }) => no ?? []);
    const text = fitting(codeText({ as: 'extract', extract }, origin));
    return { text, lines: [lines[0] ?? 1, lines.at(-1) ?? 1] };
  });
}

/** `chain`: from the certificate that a root has signed to the signer's own. Null if a code cannot hold it. */
export function codeOfKeys(chain: readonly ActOf<'certificate'>[], origin: string): string | null {
  const text = chain.length === 0 ? '' : codeText({ as: 'keys', certificates: chain }, origin);
  return text !== '' && fitsOneCode(text) ? text : null;
}

/** A server with a long address leaves it out: the page that verifies reads the rest alone. */
function fitting(text: string): string {
  return fitsOneCode(text) ? text : text.slice(text.indexOf('#') + 1);
}

/** Longer than the address of any server so far. */
const LONG_ORIGIN = `https://${'x'.repeat(52)}`;

/** So many lines never fit, unless they are all alike. */
const MAX_LINES = 40;

/** Line counts of the extracts that an act needs, each as many as fit; none for an act that fits one code whole. */
export function extractSizes(act: Act): readonly number[] {
  const total = 'lines' in act.body ? act.body.lines.length : 0;
  if (total === 0 || fitsOneCode(codeText({ as: 'act', act }, LONG_ORIGIN))) return [];
  const counts: number[] = [];
  for (let left = total; left > 0; left -= counts.at(-1) ?? left) {
    let [fits, tooMany] = [1, Math.min(left, MAX_LINES) + 1];
    while (tooMany - fits > 1) {
      const middle = (fits + tooMany) >> 1;
      if (fitsLast(act, [...counts, middle])) fits = middle;
      else tooMany = middle;
    }
    counts.push(fits);
  }
  return counts;
}

function fitsLast(act: Act, counts: readonly number[]): boolean {
  const extract = extractsOf(act, counts).at(-1);
  return !extract || fitsOneCode(codeText({ as: 'extract', extract: { ...act, extract } }, LONG_ORIGIN));
}
