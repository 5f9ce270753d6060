/** Two readers that share no code: the app's (ZXing), and ZBar. Each returns all texts that it reads in a picture. */
import { scanGrayBuffer } from '@undecaf/zbar-wasm';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Picture } from './picture.ts';

export type Reader = (picture: Picture) => Promise<readonly string[]>;

const { resolve } = createRequire(import.meta.url);
const wasmBinary = readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm')).buffer as ArrayBuffer;
prepareZXingModule({ overrides: { wasmBinary } });

export const READERS: Readonly<Record<'ZXing' | 'ZBar', Reader>> = {
  ZXing: async ({ data, width, height }) => {
    const coloured = new Uint8ClampedArray(width * height * 4).fill(255);
    data.forEach((grey, at) => coloured.fill(grey, at * 4, at * 4 + 3));
    const found = await readBarcodes({ data: coloured, width, height } as ImageData, { formats: ['QRCode'] });
    return found.map(({ text }) => text);
  },
  ZBar: async ({ data, width, height }) => {
    const found = await scanGrayBuffer(new Uint8Array(data).buffer, width, height);
    return found.map((one) => one.decode());
  }
};
