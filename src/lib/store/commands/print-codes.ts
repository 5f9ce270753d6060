/** For an act too long for one printed code, with the key that signed the act. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { extractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import { printCodeId, type PrintCode } from '#lib/domain/print-code/print-code.ts';
import { extractSizes } from '#lib/print-code/form-codes.ts';

export async function printCodeOf(act: Act, key: SigningKey): Promise<PrintCode | null> {
  const counts = isDossierAct(act) ? extractSizes(act) : [];
  if (counts.length === 0) return null;
  const extracts = await Promise.all(
    extractsOf(act, counts).map(async (extract, index) => ({
      lines: counts[index] ?? 0,
      signature: await signText(signedText({ extract }), key)
    }))
  );
  return { _id: printCodeId(act._id), schema: 1, extracts };
}
