/** Grey pictures of printed sheets, and what cameras, faxes and files do to them. The same seed gives the same noise. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export const hasPdfToPpm = spawnSync('pdftoppm', ['-v']).status === 0;

/** Each sheet, as a scanner with so many dots per inch sees it. */
export function sheetPictures(pdf: Uint8Array, dotsPerInch = 150): Picture[] {
  const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
  try {
    const file = join(folder, 'form.pdf');
    writeFileSync(file, pdf);
    const drawn = execFileSync('pdftoppm', ['-gray', '-r', String(dotsPerInch), file], { maxBuffer: 1e9 });
    return readGreymaps(drawn);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One after the other: `P5`, width, height, 255, and a byte for each pixel. */
function readGreymaps(bytes: Buffer): Picture[] {
  const pictures: Picture[] = [];
  for (let at = 0; at < bytes.length;) {
    const [head = '', width = '', height = ''] =
      /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.toString('latin1', at, at + 40)) ?? [];
    const from = at + head.length;
    at = from + Number(width) * Number(height);
    const data = new Uint8ClampedArray(bytes.subarray(from, at));
    pictures.push({ data, width: Number(width), height: Number(height) });
  }
  return pictures;
}

type Change = (picture: Picture) => Picture;

export const CHANGES: Readonly<Record<string, Change>> = {
  'as printed': (picture) => picture,
  blurred: (picture) => blur(picture, 0.7),
  'blurred more': (picture) => blur(picture, 1),
  'rotated by 7°': rotate(7),
  noisy: (picture) => addNoise(picture, 60),
  'JPEG 40': (picture) => jpeg(picture, 40),
  'in perspective': (picture) => transform(picture, seenFromBelow(picture)),
  skewed: (picture) => transform(picture, (x, y) => [x + 0.08 * y, y]),
  folded: fold,
  stained: stain,
  faxed: fax,
  'all of it, slightly': (picture) => jpeg(addNoise(blur(rotate(3)(picture), 0.6), 25), 60)
};

/** By a Gaussian of so many pixels. */
function blur(picture: Picture, sigma: number): Picture {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2))
  );
  const sum = weights.reduce((a, b) => a + b);
  const along = (from: Picture, [dx, dy]: readonly [number, number]): Picture =>
    fill(
      from,
      (x, y) =>
        weights.reduce(
          (all, weight, at) => all + weight * pixelAt(from, x + (at - reach) * dx, y + (at - reach) * dy),
          0
        ) / sum
    );
  return along(along(picture, [1, 0]), [0, 1]);
}

function rotate(degrees: number): Change {
  return (picture) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const [cx, cy] = [picture.width / 2, picture.height / 2];
    return transform(picture, (x, y) => [
      cx + (x - cx) * cos - (y - cy) * sin,
      cy + (x - cx) * sin + (y - cy) * cos
    ]);
  };
}

/** The upper edge is farther away: shorter by a seventh. */
function seenFromBelow({ width, height }: Picture): (x: number, y: number) => readonly [number, number] {
  return (x, y) => {
    const depth = 1 + 0.15 * (1 - y / height);
    return [width / 2 + (x - width / 2) * depth, height - (height - y) * depth];
  };
}

function transform(picture: Picture, from: (x: number, y: number) => readonly [number, number]): Picture {
  return fill(picture, (x, y) => {
    const [sx, sy] = from(x, y);
    const [left, top] = [Math.floor(sx), Math.floor(sy)];
    const [right, below] = [sx - left, sy - top];
    return (
      (pixelAt(picture, left, top) * (1 - right) + pixelAt(picture, left + 1, top) * right) * (1 - below) +
      (pixelAt(picture, left, top + 1) * (1 - right) + pixelAt(picture, left + 1, top + 1) * right) * below
    );
  });
}

function addNoise(picture: Picture, amount: number): Picture {
  let seed = 20261130;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  return fill(picture, (x, y) => pixelAt(picture, x, y) + (random() + random() + random() - 1.5) * amount);
}

/** A grey spot of coffee, 12 mm wide at 150 dots per inch, on every 40 mm. */
function stain(picture: Picture): Picture {
  return fill(picture, (x, y) => {
    const isInside = Math.hypot((x % 240) - 120, (y % 240) - 120) < 36;
    return isInside ? pixelAt(picture, x, y) * 0.6 : pixelAt(picture, x, y);
  });
}

/** A crease on every 40 mm, along and across: a dark line, and one side of it in shadow. */
function fold(picture: Picture): Picture {
  return fill(picture, (x, y) => {
    const away = Math.min((x + 120) % 240, (y + 120) % 240);
    return pixelAt(picture, x, y) * (away < 2 ? 0.45 : away < 60 ? 0.75 + away / 240 : 1);
  });
}

/** Black or white alone, from a paper that went in askew, with dust, and every 97th line sent twice. */
function fax(picture: Picture): Picture {
  const seen = addNoise(rotate(2)(picture), 40);
  return fill(seen, (x, y) => (pixelAt(seen, x, y - (y % 97 === 0 ? 1 : 0)) < 150 ? 0 : 255));
}

/** Luminance of ITU-T T.81, table K.1. */
// prettier-ignore
const QUANTA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
];
const COSINES = Array.from({ length: 8 }, (_, u) =>
  Array.from(
    { length: 8 },
    (_, x) => (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16)
  )
);

/** What compression loses: blocks of 8 × 8 as cosines, each rounded to its quantum. */
function jpeg(picture: Picture, quality: number): Picture {
  const scale = quality < 50 ? 50 / quality : 2 - quality / 50;
  const data = new Uint8ClampedArray(picture.data);
  for (let top = 0; top + 8 <= picture.height; top += 8)
    for (let left = 0; left + 8 <= picture.width; left += 8) {
      const place = (at: number): number => (top + (at >> 3)) * picture.width + left + (at & 7);
      const block = Array.from({ length: 64 }, (_, at) => (picture.data[place(at)] ?? 0) - 128);
      const rounded = cosines(block, true).map((one, at) => {
        const quantum = Math.max(1, Math.round((QUANTA[at] ?? 1) * scale));
        return Math.round(one / quantum) * quantum;
      });
      cosines(rounded, false).forEach((one, at) => (data[place(at)] = one + 128));
    }
  return { ...picture, data };
}

function cosines(block: readonly number[], isForward: boolean): number[] {
  const cosine = (u: number, x: number): number => (isForward ? COSINES[u]?.[x] : COSINES[x]?.[u]) ?? 0;
  const once = (values: readonly number[]): number[] =>
    values.map((_, at) => {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += (values[(at & 56) + x] ?? 0) * cosine(at & 7, x);
      return sum;
    });
  return turn(once(turn(once(block))));
}

function turn(block: readonly number[]): number[] {
  return block.map((_, at) => block[(at & 7) * 8 + (at >> 3)] ?? 0);
}

/** White beyond the edges. */
function pixelAt({ data, width, height }: Picture, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? 255 : (data[y * width + x] ?? 255);
}

function fill({ width, height }: Picture, value: (x: number, y: number) => number): Picture {
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * width + x] = value(x, y);
  return { data, width, height };
}
