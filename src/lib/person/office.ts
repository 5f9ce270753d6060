/** What a person's role lets him do here, as the screens ask it; the server and the partners judge for themselves. */
import type { Role } from '#lib/store/api.ts';

/** Issues authorizations and states what follows from them. */
export function issues(role: Role | undefined): boolean {
  return role === 'officer' || role === 'administrator';
}

/** Has a device whose key is certified: what he states is signed. */
export function signs(role: Role | undefined): boolean {
  return issues(role) || role === 'incb';
}

/** A country's records; the Board and trainers have none of a trade. */
export function hasRecords(role: Role | undefined): boolean {
  return issues(role) || role === 'reader';
}

/** Where work begins. */
export function homePath(role: Role | undefined): string {
  return role === 'trainer' ? '/help' : '/today';
}
