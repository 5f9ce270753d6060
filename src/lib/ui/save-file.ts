/** To the person's own folder of downloads; the browser says nothing of whether it arrived there. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Long enough for any browser to have written it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
