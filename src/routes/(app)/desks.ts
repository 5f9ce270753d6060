import { base } from '$app/paths';
import { may, type Right } from '#lib/domain/registration/rights.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Role } from '#lib/store/api.ts';
import type { IconName } from '#lib/ui/icons.ts';

export interface DeskPlace {
  readonly href: string;
  readonly label: () => string;
  /** For the rail and a phone's bar: the same word, perhaps with a hyphenation point. */
  readonly short?: () => string;
  readonly icon: IconName;
  readonly letter: string;
  readonly right?: Right;
}

const PLACES: readonly DeskPlace[] = [
  {
    href: `${base}/today`,
    label: m.app_desk_today,
    icon: 'today',
    letter: 't',
    right: 'records'
  },
  {
    href: `${base}/authorizations`,
    label: m.app_desk_authorizations,
    short: m.app_desk_authorizations_short,
    icon: 'authorizations',
    letter: 'a',
    right: 'trade'
  },
  {
    href: `${base}/matching`,
    label: m.app_desk_matching,
    short: m.app_desk_matching_short,
    icon: 'matching',
    letter: 'm',
    right: 'trade'
  },
  {
    href: `${base}/partners`,
    label: m.app_desk_partners,
    short: m.app_desk_partners_short,
    icon: 'partners',
    letter: 'b',
    right: 'trade'
  },
  {
    href: `${base}/overview`,
    label: m.app_desk_overview,
    short: m.app_desk_overview_short,
    icon: 'matching',
    letter: 'o',
    right: 'registry'
  },
  {
    href: `${base}/registrations`,
    label: m.app_desk_registrations,
    icon: 'mail',
    letter: 'r',
    right: 'registry'
  },
  {
    href: `${base}/countries`,
    label: m.app_desk_countries,
    icon: 'partners',
    letter: 'c',
    right: 'registry'
  },
  {
    href: `${base}/contacts`,
    label: m.app_desk_contacts,
    icon: 'person',
    letter: 'w',
    right: 'registry'
  },
  {
    href: `${base}/announcements`,
    label: m.app_desk_announcements,
    short: m.app_desk_announcements_short,
    icon: 'mail',
    letter: 'n'
  },
  {
    href: `${base}/surveys`,
    label: m.app_desk_surveys,
    icon: 'survey',
    letter: 'v',
    right: 'records'
  },
  {
    href: `${base}/suggestions`,
    label: m.app_desk_suggestions,
    icon: 'wish',
    letter: 'u',
    right: 'records'
  },
  {
    href: `${base}/sessions`,
    label: m.app_desk_sessions,
    short: m.app_desk_sessions_short,
    icon: 'training',
    letter: 'e'
  },
  {
    href: `${base}/sync`,
    label: m.app_desk_sync,
    short: m.app_desk_sync_short,
    icon: 'connected',
    letter: 'd'
  },
  {
    href: `${base}/devices`,
    label: m.app_desk_devices,
    short: m.app_desk_devices_short,
    icon: 'device',
    letter: 'k',
    right: 'manage'
  },
  {
    href: `${base}/people`,
    label: m.app_desk_people,
    short: m.app_desk_people_short,
    icon: 'people',
    letter: 'p',
    right: 'manage'
  },
  {
    href: `${base}/settings`,
    label: m.app_desk_settings,
    icon: 'settings',
    letter: 's',
    right: 'manage'
  },
  {
    href: `${base}/security`,
    label: m.app_desk_security,
    short: m.app_desk_security_short,
    icon: 'lock',
    letter: 'y'
  },
  { href: `${base}/help`, label: m.app_desk_help, icon: 'help', letter: 'h' }
];

export function desksFor(role: Role): readonly DeskPlace[] {
  return PLACES.filter((place) => !place.right || may({ role }, place.right));
}

export function isForeign(pathname: string, role: Role): boolean {
  const place = PLACES.find(({ href }) => isAt(href, pathname));
  return place?.right !== undefined && !may({ role }, place.right);
}

export function isAt(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
