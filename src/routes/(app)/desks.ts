/** The desks that exist, in the shell's order; a desk stands here or nowhere. */
import { base } from '$app/paths';
import { m } from '#lib/i18n/messages.ts';
import type { Role } from '#lib/store/api.ts';
import type { IconName } from '#lib/ui/icons.ts';

export interface DeskPlace {
  readonly href: string;
  readonly label: () => string;
  /** For the narrow bar of a phone. */
  readonly short?: () => string;
  readonly icon: IconName;
  /** Second key after `g`. */
  readonly letter: string;
  readonly roles?: readonly Role[];
}

/** Those who have records of a trade. */
const WITH_RECORDS: readonly Role[] = ['administrator', 'officer', 'reader'];

const PLACES: readonly DeskPlace[] = [
  {
    href: `${base}/today`,
    label: m.app_desk_today,
    icon: 'today',
    letter: 't',
    roles: [...WITH_RECORDS, 'incb']
  },
  {
    href: `${base}/authorizations`,
    label: m.app_desk_authorizations,
    short: m.app_desk_authorizations_short,
    icon: 'authorizations',
    letter: 'a',
    roles: WITH_RECORDS
  },
  {
    href: `${base}/registrations`,
    label: m.app_desk_registrations,
    icon: 'mail',
    letter: 'r',
    roles: ['incb']
  },
  { href: `${base}/countries`, label: m.app_desk_countries, icon: 'partners', letter: 'c', roles: ['incb'] },
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
    icon: 'device',
    letter: 'k',
    roles: ['administrator', 'incb']
  },
  {
    href: `${base}/people`,
    label: m.app_desk_people,
    icon: 'people',
    letter: 'p',
    roles: ['administrator', 'incb']
  },
  {
    href: `${base}/settings`,
    label: m.app_desk_settings,
    icon: 'settings',
    letter: 's',
    roles: ['administrator', 'incb']
  },
  { href: `${base}/security`, label: m.app_desk_security, icon: 'lock', letter: 'y' },
  { href: `${base}/help`, label: m.app_desk_help, icon: 'help', letter: 'h' }
];

export function desksFor(role: Role): readonly DeskPlace[] {
  return PLACES.filter((place) => !place.roles || place.roles.includes(role));
}

/** Whether the page at this address is a desk of somebody else. */
export function isForeign(pathname: string, role: Role): boolean {
  const place = PLACES.find(({ href }) => isAt(href, pathname));
  return place?.roles !== undefined && !place.roles.includes(role);
}

export function isAt(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
