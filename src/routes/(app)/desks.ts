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

const PLACES: readonly DeskPlace[] = [
  { href: `${base}/today`, label: m.app_desk_today, icon: 'today', letter: 't' },
  {
    href: `${base}/authorizations`,
    label: m.app_desk_authorizations,
    short: m.app_desk_authorizations_short,
    icon: 'authorizations',
    letter: 'a'
  },
  { href: `${base}/sync`, label: m.app_desk_sync, icon: 'connected', letter: 'd' },
  {
    href: `${base}/devices`,
    label: m.app_desk_devices,
    icon: 'device',
    letter: 'k',
    roles: ['administrator']
  },
  { href: `${base}/help`, label: m.app_desk_help, icon: 'help', letter: 'h' }
];

export function desksFor(role: Role): readonly DeskPlace[] {
  return PLACES.filter((place) => !place.roles || place.roles.includes(role));
}

export function isAt(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
