import { base } from '$app/paths';
import type { SessionId } from '#lib/domain/ids.ts';

export function sessionsHref(): string {
  return `${base}/sessions`;
}

export function sessionHref(id: SessionId): string {
  return `${base}/sessions/${encodeURIComponent(id)}`;
}

export function sessionPlanHref(id: SessionId): string {
  return `${base}/sessions/plan/${encodeURIComponent(id)}`;
}

export function newSessionHref(id: SessionId, of?: SessionId): string {
  return `${sessionPlanHref(id)}?${of === undefined ? 'new' : `of=${encodeURIComponent(of)}`}`;
}

export function calendarHref(id?: SessionId): string {
  return `${base}/training/calendar${id === undefined ? '' : `?session=${encodeURIComponent(id)}`}`;
}
