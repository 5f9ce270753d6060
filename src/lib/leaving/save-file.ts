import type { UnsentFile } from '#lib/store/leaving.ts';

/** To the person's own folder of downloads; the browser says nothing of whether it arrived there. */
export function saveFile({ text, name }: Pick<UnsentFile, 'text' | 'name'>): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Long enough for any browser to have written it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
