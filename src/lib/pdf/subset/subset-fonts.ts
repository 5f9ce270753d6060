/**
 * Makes static/fonts: run `npx tsx src/lib/pdf/subset/subset-fonts.ts FOLDER` for a new font version and commit the
 * result. FOLDER is a node_modules with noto-sans (0.4.2), noto-naskh-arabic (0.4.5) and noto-sans-sc (0.4.3) of
 * @expo-google-fonts; the last is 92 MB, so it is not a dependency.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const SOURCE = `${process.argv[2] ?? 'node_modules'}/@expo-google-fonts`;
const TARGET = 'static/fonts';

type Range = readonly [first: number, last: number];

/** Characters of names, addresses and figures in Latin, Greek and Cyrillic. */
const LETTERS: readonly Range[] = [
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

/** Arabic, Persian and Urdu: letters and their joined forms. */
const ARABIC: readonly Range[] = [
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x600, 0x6ff],
  [0xfb50, 0xfbe9],
  [0xfbfc, 0xfbff],
  [0xfdf2, 0xfdf2],
  [0xfe70, 0xfefc]
];

/** jsPDF needs only outlines and widths. */
const DROPPED = 'GSUB GPOS GDEF BASE STAT VORG vhea vmtx meta DSIG gasp fpgm prep cvt'.split(' ');

function rangesToText(ranges: readonly Range[]): string {
  let text = '';
  for (const [first, last] of ranges)
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  return text;
}

/** Signs and all 6,763 characters of GB 2312, the national standard. */
function chineseText(): string {
  const decoder = new TextDecoder('gb2312');
  let text = rangesToText([[0x20, 0x7e]]);
  for (let row = 0xa1; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decoder.decode(Uint8Array.of(row, cell));
      if (!character.includes('\ufffd')) text += character;
    }
  }
  return text;
}

async function writeSubset(source: string, target: string, text: string): Promise<void> {
  const options = {
    targetFormat: 'truetype',
    noHinting: true,
    noLayoutClosure: true,
    dropTables: DROPPED.map((name) => name.padEnd(4))
  } as const;
  const font = await subsetFont(readFileSync(`${SOURCE}/${source}`), text, options);
  writeFileSync(`${TARGET}/${target}`, font);
  process.stdout.write(`${target} ${font.length} bytes\n`);
}

mkdirSync(TARGET, { recursive: true });
const [letters, arabic] = [rangesToText(LETTERS), rangesToText(ARABIC)];
await writeSubset('noto-sans/400Regular/NotoSans_400Regular.ttf', 'NotoSans-Regular.ttf', letters);
await writeSubset('noto-sans/700Bold/NotoSans_700Bold.ttf', 'NotoSans-Bold.ttf', letters);
const naskh = 'noto-naskh-arabic';
await writeSubset(
  `${naskh}/400Regular/NotoNaskhArabic_400Regular.ttf`,
  'NotoNaskhArabic-Regular.ttf',
  arabic
);
await writeSubset(`${naskh}/700Bold/NotoNaskhArabic_700Bold.ttf`, 'NotoNaskhArabic-Bold.ttf', arabic);
await writeSubset(
  'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC-Regular.ttf',
  chineseText()
);
for (const [face, file] of [
  ['noto-sans', 'NotoSans'],
  [naskh, 'NotoNaskhArabic'],
  ['noto-sans-sc', 'NotoSansSC']
] as const)
  copyFileSync(`${SOURCE}/${face}/LICENSE_FONT`, `${TARGET}/${file}-LICENSE.txt`);
