/**
 * What one box says about another: the name brings the address, transport and beginning bring the end of
 * validity. Only what the officer has not changed by hand follows.
 */
import { importMonthsOf } from '#lib/domain/authorization/judge-validity.ts';
import type { CountrySettings } from '#lib/domain/authorization/country-settings.ts';
import type { FormField } from '#lib/domain/authorization/form-fields.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import { addMonths, isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { Typed } from '#lib/domain/draft/draft.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { findKnownParty, isKnownAddress, type KnownParties, type PartyRole } from './known-parties.ts';

export type TypedValues = { readonly [N in FormField]?: string };

export interface FollowContext {
  readonly kind: AuthorizationKind;
  readonly country: CountryCode;
  readonly settings: CountrySettings;
  readonly known: KnownParties;
  /** End of validity of the import authorization that is cited. */
  readonly importUntil?: CalendarDate | undefined;
}

export function followName(
  fields: Typed,
  role: PartyRole,
  name: string,
  context: FollowContext
): TypedValues {
  const known = context.known[role];
  const party = findKnownParty(name, known);
  if (!party || !isKnownAddress(fields[`${role}Address`] ?? '', known)) return { [`${role}Name`]: name };
  const abroad = context.kind === 'import-authorization' ? 'exporter' : 'importer';
  const box = abroad === 'exporter' ? 'exportingCountry' : 'importingCountry';
  const isToFill = role === abroad && (fields[box] ?? '') === '' && party.country !== context.country;
  return {
    [`${role}Name`]: name,
    [`${role}Address`]: party.address,
    [`${role}Licence`]: party.licence ?? '',
    ...(isToFill && party.country ? { [box]: party.country } : {})
  };
}

/** `changed` is what was just typed into transport or the beginning of validity. */
export function followValidity(fields: Typed, changed: TypedValues, context: FollowContext): TypedValues {
  const before = usualEnd(fields, context);
  const typed = fields['validUntil'] ?? '';
  if (typed !== '' && typed !== before) return changed;
  const after = usualEnd({ ...fields, ...changed }, context);
  return after ? { ...changed, validUntil: after } : changed;
}

function usualEnd(fields: Typed, { kind, settings, importUntil }: FollowContext): CalendarDate | null {
  const from = fields['validFrom'];
  if (!isCalendarDate(from)) return null;
  const isImport = kind === 'import-authorization';
  const months = isImport ? importMonthsOf(settings, fields['transport'] ?? '') : settings.exportMonths;
  const end = addMonths(from, months);
  return importUntil && importUntil < end ? importUntil : end;
}
