import { m } from '#lib/i18n/messages.ts';
import type { Problem } from '#lib/domain/result.ts';

const HELP: Readonly<Record<string, () => string>> = {
  'invitation.unknown': m.registration_link_unknown_help,
  'invitation.expired': m.registration_link_expired_help,
  'invitation.used': m.registration_link_used_help,
  'invitation.void': m.registration_link_void_help
};

export function invitationHelp(problems: readonly Problem[]): string | undefined {
  return problems.flatMap(({ code }) => HELP[code] ?? [])[0]?.();
}

/** True if the link itself is invalid, so that a retry does not help. */
export function isLinkOver(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code in HELP);
}
