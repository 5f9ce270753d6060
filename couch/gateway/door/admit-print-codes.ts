/** Only for an act that is held here, and only if the act's own key signed every extract. */
import { readDocument } from '#couch/engine/engine.ts';
import type { KeyRegister, NamedDatabase } from '#couch/database/registers.ts';
import { importPublicKey } from '#lib/crypto/key.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import { signedExtractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import { parsePrintCode, PRINT_CODE_PREFIX } from '#lib/domain/print-code/print-code.ts';
import type { Problem } from '#lib/domain/result.ts';

interface Where {
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly keys: KeyRegister;
}

export function isPrintCodeDocument(document: object): boolean {
  return (document as { readonly _id: string })._id.startsWith(PRINT_CODE_PREFIX);
}

/** `acts`: accepted in the same request, not stored yet. */
export async function judgePrintCode(
  document: object,
  acts: readonly Act[],
  { target, reference, keys }: Where
): Promise<readonly Problem[]> {
  const parsed = parsePrintCode(document as Record<string, unknown>);
  if (!parsed.ok) return parsed.problems;
  const id = parsed.value.act;
  const act = acts.find(({ _id }) => _id === id) ?? (await readAct(target, id));
  if (!act) return [{ code: 'printCode.noAct', path: '_id' }];
  const { trust } = await keys.keyring([reference, target]);
  const certified = trust.standingsOf(act.signature.key)[0]?.certificate?.body.key;
  const key = certified ? await importPublicKey(certified) : null;
  const extracts = signedExtractsOf(act, parsed.value);
  const areSigned = key
    ? await Promise.all(extracts.map((one) => isTextSigned(signedText(one), one.signature.value, key)))
    : [];
  const isGood = areSigned.length > 0 && areSigned.every(Boolean);
  return isGood ? [] : [{ code: 'printCode.notSigned', path: 'extracts' }];
}

async function readAct({ database }: NamedDatabase, id: Act['_id']): Promise<Act | null> {
  const parsed = parseActContent(await readDocument(database, id));
  return parsed.ok ? parsed.value : null;
}
