import { base } from '$app/paths';
import {
  COMPANY_PREFIX,
  statusOf,
  type Company,
  type CompanyRole,
  type CompanyStatus,
  type Licence,
  type Operation
} from '#lib/domain/company/company.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { LICENCE_EXPIRING_DAYS } from '#lib/domain/own-choices.ts';
import { formatDate, formatList } from '#lib/i18n/format.ts';
import { scheduleName } from '#lib/i18n/kind-words.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export function companyHref({ _id }: Pick<Company, '_id'>): string {
  return `${base}/companies/${_id.slice(COMPANY_PREFIX.length)}`;
}

export function roleName(role: CompanyRole): string {
  const words = {
    importer: m.company_role_importer,
    exporter: m.company_role_exporter,
    warehouse: m.company_role_warehouse,
    manufacturer: m.company_role_manufacturer
  };
  return words[role]();
}

export function operationName(operation: Operation): string {
  const words = {
    import: m.company_operation_import,
    export: m.company_operation_export,
    manufacture: m.company_operation_manufacture,
    storage: m.company_operation_storage
  };
  return words[operation]();
}

export function statusName(status: CompanyStatus): string {
  return { active: m.company_active, suspended: m.company_suspended, ended: m.company_ended }[status]();
}

export function companyBadge(company: Company): { readonly tone: Tone; readonly word: string } {
  const status = statusOf(company);
  if (company.mergedInto !== undefined) return { tone: 'neutral', word: m.company_merged() };
  return {
    tone: ({ active: 'good', suspended: 'bad', ended: 'done' } as const)[status],
    word: statusName(status)
  };
}

export function licenceBadge(
  { validFrom, validUntil }: Pick<Licence, 'validFrom' | 'validUntil'>,
  today: CalendarDate
): { readonly tone: Tone; readonly word: string } {
  if (validUntil < today)
    return { tone: 'bad', word: m.company_licence_expired({ date: formatDate(validUntil) }) };
  if (validFrom > today)
    return { tone: 'info', word: m.company_licence_from({ date: formatDate(validFrom) }) };
  const isEnding = validUntil <= addDays(today, LICENCE_EXPIRING_DAYS);
  return {
    tone: isEnding ? 'warn' : 'good',
    word: m.company_licence_until({ date: formatDate(validUntil) })
  };
}

export function scopeText(
  { substances, schedules }: { readonly [K in 'substances' | 'schedules']: readonly string[] },
  edition: EditionIndex
): string {
  const names = substances.map((key) => findSubstance(key, edition)?.name ?? key);
  return formatList([...names, ...schedules.map(scheduleName)]);
}
