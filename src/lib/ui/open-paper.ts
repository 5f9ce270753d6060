/** A sheet that was made on this device, in a window of its own: to be read, or printed at once. */

export interface Paper {
  readonly content: Blob;
  readonly name: string;
}

/** What can still be opened by hand: `letGoOf` its address once it is shown no more. */
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

/** Null where a window has opened. */
export function openPaper({ content, name }: Paper, how: 'open' | 'print'): BlockedPaper | null {
  const href = URL.createObjectURL(content);
  const shown = window.open(href, '_blank');
  if (shown === null) return { href, name };
  letGoOf(href);
  // Where the browser's viewer does not print by itself, the sheet stands there with the viewer's own button.
  if (how === 'print') shown.addEventListener('load', () => shown.print(), { once: true });
  return null;
}

/** Late enough for any viewer to have read it; who made the sheet can make it again. */
export function letGoOf(href: string): void {
  setTimeout(() => URL.revokeObjectURL(href), 600_000);
}
