/** Data that the app writes into a file, besides the program; the page reads it from its own text. */
import type { GivenFile } from '#lib/store/api.ts';

export interface PageContent {
  readonly given: GivenFile;
  /** Names of the countries in the authorization, in the language of the file. */
  readonly names: Readonly<Record<string, string>>;
  /** Address of I2ES, for the code of a printed reply. */
  readonly origin: string;
}

export const CONTENT_ID = 'content';

export function readContent(): PageContent {
  return JSON.parse(document.getElementById(CONTENT_ID)?.textContent ?? '') as PageContent;
}
