/**
 * Derived fields: a name fills the address; transport and start date fill the end of validity. Only boxes not changed
 * by hand follow.
 */
import { importMonthsOf } from '#lib/domain/authorization/judge-terms.ts';
import type { CountrySettings } from '#lib/domain/authorization/country-settings.ts';
import type { FormField } from '#lib/domain/authorization/form-fields.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { addMonths, isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { Typed } from '#lib/domain/draft/draft.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  findKnownParty,
  isKnownAddress,
  partiesIn,
  type KnownParties,
  type KnownParty,
  type PartyRole
} from './known-parties.ts';

type TypedValues = { readonly [N in FormField]?: string };

export interface FollowContext {
  /** The kind of form on which this authority is on its side: on a partner's paper, the other one. */
  readonly kind: AuthorizationKind;
  /** The dates of a paper are its own. */
  readonly isPaper?: boolean;
  readonly country: CountryCode;
  readonly settings: CountrySettings;
  readonly known: KnownParties;
  readonly importUntil?: CalendarDate | undefined;
}

export function offeredParties(
  fields: Typed,
  role: PartyRole,
  context: FollowContext
): readonly KnownParty[] {
  const box = sideBox(role, context);
  const stated = (box && fields[box]) || fields[`${role}Country`] || '';
  return partiesIn(stated, context.known[role]);
}

export function followTyped(
  fields: Typed,
  name: FormField,
  value: string,
  context: FollowContext
): TypedValues {
  switch (name) {
    case 'importerName':
    case 'exporterName':
      return followName(fields, name === 'importerName' ? 'importer' : 'exporter', value, context);
    case 'importerCountry':
    case 'exporterCountry':
      return followPartyCountry(fields, name === 'importerCountry' ? 'importer' : 'exporter', value, context);
    case 'importingCountry':
    case 'exportingCountry':
      return followOtherCountry(fields, value, context);
    case 'validFrom':
    case 'transport':
      return followValidity(fields, { [name]: value }, context);
    default:
      return { [name]: value };
  }
}

function followName(fields: Typed, role: PartyRole, name: string, context: FollowContext): TypedValues {
  const party = findKnownParty(name, offeredParties(fields, role, context));
  const isOurs = isKnownAddress(fields[`${role}Address`] ?? '', context.known[role]);
  if (!party || !isOurs) return { [`${role}Name`]: name };
  return {
    [`${role}Name`]: name,
    [`${role}Address`]: party.address,
    [`${role}Licence`]: party.licence ?? '',
    ...(party.country ? followPartyCountry(fields, role, party.country, context) : {})
  };
}

/** The party abroad is in the form's other country: either fills the other if empty. */
function followPartyCountry(
  fields: Typed,
  role: PartyRole,
  country: string,
  context: FollowContext
): TypedValues {
  const box = sideBox(role, context);
  const isToFill = box !== null && (fields[box] ?? '') === '' && country !== context.country;
  return { [`${role}Country`]: country, ...(isToFill ? { [box]: country } : {}) };
}

function followOtherCountry(fields: Typed, country: string, context: FollowContext): TypedValues {
  const role = abroadOf(context);
  const isToFill = (fields[`${role}Country`] ?? '') === '';
  return {
    [role === 'exporter' ? 'exportingCountry' : 'importingCountry']: country,
    ...(isToFill ? { [`${role}Country`]: country } : {})
  };
}

function abroadOf({ kind }: FollowContext): PartyRole {
  return kind === 'import-authorization' ? 'exporter' : 'importer';
}

function sideBox(role: PartyRole, context: FollowContext): 'exportingCountry' | 'importingCountry' | null {
  if (role !== abroadOf(context)) return null;
  return role === 'exporter' ? 'exportingCountry' : 'importingCountry';
}

/** `changed`: what was just typed into transport or start date. */
function followValidity(fields: Typed, changed: TypedValues, context: FollowContext): TypedValues {
  const before = usualEnd(fields, context);
  const typed = fields['validUntil'] ?? '';
  if (typed !== '' && typed !== before) return changed;
  const after = usualEnd({ ...fields, ...changed }, context);
  return after ? { ...changed, validUntil: after } : changed;
}

function usualEnd(
  fields: Typed,
  { kind, isPaper, settings, importUntil }: FollowContext
): CalendarDate | null {
  const from = fields['validFrom'];
  if (isPaper || !isCalendarDate(from)) return null;
  const isImport = kind === 'import-authorization';
  const months = isImport ? importMonthsOf(settings, fields['transport'] ?? '') : settings.exportMonths;
  const end = addMonths(from, months);
  return importUntil && importUntil < end ? importUntil : end;
}
