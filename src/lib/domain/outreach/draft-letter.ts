/** Judged by the kind's parser. */
import type { BodyOf } from '../act/body.ts';
import {
  ANNOUNCEMENT_LANGUAGES,
  ANNOUNCEMENT_ROLES,
  type AnnouncementLanguage
} from '../act/kinds/announcement.ts';
import { judgeContent } from '../act/parse-act.ts';
import { type Typed, tidyText } from '../draft/draft.ts';
import { MAX_LETTER_FILES, publicContent, type PublicFile } from '../file/public-file.ts';
import { scanToText, textToScan } from '../file/scan.ts';
import type { ActId, CalendarDate, CountryCode } from '../ids.ts';
import type { RegionCode } from '../region-codes.ts';
import { accept, refuse, type Result } from '../result.ts';
import { fits } from '../shape/shape.ts';
import type { Audience } from './audience.ts';
import type { Texts } from './letters.ts';

type LetterParticulars = Pick<
  BodyOf<'announcement'>,
  'texts' | 'audience' | 'supersedes' | 'shownFrom' | 'files'
>;

export type LetterField =
  | `${'title' | 'text'}.${AnnouncementLanguage}`
  | 'whom'
  | 'region'
  | 'groupName'
  | 'groupCountries'
  | 'roles'
  | 'languages'
  | 'template'
  | 'shownFrom'
  | `${'file' | 'fileName'}-${number}`
  | 'of'
  | 'as';

export const WHOM = ['all', 'region', 'group'] as const;
export type Whom = (typeof WHOM)[number];

export function whomOf(fields: Typed): Whom {
  return WHOM.find((one) => one === fields['whom']) ?? 'all';
}

export function listIn(fields: Typed, name: LetterField): readonly string[] {
  return (fields[name] ?? '').split(' ').filter((one) => one !== '');
}

export function draftTexts(fields: Typed): Texts {
  const texts: { [L in AnnouncementLanguage]?: { title: string; text: string } } = {};
  for (const language of ANNOUNCEMENT_LANGUAGES) {
    const letter = {
      title: tidyText(fields[`title.${language}`]),
      text: tidyText(fields[`text.${language}`])
    };
    if (letter.title !== '' || letter.text !== '') texts[language] = letter;
  }
  return texts;
}

export type LanguageProgress = 'none' | 'no-title' | 'no-text' | 'written';

export function progressIn(texts: Texts, language: AnnouncementLanguage): LanguageProgress {
  const letter = texts[language];
  if (letter === undefined) return 'none';
  if (letter.title === '') return 'no-title';
  return letter.text === '' ? 'no-text' : 'written';
}

export function draftAudience(fields: Typed): Audience {
  const [roles, languages] = [listIn(fields, 'roles'), listIn(fields, 'languages')];
  const some = (list: readonly string[], all: readonly string[]): boolean =>
    list.length > 0 && list.length < all.length;
  return {
    ...draftPlaces(fields),
    ...(some(roles, ANNOUNCEMENT_ROLES) ? { roles: roles as Audience['roles'] & object } : {}),
    ...(some(languages, ANNOUNCEMENT_LANGUAGES)
      ? { languages: languages as Audience['languages'] & object }
      : {})
  };
}

export function draftPlaces(fields: Typed): Pick<Audience, 'region' | 'group'> {
  const whom = whomOf(fields);
  return {
    ...(whom === 'region' ? { region: (fields['region'] ?? '') as RegionCode } : {}),
    ...(whom === 'group'
      ? {
          group: {
            name: tidyText(fields['groupName']),
            countries: listIn(fields, 'groupCountries').map((code) => code as CountryCode)
          }
        }
      : {})
  };
}

/** In the order in which they were added. A place can be empty. */
export function draftFiles(fields: Typed): readonly (PublicFile | null)[] {
  return Array.from({ length: MAX_LETTER_FILES }, (_, at) => {
    const content = textToScan(fields[`file-${at}`] ?? '');
    return content && fits(publicContent, content)
      ? { name: tidyText(fields[`fileName-${at}`]), content }
      : null;
  });
}

export function fileFields(file: PublicFile | null, at: number): Typed {
  return { [`file-${at}`]: file ? scanToText(file.content) : '', [`fileName-${at}`]: file ? file.name : '' };
}

/** Problems at `texts.en.title`, `audience.group.name` and so on. */
export function judgeLetter(fields: Typed): Result<LetterParticulars> {
  const { of, as, shownFrom } = fields;
  const files = draftFiles(fields).filter((one) => one !== null);
  const particulars = {
    texts: draftTexts(fields),
    audience: draftAudience(fields),
    ...(shownFrom ? { shownFrom: shownFrom as CalendarDate } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(of ? { supersedes: { act: of as ActId, as: as === 'withdrawn' ? 'withdrawn' : 'replaced' } } : {})
  } as LetterParticulars;
  const problems = judgeContent('announcement', ['INCB', '*'], particulars);
  return problems.length > 0 ? refuse(...problems) : accept(particulars);
}

export function lettersFields({ texts, audience, files = [] }: LetterParticulars): Typed {
  const fields: Record<string, string> = {};
  for (const language of ANNOUNCEMENT_LANGUAGES) {
    const letter = texts[language];
    if (letter)
      Object.assign(fields, { [`title.${language}`]: letter.title, [`text.${language}`]: letter.text });
  }
  const { roles, languages } = audience;
  Object.assign(fields, placesFields(audience), ...files.map(fileFields));
  if (roles) fields['roles'] = roles.join(' ');
  if (languages) fields['languages'] = languages.join(' ');
  return fields;
}

export function placesFields({ region, group }: Pick<Audience, 'region' | 'group'>): Typed {
  if (region) return { whom: 'region', region };
  return group ? { whom: 'group', groupName: group.name, groupCountries: group.countries.join(' ') } : {};
}
