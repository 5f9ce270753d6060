import type { CountryCode } from '../ids.ts';
import {
  anyText,
  instant,
  integer,
  listOf,
  oneOf,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { country } from '../shape/references.ts';
import type { Result } from '../result.ts';

export const OVERVIEW_SETTING_ID = 'setting:overview';
/** Months within which an active country issued or answered; INCB's own rule of 2019 is unknown. */
export const USUAL_ACTIVE_MONTHS = 12;
export const MAX_ACTIVE_MONTHS = 60;

const group = shaped({ required: { name: text(1, 120), countries: listOf(country, 1, 249) } });
export type CountryGroup = Checked<typeof group>;

/** A conflict: the value not in force, kept until a person decides. */
const apart = shaped({ required: { part: anyText, other: anyText } });
export type ApartChoice = Checked<typeof apart>;

const MAX_MONTHS_APART = 100;
const MAX_JOINED = 50;

const setting = stored({
  required: { _id: oneOf([OVERVIEW_SETTING_ID]), schema: oneOf([1]) },
  optional: {
    activeMonths: integer(1, MAX_ACTIVE_MONTHS),
    groups: listOf(group, 0, 50),
    mapNote: stored({
      required: {},
      optional: { en: anyText, fr: anyText, es: anyText, ru: anyText, zh: anyText, ar: anyText }
    }),
    at: instant,
    apart: listOf(apart, 0, MAX_MONTHS_APART),
    /** Merged revisions of other devices: settings cannot be deleted, so those revisions remain. */
    joined: listOf(pattern(/^\d{1,9}-[0-9a-f]{32}$/, 'document.revision.malformed'), 0, MAX_JOINED)
  }
});
export type OverviewSetting = Checked<typeof setting>;

const NO_SETTING: OverviewSetting = { _id: OVERVIEW_SETTING_ID, schema: 1 };

export function parseOverviewSetting(document: unknown): Result<OverviewSetting> {
  return readStored(setting, document);
}

/** An unreadable setting counts as empty, so the overview always shows. */
export function readOverviewSetting(document: unknown): OverviewSetting {
  const read = parseOverviewSetting(document);
  return read.ok ? read.value : NO_SETTING;
}

/** `months`, `note.<language>` and `group.<name>`, each as text; missing ones are empty. */
type Parts = Readonly<Record<string, string>>;
type Choices = Pick<OverviewSetting, 'activeMonths' | 'groups' | 'mapNote'>;

export function joinChoices(
  base: OverviewSetting | null,
  one: OverviewSetting,
  other: OverviewSetting
): OverviewSetting {
  const [later, earlier] = isLater(one, other) ? [one, other] : [other, one];
  const apart: ApartChoice[] = [];
  const parts = joinParts(base ? partsOf(base) : {}, partsOf(later), partsOf(earlier), apart);
  const open = openOf(base, one, other).filter(({ part, other: value }) => parts[part] !== value);
  return written(later, parts, [...apart, ...open], [...(one.joined ?? []), ...(other.joined ?? [])]);
}

export function reviseChoices(current: OverviewSetting, shown: Choices, typed: Choices): OverviewSetting {
  const [before, mine] = [partsOf(shown), partsOf(typed)];
  const parts = joinParts(before, mine, partsOf(current), []);
  const open = (current.apart ?? []).filter(({ part }) => (before[part] ?? '') === (mine[part] ?? ''));
  return written({ ...current, ...typed }, parts, open, current.joined ?? []);
}

export function decideApart(
  current: OverviewSetting,
  choice: ApartChoice,
  side: 'in-force' | 'other'
): OverviewSetting {
  const { part, other } = choice;
  const parts = partsOf(current);
  const open = (current.apart ?? []).filter((one) => one.part !== part || one.other !== other);
  return written(current, side === 'other' ? { ...parts, [part]: other } : parts, open, current.joined ?? []);
}

export function inForceOf(setting: OverviewSetting, part: string): string {
  return partsOf(setting)[part] ?? '';
}

export function isSameChoice(one: OverviewSetting, other: OverviewSetting): boolean {
  const told = (setting: OverviewSetting): string =>
    JSON.stringify([sorted(partsOf(setting)), setting.apart ?? []]);
  return told(one) === told(other);
}

function isLater(one: OverviewSetting, other: OverviewSetting): boolean {
  const [at, otherAt] = [one.at ?? '', other.at ?? ''];
  if (at !== otherAt) return at > otherAt;
  return JSON.stringify(sorted(partsOf(one))) >= JSON.stringify(sorted(partsOf(other)));
}

function joinParts(base: Parts, later: Parts, earlier: Parts, apart: ApartChoice[]): Parts {
  const joined: Record<string, string> = {};
  for (const part of Object.keys({ ...later, ...earlier })) {
    const [was, mine, theirs] = [base[part] ?? '', later[part] ?? '', earlier[part] ?? ''];
    const isTheirs = mine === was || (mine === '' && theirs !== was);
    joined[part] = isTheirs ? theirs : mine;
    if (mine !== theirs && mine !== was && theirs !== was)
      apart.push({ part, other: isTheirs ? mine : theirs });
  }
  return joined;
}

function openOf(
  base: OverviewSetting | null,
  one: OverviewSetting,
  other: OverviewSetting
): readonly ApartChoice[] {
  const has = ({ apart = [] }: OverviewSetting, choice: ApartChoice): boolean =>
    apart.some(({ part, other: value }) => part === choice.part && value === choice.other);
  const all = [...(one.apart ?? []), ...(other.apart ?? [])];
  return all.filter((choice, index) => {
    const isDecided = base !== null && has(base, choice) && !(has(one, choice) && has(other, choice));
    const isFirst =
      all.findIndex(({ part, other: value }) => part === choice.part && value === choice.other) === index;
    return isFirst && !isDecided;
  });
}

function written(
  { at }: OverviewSetting,
  parts: Parts,
  apart: readonly ApartChoice[],
  joined: readonly string[]
): OverviewSetting {
  const open = [...apart]
    .sort((a, b) => (a.part + a.other < b.part + b.other ? -1 : 1))
    .slice(0, MAX_MONTHS_APART);
  const revisions = [...new Set(joined)].sort().slice(-MAX_JOINED) as NonNullable<OverviewSetting['joined']>;
  return {
    _id: 'setting:overview',
    schema: 1,
    ...choicesOf(parts),
    ...(at === undefined ? {} : { at }),
    ...(open.length > 0 ? { apart: open } : {}),
    ...(revisions.length > 0 ? { joined: revisions } : {})
  };
}

const NOTE = 'note.';
const GROUP = 'group.';

function partsOf({ activeMonths, groups = [], mapNote = {} }: Choices): Parts {
  const parts: Record<string, string> = {};
  if (activeMonths !== undefined) parts['months'] = String(activeMonths);
  for (const [language, text] of Object.entries(mapNote)) if (text) parts[NOTE + language] = text;
  for (const { name, countries } of groups) {
    // A repeated name is a group of its own.
    let part = GROUP + name;
    while (parts[part] !== undefined) part += ' ';
    parts[part] = countries.join(' ');
  }
  return parts;
}

function choicesOf(parts: Parts): Choices {
  const named = (prefix: string): readonly (readonly [string, string])[] =>
    Object.entries(parts).flatMap(([part, text]) =>
      part.startsWith(prefix) && text !== '' ? [[part.slice(prefix.length), text] as const] : []
    );
  const groups = named(GROUP).map(([name, codes]): CountryGroup => ({
    name: name.trimEnd(),
    countries: codes.split(' ') as CountryCode[]
  }));
  const mapNote = Object.fromEntries(named(NOTE));
  return {
    ...(parts['months'] ? { activeMonths: Number(parts['months']) } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(Object.keys(mapNote).length > 0 ? { mapNote } : {})
  };
}

function sorted(parts: Parts): readonly (readonly [string, string])[] {
  return Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
}
