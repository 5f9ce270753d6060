/** The texts of the QR codes in a file: a picture, or the first pages of a PDF. */
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type * as Pdf from 'pdfjs-dist';
import libraryUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { openDecoder, readCodesIn, ReaderMissing, type IsWanted, readWanted } from './read-codes.ts';

/** A form and its continuation sheets; more is another document. */
const MAX_PAGES = 6;

/** A telephone that decodes a larger picture runs out of memory. A page in colour at 300 dots an inch has 26 unpacked. */
const MAX_MEGABYTES = 32;

/** All codes of the first page that has a wanted one: a form’s second code is next to its first. */
export async function readCodesInFile(file: Blob, isWanted: IsWanted): Promise<Result<readonly string[]>> {
  if (file.size > MAX_MEGABYTES * 1_000_000)
    return refuse({ code: 'codeFile.tooLarge', values: { most: MAX_MEGABYTES } });
  try {
    return (await isPdf(file))
      ? await readPdf(await file.arrayBuffer(), isWanted)
      : await readPicture(file, isWanted);
  } catch (error) {
    return refuse(toProblem(error));
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof ReaderMissing) return { code: 'codeFile.reader' };
  const isLocked = (error as Error).name === 'PasswordException';
  return isLocked ? { code: 'codeFile.locked' } : { code: 'codeFile.unreadable' };
}

async function readPicture(file: Blob, isWanted: IsWanted): Promise<Result<readonly string[]>> {
  const picture = await createImageBitmap(file);
  try {
    const codes = await readCodesIn(picture, isWanted);
    return codes.length > 0 ? accept(codes) : refuse({ code: 'codeFile.none' });
  } finally {
    picture.close();
  }
}

async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-');
}

async function loadPdf(): Promise<typeof Pdf> {
  // An address, not a package: the service worker keeps it apart, and no page waits for it.
  const pdf = (await import(/* @vite-ignore */ libraryUrl).catch(() => {
    throw new ReaderMissing();
  })) as typeof Pdf;
  pdf.GlobalWorkerOptions.workerSrc = workerUrl;
  return pdf;
}

/** Loads the readers of pictures and of PDFs. */
export async function loadReaders(): Promise<void> {
  await Promise.all([openDecoder(), loadPdf()]);
}

async function readPdf(data: ArrayBuffer, isWanted: IsWanted): Promise<Result<readonly string[]>> {
  const pdf = await loadPdf();
  const loading = pdf.getDocument({ data, useWasm: false, enableXfa: false, stopAtErrors: false });
  try {
    const document = await loading.promise;
    const codes = await readWanted(readPages(document, isWanted), isWanted);
    if (codes.length > 0) return accept(codes);
    return document.numPages > MAX_PAGES
      ? refuse({ code: 'codeFile.pages', values: { pages: MAX_PAGES } })
      : refuse({ code: 'codeFile.none' });
  } finally {
    await loading.destroy();
  }
}

async function* readPages(
  document: Pdf.PDFDocumentProxy,
  isWanted: IsWanted
): AsyncGenerator<readonly string[]> {
  for (let number = 1; number <= Math.min(MAX_PAGES, document.numPages); number++) {
    const page = await document.getPage(number);
    for (const scale of pageScales(page.getViewport({ scale: 1 })))
      yield await readCodesIn(await drawPage(page, scale), isWanted);
  }
}

async function drawPage(page: Pdf.PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  await page.render({ canvas, viewport }).promise;
  return canvas;
}

/** The size of a page that is drawn for the reading of its codes. */

/** Telephones draw no larger canvas: it stays empty, without an error. */
const MAX_PIXELS = 16_000_000;
/** Scales of a PDF’s 72 units an inch: 200, then 300 dots an inch. */
const SCALES = [200 / 72, 300 / 72];

/** Smaller for large pages: programs that scan often make one unit of each dot. */
export function pageScales({ width, height }: { readonly width: number; readonly height: number }): number[] {
  const most = Math.sqrt(MAX_PIXELS / (width * height));
  return [...new Set(SCALES.map((scale) => Math.min(scale, most)))];
}
