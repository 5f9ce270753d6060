/**
 * Lists that INCB publishes. A list counts once a second person of INCB has confirmed it (`lists/in-force.ts`); a
 * confirmation names every document of one publication, so that none counts without the others.
 */
import type { ActId, FormKey, SubstanceKey } from '../../ids.ts';
import { actReference, authorityCode, country, slug } from '../../shape/references.ts';
import {
  calendarDate,
  decimal,
  integer,
  listOf,
  micrograms,
  oneOf,
  pattern,
  shaped,
  text,
  type Check,
  type Checked,
  type Members
} from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';
import { defineKind, judgeBoardAudience } from './define-kind.ts';

/** 1961 art. 18(1)(d): names and addresses of the authorities empowered to issue. */
export const authority = defineKind({
  kind: 'authority',
  group: 'lists',
  signers: ['board'],
  audience: judgeBoardAudience,
  required: { authority: authorityCode, name: text(1, 200), address: text(1, 500, true) },
  optional: { email: text(3, 200), legalBasis: text(1, 300) }
});

/** Two people answer for a list, and a root key belongs to no person. */
const OF_TWO_PEOPLE = { group: 'lists', signers: ['secretariat'], audience: judgeBoardAudience } as const;

const MAX_ENTRIES = 2000;
/** Documents of one publication: a country each. */
const MAX_DOCUMENTS = 300;

const PUBLICATION = {
  /** Name of the publication, such as `2027-1`; its documents share it. */
  edition: text(1, 40),
  source: text(1, 500, true),
  effective: calendarDate
};

const OF_COUNTRY_AND_YEAR = { country, year: integer(2000, 2199) };

function publishedList<const K extends string, E, S extends Members>(
  kind: K,
  entry: Check<E>,
  { scope, keyOf }: { readonly scope: S; readonly keyOf: (entry: E) => string }
) {
  const defined = defineKind(
    {
      kind,
      ...OF_TWO_PEOPLE,
      required: { ...PUBLICATION, ...scope, entries: listOf(entry, 0, MAX_ENTRIES) },
      /** Documents of this publication: a confirmation names as many, so that nothing is half published. */
      optional: { parts: integer(1, MAX_DOCUMENTS) }
    },
    { consistency: ({ entries }) => judgeKeys((entries as readonly E[]).map(keyOf)) }
  );
  return { ...defined, keyOf };
}

function judgeKeys(keys: readonly string[]): Problem[] {
  const known = new Set<string>();
  return keys.flatMap((key, index) => {
    if (!known.has(key)) return known.add(key) && [];
    return { code: 'list.entry.twice', path: `body.entries.${index}` };
  });
}

const figure = shaped({
  required: {
    substance: slug<SubstanceKey>(),
    /** 1961 art. 19 and 1971 (ECOSOC 1981/7): a supplement adds to the year's figure. */
    kind: oneOf(['estimate', 'supplement']),
    /** Micrograms of anhydrous base, by INCB's factors. */
    base: micrograms
  },
  optional: { dated: calendarDate }
});
type Figure = Checked<typeof figure>;

const OF_FIGURES = {
  scope: OF_COUNTRY_AND_YEAR,
  keyOf: ({ substance, kind, dated }: Figure) => `${substance} ${kind} ${dated ?? ''}`
};

/** 1961 art. 12 and 19: a country's estimates of one year. Another document for that country and year replaces it. */
const estimate = publishedList('estimate', figure, OF_FIGURES);
/** ECOSOC 1981/7, 1991/44, 1993/38: a country's assessment of its needs of psychotropic substances. */
const assessment = publishedList('assessment', figure, OF_FIGURES);

/** Languages of the United Nations beside English: a name where a source gives one. */
export const NAMED_IN = ['fr', 'es', 'ru', 'zh', 'ar'] as const;

/** One substance, or one salt of it (`form`). */
const substanceEntry = shaped({
  required: {
    substance: slug<SubstanceKey>(),
    name: text(1, 200),
    state: oneOf(['extracted', 'confirmed']),
    source: text(1, 120)
  },
  optional: {
    form: slug<FormKey>(),
    ids: pattern(/^[NP][A-Z] [0-9]{3}$/, 'list.ids.malformed'),
    cas: pattern(/^[1-9][0-9]{1,6}-[0-9]{2}-[0-9]$/, 'list.cas.malformed'),
    convention: oneOf([1961, 1971]),
    schedules: listOf(oneOf(['I', 'II', 'III', 'IV']), 1, 4),
    since: calendarDate,
    synonyms: listOf(text(1, 120), 1, 40),
    tradeNames: listOf(text(1, 120), 1, 40),
    fr: text(1, 200),
    es: text(1, 200),
    ru: text(1, 200),
    zh: text(1, 200),
    ar: text(1, 200),
    hs: pattern(/^[0-9]{4}\.[0-9]{2}$/, 'list.hs.malformed'),
    atc: pattern(/^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$/, 'list.atc.malformed'),
    /** INCB's factor: anhydrous base per unit of the salt. */
    factor: decimal,
    note: text(1, 200)
  }
});
export type SubstanceEntry = Checked<typeof substanceEntry>;

const substanceEdition = publishedList('substance-edition', substanceEntry, {
  scope: {},
  keyOf: ({ substance, form }) => `${substance} ${form ?? ''}`
});

const prohibited = shaped({
  required: {
    country,
    substance: slug<SubstanceKey>(),
    /** Date of the notification. */
    since: calendarDate
  }
});

/** 1971 art. 13(1). */
const prohibition = publishedList('prohibition', prohibited, {
  scope: {},
  keyOf: ({ country: by, substance }) => `${by} ${substance}`
});

const notifiedPractice = shaped({
  required: {
    country,
    schedule: oneOf(['III', 'IV']),
    imports: oneOf(['authorization', 'declaration', 'none']),
    exports: oneOf(['authorization', 'declaration', 'none'])
  },
  optional: { since: calendarDate }
});

/** ECOSOC 1985/15 and 1991/44: what a country requires for Schedules III and IV of 1971. */
const schedulePractice = publishedList('schedule-practice', notifiedPractice, {
  scope: {},
  keyOf: ({ country: by, schedule }) => `${by} ${schedule}`
});

const office = shaped({
  required: {
    country,
    name: text(1, 200),
    address: text(1, 500, true),
    issues: listOf(oneOf([1961, 1971]), 1, 2)
  },
  optional: { email: text(3, 200), telephone: text(3, 60) }
});

/** 1961 art. 18(1)(d), 1971 art. 16(3): the authorities that issue, a country's several among them. */
const directory = publishedList('directory', office, {
  scope: {},
  keyOf: ({ country: of, name }) => `${of} ${name}`
});

/** References name acts of list kinds; whether they exist is known only to a reader that has them. */
const lists = listOf(actReference, 1, MAX_DOCUMENTS);

/**
 * A second person confirms all documents of a publication. Anyone of INCB revokes one alone, because a wrong figure must
 * stop counting immediately; what counted before counts again.
 */
export const listConfirmation = defineKind(
  {
    kind: 'list-confirmation',
    ...OF_TWO_PEOPLE,
    required: { lists, as: oneOf(['confirmed', 'revoked']) },
    optional: { reason: text(1, 1000, true) }
  },
  {
    consistency({ lists: named, as, reason }): Problem[] {
      const problems = judgeKeys(named).map((one) => ({ ...one, path: 'body.lists' }));
      if (as === 'revoked' && reason === undefined)
        problems.push({ code: 'list.reason.missing', path: 'body.reason' });
      return problems.concat(
        named.every(isListId) ? [] : [{ code: 'act.reference.malformed', path: 'body.lists' }]
      );
    }
  }
);

export const PUBLISHED = [
  estimate,
  assessment,
  substanceEdition,
  prohibition,
  schedulePractice,
  directory
] as const;
export type ListKind = (typeof PUBLISHED)[number]['kind'];

function isListId(id: ActId): boolean {
  return PUBLISHED.some(({ kind }) => id.indexOf(`:INCB:${kind}:`) > 0);
}
