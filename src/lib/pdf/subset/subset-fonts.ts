/**
 * Makes static/fonts from the Noto Sans package: run `npx tsx src/lib/pdf/subset/subset-fonts.ts` after a
 * new version of it and commit what comes out. The files are those that every form embeds.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const SOURCE = 'node_modules/@expo-google-fonts/noto-sans';
const TARGET = 'static/fonts';

/** First and last code point of what names, addresses and figures are written in. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], // Latin
  [0xa0, 0x17f], // Latin-1 and extended A
  [0x180, 0x24f], // Extended B: African and Balkan languages, Romanian comma below
  [0x250, 0x2af], // letters that African orthographies take from phonetics
  [0x2b0, 0x2cc], // modifier letters: the apostrophes and glottal stops of names
  [0x300, 0x338], // combining marks
  [0x370, 0x3ff], // Greek
  [0x400, 0x52f], // Cyrillic
  [0x1e00, 0x1eff], // Latin extended additional: Vietnamese, Welsh
  [0x2000, 0x200a], // spaces
  [0x2010, 0x2027], // dashes, quotation marks, bullets
  [0x202f, 0x203a],
  [0x2070, 0x208e], // superscripts and subscripts of formulas
  [0x20a0, 0x20bf], // currencies
  [0x2113, 0x2122], // litre, numero, trade mark
  [0x2190, 0x2195], // arrows
  [0x2212, 0x221a],
  [0x2248, 0x2265],
  [0xfffd, 0xfffd]
];

/** The program that draws needs outlines and widths only. */
const DROPPED = ['GSUB', 'GPOS', 'GDEF', 'STAT', 'meta', 'DSIG', 'gasp', 'fpgm', 'prep', 'cvt '];

function wantedText(): string {
  let text = '';
  for (const [first, last] of RANGES)
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  return text;
}

async function writeSubset(source: string, target: string): Promise<void> {
  const options = {
    targetFormat: 'truetype',
    noHinting: true,
    noLayoutClosure: true,
    dropTables: DROPPED
  } as const;
  const font = await subsetFont(readFileSync(`${SOURCE}/${source}`), wantedText(), options);
  writeFileSync(`${TARGET}/${target}`, font);
  process.stdout.write(`${target} ${font.length} bytes\n`);
}

mkdirSync(TARGET, { recursive: true });
await writeSubset('400Regular/NotoSans_400Regular.ttf', 'NotoSans-Regular.ttf');
await writeSubset('700Bold/NotoSans_700Bold.ttf', 'NotoSans-Bold.ttf');
copyFileSync(`${SOURCE}/LICENSE_FONT`, `${TARGET}/NotoSans-LICENSE.txt`);
