import { may } from '#lib/domain/registration/rights.ts';
import type { Role } from '#lib/store/api.ts';

export function homePath(role: Role | undefined): string {
  if (role === undefined || may({ role }, 'records')) return '/today';
  return may({ role }, 'teach') ? '/sessions' : '/help';
}
