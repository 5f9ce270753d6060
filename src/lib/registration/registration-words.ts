import { problemText } from '#lib/i18n/problem-text.ts';
import type { Problem } from '#lib/domain/result.ts';
import { m } from '#lib/i18n/messages.ts';
import type { JoiningStepKey } from '#lib/domain/registration/joining-plan.ts';
import type { Role } from '#lib/store/api.ts';

const WORDS: Readonly<Record<Role, () => string>> = {
  administrator: m.registration_role_administrator,
  officer: m.registration_role_officer,
  reader: m.registration_role_reader,
  customs: m.registration_role_customs,
  company: m.registration_role_company,
  incb: m.registration_role_incb,
  observer: m.registration_role_observer,
  trainer: m.registration_role_trainer,
  regional: m.registration_role_regional
};

export function roleWord(role: Role): string {
  return WORDS[role]();
}

const STEPS: Readonly<Record<JoiningStepKey, () => string>> = {
  asked: m.joining_asked,
  letter: m.joining_letter,
  sent: m.joining_sent,
  received: m.joining_received,
  opened: m.joining_opened,
  confirmed: m.joining_confirmed,
  device: m.joining_device,
  certified: m.joining_certified,
  exchanged: m.joining_exchanged
};

export function joiningWord(step: JoiningStepKey): string {
  return STEPS[step]();
}

export function fieldProblem(problem: Problem | null | undefined, value: string): string | undefined {
  if (!problem) return undefined;
  return value.trim() === '' ? m.registration_missing() : problemText(problem);
}

const HELP: Readonly<Record<string, () => string>> = {
  'invitation.unknown': m.registration_link_unknown_help,
  'invitation.expired': m.registration_link_expired_help,
  'invitation.used': m.registration_link_used_help,
  'invitation.void': m.registration_link_void_help
};

export function invitationHelp(problems: readonly Problem[]): string | undefined {
  return problems.flatMap(({ code }) => HELP[code] ?? [])[0]?.();
}

/** A retry does not help. */
export function isLinkOver(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code in HELP);
}
