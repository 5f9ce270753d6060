/** The texts of the QR codes in a file: a picture, or the first pages of a PDF. */
import type * as Pdf from 'pdfjs-dist';
import libraryUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { readCodesIn } from './read-codes.ts';

/** A form and its continuation sheets; more is another document. */
const MAX_PAGES = 6;
/** Of a PDF’s 72 units an inch: 200, then 300 dots an inch. */
const SCALES = [200 / 72, 300 / 72];

export async function readCodesInFile(file: Blob): Promise<readonly string[]> {
  if (await isPdf(file)) return readCodesInPdf(await file.arrayBuffer());
  const picture = await createImageBitmap(file);
  try {
    return await readCodesIn(picture);
  } finally {
    picture.close();
  }
}

async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-');
}

/** All codes of the first page that has one: a form’s second code is next to its first. */
async function readCodesInPdf(data: ArrayBuffer): Promise<readonly string[]> {
  // An address, not a package: the service worker keeps it apart, and no page waits for it.
  const pdf = (await import(/* @vite-ignore */ libraryUrl)) as typeof Pdf;
  pdf.GlobalWorkerOptions.workerSrc = workerUrl;
  const loading = pdf.getDocument({ data, useWasm: false, enableXfa: false, stopAtErrors: false });
  try {
    const document = await loading.promise;
    for (let number = 1; number <= Math.min(MAX_PAGES, document.numPages); number++) {
      const page = await document.getPage(number);
      for (const scale of SCALES) {
        const found = await readCodesIn(await drawPage(page, scale));
        if (found.length > 0) return found;
      }
    }
    return [];
  } finally {
    await loading.destroy();
  }
}

async function drawPage(page: Pdf.PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
