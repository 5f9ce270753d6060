import { m } from '#lib/i18n/messages.ts';
import type { Role } from '#lib/store/api.ts';

const WORDS: Readonly<Record<Role, () => string>> = {
  administrator: m.registration_role_administrator,
  officer: m.registration_role_officer,
  reader: m.registration_role_reader,
  incb: m.registration_role_incb,
  trainer: m.registration_role_trainer
};

export function roleWord(role: Role): string {
  return WORDS[role]();
}
