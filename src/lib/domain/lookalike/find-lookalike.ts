import { foldText } from '../act/typed-text.ts';

/**
 * Look-alike letters from the confusables of Unicode Technical Standard 39 (confusables.txt, from the npm package
 * `unhomoglyph` 1.0.6; © Unicode, Inc., Unicode License V3). Latin, Cyrillic, Greek, Armenian, Coptic, Cherokee, Lisu,
 * Tifinagh and Canadian syllabic letters of the first plane with a prototype of one or two of A–Z, a–z and 0–9, without
 * marks.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '2': '\u01A7\u01BB\u03E8\uA644\uA75A\u14BF',
  '3': '\u01B7\u021C\u0417\u0498\u04E0\u2CCC\uA76A\uA7AB',
  '4': '\u13CE',
  '5': '\u01BC',
  '6': '\u0431\u2CD2\u13EE',
  '8': '\u0222\u0223',
  '9': '\u2CCA\uA76E',
  A: '\u0391\u0410\u13AA\u15C5\uA4EE',
  AA: '\uA732',
  AE: '\u00C6\u04D4',
  AO: '\uA734',
  AU: '\uA736',
  AV: '\uA738\uA73A',
  AY: '\uA73C',
  B: '\u0392\u0412\uA7B4\u13F4\u15F7\uA4D0',
  C: '\u03F9\u0421\u04AA\u2CA4\u13DF\uA4DA',
  D: '\u00D0\u0110\u0189\u13A0\u15DE\u15EA\uA4D3',
  DZ: '\u01C4\u01F1',
  Dz: '\u01C5\u01F2',
  E: '\u0246\u0395\u0415\u13AC\u2D39\uA4F0',
  F: '\u0191\u03DC\uA798\u15B4\uA4DD',
  G: '\u01E4\u050C\u13C0\u13F3\uA4D6',
  H: '\u0126\u0397\u041D\u04A2\u04C7\u04C9\u2C67\u2C8E\u13BB\u157C\uA4E7',
  J: '\u0248\u037F\u0408\uA7B2\u13AB\u148D\uA4D9',
  K: '\u039A\u041A\u049A\u049E\u2C69\u2C94\uA740\u13E6\uA4D7',
  L: '\u0141\u2CD0\u13DE\u14AA\uA4E1',
  LJ: '\u01C7',
  Lj: '\u01C8',
  M: '\u039C\u03FA\u041C\u04CD\u2C98\u13B7\u15F0\uA4DF',
  N: '\u019D\u039D\u2C9A\uA4E0',
  NJ: '\u01CA',
  Nj: '\u01CB',
  O: '0\u00D8\u019F\u01FE\u0398\u039F\u03B8\u03D1\u03F4\u041E\u0472\u04E8\u0555\u2C9E\uA74A\u13BE\u13EB\u2D31\u2D41\u2D54\uA4F3',
  OE: '\u0152',
  OO: '\uA698\uA74E',
  P: '\u03A1\u0420\u2CA2\u13E2\u146D\uA4D1',
  Q: '\u2D55',
  R: '\u01A6\u13A1\u13D2\u1587\uA4E3',
  S: '\u0405\u054F\u13D5\u13DA\uA4E2',
  T: '\u0166\u01AE\u023E\u03A4\u0422\u04AC\u2CA6\u13A2\uA4D4',
  T3: '\uA728',
  U: '\u0244\u054D\u13CC\u144C\uA4F4',
  V: '\u0474\u13D9\u142F\u2D38\uA4E6',
  W: '\u051C\u13B3\u13D4\uA4EA',
  X: '\u03A7\u0425\u04B2\u2CAC\uA7B3\u166D\u2D5D\uA4EB',
  Y: '\u024E\u03A5\u03D2\u0423\u04AE\u04B0\u2CA8\u13A9\u13BD\uA4EC',
  Z: '\u01B5\u0224\u0396\u13C3\uA4DC',
  a: '\u0251\u03B1\u0430\u1E9A',
  aa: '\uA733',
  ae: '\u00E6\u04D5',
  ao: '\uA735',
  au: '\uA737',
  av: '\uA739\uA73B',
  ay: '\uA73D',
  b: '\u0180\u0182\u0183\u0184\u0253\u0411\u042C\u0462\u0463\u048C\u048D\u13CF\u1472\u1473\u15AF',
  bl: '\u042B',
  c: '\u023C\u03F2\u0441\u04AB\u1D04\u2CA5\uABAF',
  d: '\u0111\u018C\u0256\u0257\u0501\u13E7\u146F\uA4D2',
  dz: '\u01C6\u01F3\u02A3',
  e: '\u0247\u0435\u04BD\u04BF\uAB32',
  f: '\u017F\u0192\u0584\u1D6E\u1E9D\uA799\uAB35',
  ff: '\uFB00',
  fi: '\uFB01',
  fl: '\uFB02',
  g: '\u018D\u01E5\u0260\u0261\u0581\u1D83',
  h: '\u0127\u0266\u045B\u04BB\u0570\uA695\u13C2\u13F2',
  i: '\u0131\u0268\u0269\u026A\u037A\u03B9\u0456\u04CF\u1D7B\u1D7C\u1FBE\uA647\u13A5\uAB75',
  ij: '\u0133',
  j: '\u0249\u03F3\u0458',
  k: '\u0199',
  l: '1I\u0142\u0196\u0197\u019A\u01C0\u026B\u026D\u0399\u0406\u04C0\u2C92\u2D4F\uA4F2',
  lJ: '\u0132',
  lO: '\u042E',
  lj: '\u01C9',
  ll: '\u01C1',
  ls: '\u02AA',
  lz: '\u02AB',
  n: '\u019E\u0273\u03B7\u0578\u057C\u1D70',
  nj: '\u01CC',
  o: '\u00F8\u0275\u03BF\u03C3\u043E\u0473\u04E9\u0585\u1D0F\u1D11\u2C9F\uA74B\uAB3D\uAB3E\uAB74\uAB8E\uABBB',
  oe: '\u0153',
  oo: '\uA699\uA74F',
  p: '\u01A5\u03C1\u03F1\u0440\u1D7D\u2CA3',
  q: '\u02A0\u051B\u0563\u0566',
  r: '\u024D\u027C\u027D\u0433\u0493\u1D26\u1D72\u2C85\uAB47\uAB48\uAB81',
  rn: 'm\u0271\u1D6F',
  s: '\u01BD\u0282\u0455\u1D74\uA731\uABAA',
  st: '\uFB06',
  t: '\u0167\u01AD\u1D75',
  tf: '\uA777',
  ts: '\u02A6',
  u: '\u028B\u03C5\u057D\u1D1C\u1D7E\uA79F\uAB4E\uAB52\uAB9C',
  ue: '\u1D6B',
  uo: '\uAB63',
  v: '\u03BD\u0475\u1D20\uABA9',
  w: '\u026F\u0461\u047D\u051D\u0561\u1D21\uA761\uAB83',
  x: '\u0445\u1541\u157D\u166E',
  y: '\u01B4\u024F\u0263\u028F\u03B3\u0443\u04AF\u04B1\u1D8C\u1EFF\uAB5A',
  z: '\u01B6\u0225\u0290\u1D22\u1D76\uAB93'
};

/** Unicode Technical Standard 39. A question to the reader, never a refusal: honest names can match too. */
export type Lookalike =
  /** Every letter looks as in `known`, which is another name. */
  | { readonly kind: 'imitates'; readonly name: string; readonly known: string }
  | { readonly kind: 'mixed'; readonly name: string; readonly word: string };

let prototypes: ReadonlyMap<string, string> | null = null;

/** Not for display. Names that differ only in accents count as equal. */
export function skeletonOf(text: string): string {
  prototypes ??= readPrototypes();
  const bare = text.normalize('NFD').replace(/[\u0300-\u036F]/g, '');
  let skeleton = '';
  for (const letter of bare) skeleton += prototypes.get(letter) ?? letter;
  return skeleton.toLowerCase().replace(/\s+/g, ' ').trim();
}

function readPrototypes(): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [prototype, letters] of Object.entries(LOOKALIKES))
    for (const letter of letters) read.set(letter, prototype);
  return read;
}

/** Capitals can look the same when small letters do not, so each case is compared. */
function skeletonsOf(text: string): readonly [string, string, string] {
  return [skeletonOf(text), skeletonOf(text.toLowerCase()), skeletonOf(text.toUpperCase())];
}

/** Needed at every key press. */
const kept = new Map<string, ReturnType<typeof skeletonsOf>>();

function keptSkeletonsOf(known: string): ReturnType<typeof skeletonsOf> {
  const held = kept.get(known) ?? skeletonsOf(known);
  kept.set(known, held);
  return held;
}

export function findLookalike(name: string, known: Iterable<string>): Lookalike | null {
  const own = foldText(name);
  if (own === '') return null;
  const skeletons = skeletonsOf(name);
  let imitated: string | null = null;
  for (const other of known) {
    // A known name needs no question: it was asked when first read.
    if (foldText(other) === own) return null;
    if (imitated === null && keptSkeletonsOf(other).some((one, index) => one === skeletons[index]))
      imitated = other;
  }
  if (imitated !== null) return { kind: 'imitates', name, known: imitated };
  const word = findMixedWord(name);
  return word === null ? null : { kind: 'mixed', name, word };
}

/** Scripts with look-alike letters, never mixed within a word. */
const SCRIPTS: readonly RegExp[] = [
  /[A-Za-z\u00AA\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02B8\u1D00-\u1D25\u1D6B-\u1D77\u1E00-\u1EFF\u2C60-\u2C7F\uA722-\uA787\uAB30-\uAB64]/,
  /[\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u03E1\u03F0-\u03FF\u1F00-\u1FFF]/,
  /[\u0400-\u0481\u048A-\u052F\u1C80-\u1C8A\uA640-\uA66E\uA680-\uA69B]/,
  /[\u0531-\u0556\u0560-\u0588]/,
  /[\u03E2-\u03EF\u2C80-\u2CEE]/,
  // Cherokee, Lisu, Tifinagh and Canadian syllabics resemble Latin capitals.
  /[\u13A0-\u13F5\u13F8-\u13FD\uAB70-\uABBF]/,
  /[\uA4D0-\uA4F7]/,
  /[\u2D30-\u2D67]/,
  /[\u1401-\u166C\u166F-\u167F\u18B0-\u18F5]/
];

export function findMixedWord(text: string): string | null {
  const words = text.normalize('NFC').split(/[\s\d.,;:()/&+'\u2019"\u2010-\u2015-]+/);
  return words.find((word) => SCRIPTS.filter((script) => script.test(word)).length > 1) ?? null;
}
