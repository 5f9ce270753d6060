/** Reads a square code from a camera picture: by the browser if it can, else by a decoder loaded on demand. */

type ReadCode = (source: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

export async function openCodeReader(): Promise<ReadCode> {
  const { BarcodeDetector } = globalThis as {
    BarcodeDetector?: DetectorClass & { getSupportedFormats?(): Promise<string[]> };
  };
  const formats = (await BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (BarcodeDetector && formats.includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  return openFetchedReader();
}

/** Pixels: enough for a code that fills a third of the picture. */
const WIDTH = 640;

async function openFetchedReader(): Promise<ReadCode> {
  const { default: readPixels } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    if (!context || video.videoWidth === 0) return null;
    const [width, height] = [WIDTH, Math.round((WIDTH * video.videoHeight) / video.videoWidth)];
    Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return readPixels(data, width, height)?.data ?? null;
  };
}
