/** An announcement of INCB's secretariat to many countries, in up to six languages. */
import { judgeBoardAudience, defineKind } from './define-kind.ts';
import { MAX_LETTER_FILES, publicFile } from '../../file/public-file.ts';
import { country } from '../../shape/references.ts';
import {
  calendarDate,
  listOf,
  noteShape,
  oneOf,
  pattern,
  shaped,
  text,
  type Check
} from '../../shape/shape.ts';
import type { ActId } from '../../ids.ts';
import { parseRegion, REGION_CODES, type RegionCode } from '../../region-codes.ts';
import type { Problem } from '../../result.ts';

/** Order of offer. A reader without their own language and English reads the first one present. */
export const ANNOUNCEMENT_LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
export type AnnouncementLanguage = (typeof ANNOUNCEMENT_LANGUAGES)[number];

/** All roles but the Board's; a test compares them with the roles. */
export const ANNOUNCEMENT_ROLES = [
  'administrator',
  'officer',
  'reader',
  'customs',
  'trainer',
  'observer',
  'regional'
] as const;

export const MAX_TITLE_LENGTH = 160;
/** Six texts of this length, at three bytes a character, fit in the document limit. */
export const MAX_TEXT_LENGTH = 6000;
export const MAX_GROUP_NAME_LENGTH = 80;

const letter = shaped({
  required: { title: text(1, MAX_TITLE_LENGTH), text: text(1, MAX_TEXT_LENGTH, true) }
});

export const LETTERS = shaped({
  required: {},
  optional: { en: letter, fr: letter, es: letter, ru: letter, zh: letter, ar: letter }
});

const regionCode: Check<RegionCode> = (value, out) => {
  if (parseRegion(value) === null) out.push({ code: 'act.region.missing' });
};
NOTE: noteShape(regionCode, { is: 'oneOf', values: REGION_CODES });

export const PLACES = {
  region: regionCode,
  group: shaped({ required: { name: text(1, MAX_GROUP_NAME_LENGTH), countries: listOf(country, 1, 249) } })
};

/** Audience: people who match every given criterion; none means all. Not secret: every device holds the letter. */
export const letterAudience = shaped({
  required: {},
  optional: {
    ...PLACES,
    roles: listOf(oneOf(ANNOUNCEMENT_ROLES), 1, ANNOUNCEMENT_ROLES.length),
    languages: listOf(oneOf(ANNOUNCEMENT_LANGUAGES), 1, ANNOUNCEMENT_LANGUAGES.length)
  }
});

const supersedes = shaped({
  required: {
    act: pattern<ActId>(/^act:\d{8}:INCB:announcement:[A-Za-z0-9_-]{43}$/, 'act.reference.malformed'),
    as: oneOf(['replaced', 'withdrawn'])
  }
});

export const announcement = defineKind(
  {
    kind: 'announcement',
    group: 'outreach',
    signers: ['board'],
    audience: judgeBoardAudience,
    required: { texts: LETTERS, audience: letterAudience },
    optional: {
      supersedes,
      /** Devices hide it until this day; absent: shown at once. */
      shownFrom: calendarDate,
      /** Attachments. A reader fetches them on demand. */
      files: listOf(publicFile, 1, MAX_LETTER_FILES)
    }
  },
  {
    consistency({ texts: stated, audience: whom, files = [] }): Problem[] {
      const problems: Problem[] = [];
      if (ANNOUNCEMENT_LANGUAGES.every((language) => stated[language] === undefined))
        problems.push({ code: 'announcement.text.missing', path: 'body.texts' });
      if (whom.region !== undefined && whom.group !== undefined)
        problems.push({ code: 'announcement.audience.twice', path: 'body.audience' });
      if (
        files.some((one, at) => files.findIndex(({ content }) => content.sha256 === one.content.sha256) < at)
      )
        problems.push({ code: 'announcement.file.twice', path: 'body.files' });
      return problems;
    },
    refersTo: ({ supersedes: earlier }) => earlier?.act ?? null
  }
);
