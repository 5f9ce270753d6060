/** The texts of all QR codes in a picture, by the browser’s own reader and by a decoder that loads on demand. */
import decoderUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

type Picture = HTMLVideoElement | HTMLCanvasElement | ImageBitmap;
export type IsWanted = (text: string) => boolean;
type ReadCodes = (picture: Picture) => Promise<readonly string[]>;

interface Detector {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

async function openOwnReader(): Promise<ReadCodes | null> {
  const { BarcodeDetector } = globalThis as {
    BarcodeDetector?: DetectorClass & { getSupportedFormats?(): Promise<string[]> };
  };
  const formats = (await BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (!BarcodeDetector || !formats.includes('qr_code')) return null;
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue);
}

/** A part of the app, and no fault of the picture: it can load later. */
export class ReaderMissing extends Error {}

let decoder: Promise<ReadCodes> | null = null;

/** Loaded once, and again after a failure. */
export function openDecoder(): Promise<ReadCodes> {
  decoder ??= loadDecoder().catch(() => {
    decoder = null;
    throw new ReaderMissing();
  });
  return decoder;
}

async function loadDecoder(): Promise<ReadCodes> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  await prepareZXingModule({ overrides: { locateFile: () => decoderUrl }, fireImmediately: true });
  return async (picture) => {
    const pixels = pixelsOf(picture);
    const found = pixels ? await readBarcodes(pixels, { formats: ['QRCode'], tryHarder: true }) : [];
    return found.map(({ text }) => text);
  };
}

/** For moving pictures: one reader, the fastest one. */
export async function openCodeReader(): Promise<ReadCodes> {
  return (await openOwnReader()) ?? openDecoder();
}

/** For one picture: the decoder finds codes in scans that the browser’s own reader misses. */
export function readCodesIn(picture: Picture, isWanted: IsWanted): Promise<readonly string[]> {
  return readWanted(readTwice(picture), isWanted);
}

async function* readTwice(picture: Picture): AsyncGenerator<readonly string[]> {
  const own = await openOwnReader();
  const found = (await own?.(picture).catch(() => [])) ?? [];
  yield found;
  // A decoder that is not here yet spoils nothing that was found.
  yield await decode(picture).catch((error: unknown) => {
    if (found.length === 0) throw error;
    return [];
  });
}

async function decode(picture: Picture): Promise<readonly string[]> {
  const read = await openDecoder();
  return read(picture);
}

/** Pixels of the longer side: enough for a code that fills a sixth of the picture. */
const MAX_SIDE = 3600;

function pixelsOf(picture: Picture): ImageData | null {
  const { width, height } = sizeOf(picture);
  if (width === 0 || height === 0) return null;
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

function sizeOf(picture: Picture): { readonly width: number; readonly height: number } {
  return picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : picture;
}

/** The codes of the first reading with a wanted code; without any, the first codes that were found. */
export async function readWanted(
  readings: AsyncIterable<readonly string[]>,
  isWanted: (text: string) => boolean
): Promise<readonly string[]> {
  let first: readonly string[] = [];
  for await (const found of readings) {
    if (found.some(isWanted)) return found;
    if (first.length === 0) first = found;
  }
  return first;
}
