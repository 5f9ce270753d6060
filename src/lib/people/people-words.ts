import { MAY_APPLY, type MayApply } from '#lib/domain/company/company.ts';
import { m } from '#lib/i18n/messages.ts';
import { may, type PersonRole } from '#lib/domain/registration/rights.ts';
import { roleWord } from '#lib/registration/registration-words.ts';
import type { PersonRow } from '#lib/store/server/office-people.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';
import type { Tone } from '#lib/ui/tone.ts';

export function personRoleWord(role: PersonRole): string {
  if (role === 'service') return m.people_role_service();
  return role === 'system' ? m.people_role_system() : roleWord(role);
}

const DETAILS: Readonly<Record<Exclude<PersonRole, 'service' | 'system'>, () => string>> = {
  administrator: m.people_role_administrator_detail,
  officer: m.people_role_officer_detail,
  reader: m.people_role_reader_detail,
  customs: m.people_role_customs_detail,
  company: m.people_role_company_detail,
  incb: m.people_role_incb_detail,
  observer: m.people_role_observer_detail,
  trainer: m.people_role_trainer_detail,
  regional: m.people_role_regional_detail
};

export function roleOptions(roles: readonly PersonRole[]): readonly Option[] {
  return roles.map((role) => ({
    value: role,
    label: personRoleWord(role),
    detail: role === 'service' || role === 'system' ? undefined : DETAILS[role]()
  }));
}

export function mayApplyWord(may: MayApply): string {
  return may === 'submit' ? m.company_account_submit() : m.company_account_prepare();
}

export function mayApplyOptions(): readonly Option[] {
  const details = { prepare: m.company_account_prepare_detail, submit: m.company_account_submit_detail };
  return MAY_APPLY.map((value) => ({ value, label: mayApplyWord(value), detail: details[value]() }));
}

export function personState({ suspended, reset }: Pick<PersonRow, 'suspended' | 'reset'>): {
  readonly tone: Tone;
  readonly word: string;
} {
  if (suspended) return { tone: 'done', word: m.people_state_suspended() };
  if (reset) return { tone: 'warn', word: m.people_state_reset() };
  return { tone: 'good', word: m.people_state_active() };
}

/** With a single manager, no one can help them. */
export function hasOneManager(people: readonly PersonRow[]): boolean {
  return (
    people.filter(({ role, suspended, reset }) => may({ role }, 'manage') && !suspended && !reset).length ===
    1
  );
}
