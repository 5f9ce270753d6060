/**
 * Prints codes of real sizes as PDF, has pdftoppm draw them at 150 dots per inch, spoils the pictures, and counts what two
 * readers still read: `npm run code:score`.
 */
import { codesOfAct, codeOfKeys } from '#lib/print-code/form-codes.ts';
import { squareOf } from '#lib/print-code/square.ts';
import { CHANGES, type Picture } from '../print-code/picture.ts';
import { printedCode } from '../print-code/printed-code.ts';
import { READERS, type Reader } from '../print-code/readers.ts';
import { aLine, anEndorsement, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import { aSwissOfficer, signedBy } from '../samples/signed.ts';

const ORIGIN = 'https://i2es.example.org';
const COUNT = Number(process.argv[2] ?? 5);

const officer = await aSwissOfficer();

/** Codes of `count` export authorizations with so many lines. */
async function textsOf(lines: number): Promise<string[]> {
  const texts: string[] = [];
  for (let no = 0; no < COUNT; no++) {
    const goods = Array.from({ length: lines }, (_, at) =>
      aLine({ no: at + 1, stated: `${no * 7919 + at + 1}000000` })
    );
    const act = await signedBy(
      officer,
      anExportAuthorization(anImportAuthorization({ over: { lines: goods } }))
    );
    texts.push(...codesOfAct(act, { extracts: [], origin: ORIGIN }).map(({ text }) => text));
  }
  return texts;
}

async function countRead(
  texts: readonly string[],
  change: (picture: Picture) => Picture,
  read: Reader
): Promise<number> {
  let count = 0;
  for (const text of texts) if ((await read(change(printedCode(text)))).includes(text)) count++;
  return count;
}

const endorsement = await signedBy(officer, anEndorsement(anExportAuthorization()));
const SETS: readonly (readonly [string, readonly string[]])[] = [
  ['endorsement', codesOfAct(endorsement, { extracts: [], origin: ORIGIN }).map(({ text }) => text)],
  ['certificates', [codeOfKeys(officer.chain, ORIGIN) ?? '']],
  ['1 line', await textsOf(1)],
  ['3 lines', await textsOf(3)],
  ['8 lines', await textsOf(8)]
];
for (const [name, texts] of SETS) {
  const version = (squareOf(texts[0] ?? '').size - 17) / 4;
  console.log(`\n${name}: ${texts.length} codes, version ${version}`);
  for (const [how, change] of Object.entries(CHANGES)) {
    const rates: string[] = [];
    for (const [reader, read] of Object.entries(READERS))
      rates.push(`${reader} ${await countRead(texts, change, read)}`);
    console.log(`  ${how.padEnd(22)} ${rates.join('   ')}`);
  }
}
