/** Reasons why nothing can be issued here now, with a remedy. Being offline is not one. */
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { m } from '#lib/i18n/messages.ts';
import type { DeviceState, Person } from '#lib/store/api.ts';

interface Obstacle {
  readonly text: string;
  readonly way?: { readonly label: string; readonly page: 'sync#device' | 'sync' };
}

export function signingObstacle(
  person: Pick<Person, 'role'> | null,
  device: Pick<DeviceState, 'state'> | null
): Obstacle | null {
  if (!may(person, 'issue')) return { text: m.authorization_obstacle_role() };
  // Everyone sees their own device there; only administrators see the list of devices.
  const way = { label: m.sync_device(), page: 'sync#device' } as const;
  switch (device?.state) {
    case 'certified':
      return null;
    case 'waiting':
      return { text: m.authorization_obstacle_waiting(), way };
    case 'withdrawn':
      return { text: m.authorization_obstacle_withdrawn(), way };
    case 'expired':
      return { text: m.authorization_obstacle_expired(), way };
    default:
      return { text: m.authorization_obstacle_device(), way };
  }
}

export function issueObstacle(
  kind: AuthorizationKind,
  person: Pick<Person, 'role'> | null,
  device: Pick<DeviceState, 'state' | 'numbersLeft'> | null
): Obstacle | null {
  const signing = signingObstacle(person, device);
  if (signing) return signing;
  if ((device?.numbersLeft[kind] ?? 0) > 0) return null;
  return {
    text: m.authorization_obstacle_numbers(),
    way: { label: m.authorization_way_sync(), page: 'sync' }
  };
}
