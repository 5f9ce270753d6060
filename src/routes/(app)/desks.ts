import { base } from '$app/paths';
import { may, type Right } from '#lib/domain/registration/rights.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Role } from '#lib/store/api.ts';
import type { IconName } from '#lib/ui/icons.ts';

export interface DeskPlace {
  readonly href: string;
  readonly label: () => string;
  /** For the rail and a phone's bar: the same word, perhaps with a hyphenation point. */
  readonly short: (() => string) | undefined;
  readonly icon: IconName;
  readonly letter: string;
  /** Null: everyone sees it. */
  readonly right: Right | null;
}

function place(
  name: string,
  letter: string,
  icon: IconName,
  right: Right | null,
  label: () => string,
  short?: () => string
): DeskPlace {
  return { href: `${base}/${name}`, letter, icon, right, label, short };
}

const PLACES: readonly DeskPlace[] = [
  place('today', 't', 'today', 'records', m.app_desk_today),
  place(
    'authorizations',
    'a',
    'authorizations',
    'trade',
    m.app_desk_authorizations,
    m.app_desk_authorizations_short
  ),
  place('matching', 'm', 'matching', 'trade', m.app_desk_matching, m.app_desk_matching_short),
  place('partners', 'b', 'partners', 'trade', m.app_desk_partners, m.app_desk_partners_short),
  place('balance', 'z', 'balance', 'trade', m.app_desk_balance),
  place('applications', 'i', 'signature', 'trade', m.app_desk_applications, m.app_desk_applications_short),
  place('companies', 'j', 'companies', 'trade', m.app_desk_companies),
  place('returns', 'q', 'survey', 'trade', m.app_desk_returns),
  place('overview', 'o', 'matching', 'overview', m.app_desk_overview, m.app_desk_overview_short),
  place('region', 'o', 'matching', 'region', m.app_desk_overview, m.app_desk_overview_short),
  place('registrations', 'r', 'mail', 'overview', m.app_desk_registrations),
  place('countries', 'c', 'partners', 'overview', m.app_desk_countries),
  place('contacts', 'w', 'person', 'registry', m.app_desk_contacts),
  place('verify', 'f', 'scan', null, m.app_desk_verify, m.app_desk_verify_short),
  place('inspections', 'g', 'search', 'inspect', m.app_desk_inspections),
  place('lists', 'l', 'survey', 'records', m.app_desk_lists),
  place('announcements', 'n', 'mail', 'office', m.app_desk_announcements, m.app_desk_announcements_short),
  place('surveys', 'v', 'survey', 'records', m.app_desk_surveys),
  place('suggestions', 'u', 'wish', 'office', m.app_desk_suggestions),
  place('sessions', 'e', 'training', 'office', m.app_desk_sessions, m.app_desk_sessions_short),
  place('sync', 'd', 'connected', 'office', m.app_desk_sync, m.app_desk_sync_short),
  place('devices', 'k', 'device', 'manage', m.app_desk_devices, m.app_desk_devices_short),
  place('people', 'p', 'people', 'manage', m.app_desk_people, m.app_desk_people_short),
  place('systems', 'x', 'link', 'watch', m.app_desk_systems, m.app_desk_systems_short),
  place('settings', 's', 'settings', 'manage', m.app_desk_settings),
  place('security', 'y', 'lock', null, m.app_desk_security, m.app_desk_security_short),
  place('help', 'h', 'help', null, m.app_desk_help)
];

export function desksFor(role: Role): readonly DeskPlace[] {
  return PLACES.filter((place) => !place.right || may({ role }, place.right));
}

export function isForeign(pathname: string, role: Role): boolean {
  const place = PLACES.find(({ href }) => isAt(href, pathname));
  return Boolean(place?.right && !may({ role }, place.right));
}

export function isAt(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
