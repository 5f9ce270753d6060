/** The codes of a form, from the documents that a device holds. */
import { expect, test } from 'vitest';
import { codesOf, type CodeSources } from '#lib/dossier/codes-of.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { extractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import { printCodeId } from '#lib/domain/print-code/print-code.ts';
import { readCode } from '#lib/print-code/code-text.ts';
import { extractSizes } from '#lib/print-code/form-codes.ts';
import { aLine, anEndorsement, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import { aPaperImport } from '../samples/papers.ts';
import { aSwissOfficer, signedBy } from '../samples/signed.ts';

const ORIGIN = 'https://i2es.example.org';
const officer = await aSwissOfficer();

function sources(acts: readonly Act[], documents: readonly { readonly _id: string }[] = []): CodeSources {
  return {
    act: (id) => acts.find(({ _id }) => _id === id) ?? null,
    actsOf: () => officer.chain,
    documents: (prefix) => documents.filter(({ _id }) => _id.startsWith(prefix))
  };
}

function contentOf(text: string | null | undefined): unknown {
  const read = readCode(text ?? '');
  return read.ok ? read.value : null;
}

test('a form has its own code, those of the statements on it, and the certificates from the root down', async () => {
  const act = await signedBy(officer, anExportAuthorization());
  const endorsement = await signedBy(officer, anEndorsement(act));
  const { codes } = codesOf(act._id, sources([act, endorsement]), ORIGIN, { endorsement });
  expect(contentOf(codes?.form[0]?.text)).toEqual({ as: 'act', act });
  expect(contentOf(codes?.endorsement[0]?.text)).toEqual({ as: 'act', act: endorsement });
  expect(codes?.shipment).toEqual([]);
  expect(contentOf(codes?.keys)).toEqual({ as: 'keys', certificates: officer.chain });
});

test('a paper that was recorded has no code: its record is not the partner’s document', () => {
  const record = aPaperImport();
  expect(codesOf(record._id, sources([record]), ORIGIN)).toEqual({});
});

test('a form too long for a code has its signed extracts, and none where they are missing', async () => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    aLine({ no: index + 1, preparation: `P ${index * 7919}` })
  );
  const act = await signedBy(officer, anExportAuthorization(anImportAuthorization({ over: { lines } })));
  const sizes = extractSizes(act);
  const extracts = await Promise.all(
    extractsOf(act, sizes).map(async (extract, index) => ({
      lines: sizes[index] ?? 0,
      signature: await signText(signedText({ extract }), officer.key)
    }))
  );
  const document = { _id: printCodeId(act._id), schema: 1, extracts };
  expect(codesOf(act._id, sources([act], [document]), ORIGIN).codes?.form).toHaveLength(sizes.length);
  expect(codesOf(act._id, sources([act]), ORIGIN).codes?.form).toEqual([]);
});
