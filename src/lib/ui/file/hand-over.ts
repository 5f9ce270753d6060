export interface Paper {
  readonly content: Blob;
  readonly name: string;
}

/** Call `letGoOf` with its address once it is no longer shown. */
export interface BlockedPaper {
  readonly href: string;
  readonly name: string;
}

export function toPaper({
  bytes,
  filename
}: {
  readonly bytes: Uint8Array;
  readonly filename: string;
}): Paper {
  return { content: new Blob([bytes as BlobPart], { type: 'application/pdf' }), name: filename };
}

export function openPaper({ content, name }: Paper, how: 'open' | 'print'): BlockedPaper | null {
  const href = URL.createObjectURL(content);
  const shown = window.open(href, '_blank');
  if (shown === null) return { href, name };
  letGoOf(href);
  // If the browser's viewer does not print automatically, it shows the sheet with its own button.
  if (how === 'print') shown.addEventListener('load', () => shown.print(), { once: true });
  return null;
}

/** Late enough for any viewer to have read it; the sheet can be made again. */
export function letGoOf(href: string): void {
  setTimeout(() => URL.revokeObjectURL(href), 600_000);
}

/** The browser does not report success. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Long enough for any browser to have written it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** False without a secure address. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
