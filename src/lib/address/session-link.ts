import { base } from '$app/paths';
import type { SessionId } from '#lib/domain/ids.ts';

export function sessionsHref(): string {
  return `${base}/sessions`;
}

export function sessionHref(id: SessionId): string {
  return `${base}/sessions/${encodeURIComponent(id)}`;
}

/** `of`: the session that is copied. */
export function sessionPlanHref(id: SessionId, of?: SessionId): string {
  const path = `${base}/sessions/plan/${encodeURIComponent(id)}`;
  return of === undefined ? path : `${path}?of=${encodeURIComponent(of)}`;
}

export function calendarHref(id?: SessionId): string {
  return `${base}/training/calendar${id === undefined ? '' : `?session=${encodeURIComponent(id)}`}`;
}
