import type { ContactWay } from '#lib/domain/outreach/contact-note.ts';
import type { Spokesperson } from '#lib/domain/outreach/directory.ts';
import type { Contact, FollowUp, Place } from '#lib/domain/outreach/follow-up.ts';
import { formatDate, formatList, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { joiningWord } from '#lib/registration/registration-words.ts';
import type { AccountName } from '#lib/sign-in/account-name.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface StateWords {
  readonly word: string;
  readonly tone: Tone;
}

export function placeWords(place: Place): StateWords {
  const words = {
    overdue: { word: m.contacts_place_overdue(), tone: 'bad' },
    today: { word: m.contacts_place_today(), tone: 'warn' },
    coming: { word: m.contacts_place_coming(), tone: 'info' },
    none: { word: m.contacts_place_none(), tone: 'done' }
  } as const;
  return words[place];
}

export function standsWords(stands: FollowUp['stands']): StateWords {
  const words = {
    registered: { word: m.incb_standing_registered(), tone: 'good' },
    suspended: { word: m.incb_standing_suspended(), tone: 'warn' },
    requested: { word: m.contacts_stands_requested(), tone: 'info' },
    none: { word: m.contacts_stands_none(), tone: 'done' }
  } as const;
  return words[stands];
}

export function wayWord(way: ContactWay): string {
  const words: Readonly<Record<ContactWay, () => string>> = {
    telephone: m.contacts_way_telephone,
    email: m.contacts_way_email,
    letter: m.contacts_way_letter,
    meeting: m.contacts_way_meeting,
    announcement: m.contacts_way_announcement,
    none: m.contacts_way_none
  };
  return words[way]();
}

export function contactWords({ on, way, by }: Contact, nameOf: AccountName): string {
  return [formatDate(on), wayWord(way), isolate(nameOf(by))].join(' · ');
}

export function nextWords({ steps, quietSince, due, late }: FollowUp): string {
  const [first, ...others] = steps;
  if (first) {
    const more = others.length > 0 ? ` · ${m.contacts_steps_more({ count: others.length })}` : '';
    return `${isolate(first.step)}${more}`;
  }
  if (late) return m.contacts_next_joining({ step: joiningWord(late.key) });
  return quietSince === null || due === null ? '–' : m.contacts_next_quiet({ date: formatDate(quietSince) });
}

/** A mail program would read anything more as instructions. */
export function mailHref(email: string): string {
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}`;
}

export function telephoneHref(telephone: string): string {
  return `tel:${/^\+?[\d ()./-]*/.exec(telephone)?.[0].replace(/[^\d+]/g, '') ?? ''}`;
}

export function fromWords({ from }: Spokesperson): string {
  const words = {
    account: m.contacts_from_account,
    request: m.contacts_from_request,
    note: m.contacts_from_note,
    stated: m.contacts_from_stated
  };
  return formatList(from.map((one) => words[one]()));
}
