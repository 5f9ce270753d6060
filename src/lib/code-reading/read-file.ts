/** The texts of the QR codes in a file: a picture, or the first pages of a PDF. */
import type * as Pdf from 'pdfjs-dist';
import libraryUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { pageScales } from './page-scale.ts';
import { readCodesIn, type IsWanted } from './read-codes.ts';
import { readWanted } from './wanted-codes.ts';

/** A form and its continuation sheets; more is another document. */
const MAX_PAGES = 6;

/** All codes of the first page that has a wanted one: a form’s second code is next to its first. */
export async function readCodesInFile(file: Blob, isWanted: IsWanted): Promise<readonly string[]> {
  if (await isPdf(file)) return readWanted(readPages(await file.arrayBuffer(), isWanted), isWanted);
  const picture = await createImageBitmap(file);
  try {
    return await readCodesIn(picture, isWanted);
  } finally {
    picture.close();
  }
}

async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-');
}

async function* readPages(data: ArrayBuffer, isWanted: IsWanted): AsyncGenerator<readonly string[]> {
  // An address, not a package: the service worker keeps it apart, and no page waits for it.
  const pdf = (await import(/* @vite-ignore */ libraryUrl)) as typeof Pdf;
  pdf.GlobalWorkerOptions.workerSrc = workerUrl;
  const loading = pdf.getDocument({ data, useWasm: false, enableXfa: false, stopAtErrors: false });
  try {
    const document = await loading.promise;
    for (let number = 1; number <= Math.min(MAX_PAGES, document.numPages); number++) {
      const page = await document.getPage(number);
      for (const scale of pageScales(page.getViewport({ scale: 1 }))) {
        yield await readCodesIn(await drawPage(page, scale), isWanted);
      }
    }
  } finally {
    await loading.destroy();
  }
}

async function drawPage(page: Pdf.PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
