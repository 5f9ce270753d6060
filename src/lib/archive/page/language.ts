/** In the page, in place of the modules that read all languages: the file carries six, and the reader chooses one. */
import { readNames } from './page-content.ts';

export * from '../../reply-file/page/language.ts';

export const countryNamesOf = (locale: string): Readonly<Record<string, string>> | undefined =>
  readNames()[locale];
