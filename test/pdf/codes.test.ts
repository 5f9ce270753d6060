/** The codes on printed forms, read back from a picture of the sheets as a scanner makes it. */
import { expect, test } from 'vitest';
import { signText } from '#lib/crypto/sign.ts';
import type { Act, AuthorizationAct } from '#lib/domain/act/body.ts';
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { extractsOf, type SignedExtract, signedText } from '#lib/domain/print-code/extract.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { toBase } from '#lib/domain/quantity.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { FormCodes, RelatedActs } from '#lib/pdf/print-request.ts';
import { readCode, type CodeContent } from '#lib/print-code/code-text.ts';
import { codeOfKeys, codesOfAct, extractSizes } from '#lib/print-code/form-codes.ts';
import { hasPdfToPpm, sheetPictures } from '../print-code/picture.ts';
import { READERS } from '../print-code/readers.ts';
import { anEndorsement, anExportAuthorization, anImportAuthorization, aShipment } from '../samples/acts.ts';
import { aSwissOfficer, signedBy, type Signed } from '../samples/signed.ts';
import { aFullExport, FULL_LINES, hasPdfToText, loadFont, readPdf } from './forms.ts';

const origin = 'https://i2es.example.org';
const NONE: FormCodes = { form: [], keys: null, shipment: [], endorsement: [] };

async function print(
  act: AuthorizationAct,
  codes: Partial<FormCodes>,
  related: RelatedActs = {},
  locale: Locale = 'en'
): Promise<Uint8Array> {
  const options = { locale, copy: 'original', codes: { ...NONE, ...codes }, related } as const;
  return (await authorizationPdf(act, options, loadFont)).bytes;
}

async function readFrom(pdf: Uint8Array): Promise<CodeContent[]> {
  const texts = await Promise.all(sheetPictures(pdf).map(READERS.ZXing));
  return texts.flat().flatMap((text) => {
    const read = readCode(text);
    return read.ok ? [read.value] : [];
  });
}

async function extractsBy({ key }: Signed, act: Act): Promise<SignedExtract[]> {
  return Promise.all(
    extractsOf(act, extractSizes(act)).map(async (extract) => {
      const value = await signText(signedText({ extract }), key);
      return { extract, signature: { ...act.signature, value } };
    })
  );
}

test.runIf(hasPdfToPpm).each(['en', 'ar'] as const)(
  'a form in %s shows the whole act and the certificates of its signer, and both are read from paper',
  async (locale) => {
    const officer = await aSwissOfficer();
    const act = await signedBy(officer, anExportAuthorization());
    const keys = codeOfKeys(officer.chain, origin);
    const form = codesOfAct(act, { extracts: [], origin });
    const read = await readFrom(await print(act, { form, keys }, {}, locale));
    expect(read).toContainEqual({ as: 'act', act });
    expect(read).toContainEqual({ as: 'keys', certificates: officer.chain });
  }
);

test.runIf(hasPdfToPpm)('an endorsed copy shows three signed documents', async () => {
  const officer = await aSwissOfficer();
  const act = await signedBy(officer, anExportAuthorization());
  const [shipment, endorsement] = [
    await signedBy(officer, aShipment(act)),
    await signedBy(officer, anEndorsement(act))
  ];
  const codes = { form: codesOfAct(act, { extracts: [], origin }) };
  const of = (one: Act): FormCodes['form'] => codesOfAct(one, { extracts: [], origin });
  const related = { shipment, endorsement };
  const pdf = await print(act, { ...codes, shipment: of(shipment), endorsement: of(endorsement) }, related);
  expect((await readFrom(pdf)).map((one) => one.as === 'act' && one.act._id).sort()).toEqual(
    [act._id, shipment._id, endorsement._id].sort()
  );
});

test.runIf(hasPdfToPpm)(
  'the codes of a form with fifty lines hold every line, and the sheet says what they leave out',
  async () => {
    const officer = await aSwissOfficer();
    const lines = Array.from({ length: 50 }, (_, index) => {
      const line = FULL_LINES[index % FULL_LINES.length]!;
      const stated = `${((index * 7919) % 997) + 1}000000`;
      return { ...line, no: index + 1, stated, base: toBase(stated as never, line.factor.value) };
    });
    const act = await signedBy(officer, aFullExport({ lines }));
    const extracts = await extractsBy(officer, act);
    const pdf = await print(act, { form: codesOfAct(act, { extracts, origin }) });
    const read = (await readFrom(pdf)).flatMap((one) => (one.as === 'extract' ? [one.extract] : []));
    read.sort((one, other) => one.extract.part - other.extract.part);
    expect(read).toEqual(extracts);
    expect(read.flatMap(({ extract }) => extract.body.lines ?? [])).toHaveLength(50);
    if (hasPdfToText) expect(readPdf(pdf)).toContain('remarks and transport are only on the paper');
  }
);

test.runIf(hasPdfToText)(
  'next to the code stand the check digits; a form too long for a code says so',
  async () => {
    const act = anImportAuthorization();
    expect(readPdf(await print(act, { form: codesOfAct(act, { extracts: [], origin }) }))).toContain(
      `Check digits: ${checkWords(act)}`
    );
    expect(readPdf(await print(act, {}))).toContain('This form is too long for a code.');
    const without = await authorizationPdf(act, { locale: 'en', copy: 'original' }, loadFont);
    expect(readPdf(without.bytes)).not.toContain('Verification code');
  }
);
