import type { CalendarDate } from '#lib/domain/ids.ts';
import { isScheduled, type AnnouncementAct, type Letter } from '#lib/domain/outreach/letters.ts';
import { formatDate, formatDateTime, formatInteger, formatList, joinSentences } from '#lib/i18n/format.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { OverviewSetting } from '#lib/domain/usage/overview-settings.ts';
import type { LinkKind } from '#lib/domain/outreach/links.ts';
import type { Audience, Receivers } from '#lib/domain/outreach/audience.ts';
import { REGION_CODES, isSubRegion, parseRegion, type RegionCode } from '#lib/domain/region-codes.ts';
import type { ANNOUNCEMENT_ROLES } from '#lib/domain/act/kinds/announcement.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import { localeNames, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

type AudienceRole = (typeof ANNOUNCEMENT_ROLES)[number];

const ROLES: Readonly<Record<AudienceRole, () => string>> = {
  administrator: m.announce_role_administrator,
  officer: m.announce_role_officer,
  reader: m.announce_role_reader,
  customs: m.announce_role_customs,
  trainer: m.announce_role_trainer,
  observer: m.announce_role_observer,
  regional: m.announce_role_regional
};

export function audienceRoleWord(role: AudienceRole): string {
  return ROLES[role]();
}

export function regionOptions(): { value: RegionCode; label: string }[] {
  return REGION_CODES.map((code) => ({
    value: code,
    label: isSubRegion(code) ? `\u2003${regionName(code)}` : regionName(code)
  }));
}

export function audienceWords(audience: Audience): string {
  const { region, group, roles, languages } = audience;
  const places = region === undefined ? (group?.name ?? m.announce_to_all()) : regionWord(region);
  return [
    places,
    ...(roles ? [formatList(roles.map(audienceRoleWord))] : []),
    ...(languages ? [formatList(languages.map((one) => localeNames[one as Locale]))] : [])
  ].join(' · ');
}

function regionWord(text: string): string {
  const region = parseRegion(text);
  return region === null ? m.announce_region_choose() : regionName(region);
}

export function receiverWords({ can, cannot }: Receivers): string {
  return joinSentences([
    m.announce_receivers({ count: formatInteger(can.length) }),
    ...(cannot.length > 0 ? [m.announce_not_receivers({ count: formatInteger(cannot.length) })] : [])
  ]);
}

/** Space-separated codes, as in drafts. */
export function namedGroups(
  letters: readonly Pick<Letter, 'act'>[],
  { groups = [] }: Pick<OverviewSetting, 'groups'>
): ReadonlyMap<string, string> {
  const ofLetters = letters.flatMap(({ act }) => act.body.audience.group ?? []);
  const named = new Map<string, string>();
  for (const { name, countries } of [...groups, ...ofLetters])
    if (!named.has(name)) named.set(name, countries.join(' '));
  return named;
}

const LINKS: Readonly<Record<LinkKind, () => string>> = {
  convention: m.links_kind_convention,
  form: m.links_kind_form,
  guideline: m.links_kind_guideline,
  training: m.links_kind_training,
  contact: m.links_kind_contact
};

export function linkKindWord(kind: LinkKind): string {
  return LINKS[kind]();
}

export function letterState(state: Letter['state']): { readonly tone: Tone; readonly word: string } {
  if (state === 'stands') return { tone: 'good', word: m.announce_state_stands() };
  return state === 'replaced'
    ? { tone: 'warn', word: m.announce_state_replaced() }
    : { tone: 'bad', word: m.announce_state_withdrawn() };
}

/** The day from which readers see it; null if they see it, or will not. */
export function scheduledOn({ act, state }: Letter, today: CalendarDate): CalendarDate | null {
  return state === 'stands' && isScheduled(act, today) ? (act.body.shownFrom ?? null) : null;
}

export function scheduledWord(day: CalendarDate): string {
  return m.announce_scheduled({ date: formatDate(day) });
}

export function fromWords({ body }: AnnouncementAct): string {
  return m.announce_from({ when: formatDateTime(body.at) });
}
