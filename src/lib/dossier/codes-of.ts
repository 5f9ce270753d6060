/** The codes of a form and of the statements on it. Loaded with the first form that is printed or shown. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { signedExtractsOf, type SignedExtract } from '#lib/domain/print-code/extract.ts';
import { parsePrintCode, printCodeId } from '#lib/domain/print-code/print-code.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { PrintOptions, RelatedActs } from '#lib/pdf/print-request.ts';
import { codeOfKeys, codesOfAct, type PrintedCode } from '#lib/print-code/form-codes.ts';
import { certificatesBehind } from './signature-chain.ts';

export interface CodeSources {
  act(id: ActId): Act | null;
  actsOf(kind: 'certificate'): readonly Act[];
  documents(prefix: string): readonly object[];
}

/** None for a recorded paper: the code of the record is not a code of the partner’s form. */
export function codesOf(
  id: ActId,
  sources: CodeSources,
  origin: string,
  { shipment, endorsement }: RelatedActs = {}
): Pick<PrintOptions, 'codes'> {
  const act = sources.act(id);
  if (!act || act.body.kind === 'paper-record') return {};
  const of = (one: ActId | undefined): readonly PrintedCode[] => {
    const statement = one && sources.act(one);
    return !statement || statement.body.kind === 'paper-record'
      ? []
      : codesOfAct(statement, { extracts: extractsFor(statement, sources), origin });
  };
  const codes = {
    form: of(id),
    keys: codeOfKeys(chainAtSigning(act, sources), origin),
    shipment: of(shipment?._id),
    endorsement: of(endorsement?._id)
  };
  return { codes };
}

function extractsFor(act: Act, sources: CodeSources): readonly SignedExtract[] {
  const [document] = sources.documents(printCodeId(act._id));
  const parsed = document && parsePrintCode(document as Record<string, unknown>);
  return parsed?.ok ? signedExtractsOf(act, parsed.value) : [];
}

/** From the root. A renewed key has several certificates; a verifier needs the one that was valid on signing. */
function chainAtSigning(act: Act, sources: CodeSources): readonly ActOf<'certificate'>[] {
  const certificates = sources.actsOf('certificate') as readonly ActOf<'certificate'>[];
  const { at } = act.body;
  const valid = certificates.filter(({ body }) => body.validFrom <= at && at < body.validUntil);
  return certificatesBehind(act, valid).toReversed();
}
