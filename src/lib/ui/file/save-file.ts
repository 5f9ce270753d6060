/** Saves to the person's downloads folder; the browser does not report success. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Long enough for any browser to have written it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
