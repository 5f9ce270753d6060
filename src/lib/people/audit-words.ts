/** Entries of a later server show their code. */
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { countryName, formatDateTime, formatInteger, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { roleNamed } from '#lib/domain/registration/rights.ts';
import { registrationReference, isRegistrationId } from '#lib/domain/registration/registration.ts';
import { SECOND_FACTORS, type SecondFactorPolicy } from '#lib/domain/registration/policy.ts';
import type { AuditEntry } from '#lib/store/server/office-people.ts';
import { personRoleWord } from './people-words.ts';

const sentences: Readonly<Record<string, unknown>> = m;

const FACTORS: Readonly<Record<SecondFactorPolicy, () => string>> = {
  optional: m.settings_factor_optional,
  administrators: m.settings_factor_administrators,
  everybody: m.settings_factor_everybody
};

export type Names = ReadonlyMap<string, string>;

export function deedWord(what: string): string {
  const key = `audit_${what.replace(/\./g, '_')}`;
  return key in sentences
    ? (sentences[key] as () => string)()
    : m.people_audit_unknown({ code: isolate(what) });
}

export function doerWord(by: string, names: Names): string {
  if (by === 'server') return m.people_audit_server();
  if (by === 'anybody') return m.people_audit_anybody();
  return accountWord(by, names);
}

function accountWord(account: string, names: Names): string {
  const name = names.get(account);
  return name === undefined ? isolate(account) : `${isolate(name)} (${isolate(account)})`;
}

export function aboutWords(entry: AuditEntry, names: Names): readonly string[] {
  const { by, about, values = {} } = entry;
  const { name, function: office, role, from, to, secondFactor, idleMinutes, reason, country } = values;
  const { holder, of } = values;
  const told = [
    about === undefined || about === by ? null : aboutWord(entry, about, names),
    holder === undefined ? null : accountWord(holder, names),
    name === undefined ? null : isolate(name),
    office === undefined ? null : isolate(office),
    role === undefined ? null : roleText(role),
    from === undefined || to === undefined
      ? null
      : m.people_audit_role({ from: roleText(from), to: roleText(to) }),
    secondFactor === undefined ? null : policyText(secondFactor, idleMinutes ?? ''),
    of === undefined ? null : m.people_audit_restored({ date: isolate(instantText(of)) }),
    country === undefined || country === about ? null : countryText(country),
    reason === undefined ? null : isolate(reason),
    ...signInWords(values)
  ];
  return told.filter((text) => text !== null);
}

function signInWords({ device, after, times }: NonNullable<AuditEntry['values']>): readonly string[] {
  const count = times !== undefined && /^\d+$/.test(times) ? formatInteger(Number(times)) : times;
  return [
    ...(device === undefined ? [] : [isolate(device)]),
    ...(after === 'password' ? [m.people_audit_second()] : []),
    ...(count === undefined ? [] : [m.people_audit_times({ times: isolate(count) })])
  ];
}

/** An invitation's id is a hash without meaning for readers. */
function aboutWord({ what }: AuditEntry, about: string, names: Names): string | null {
  if (what === 'person.invited' || what === 'invitation.revoked') return null;
  // The action already names the only setting.
  if (what === 'setting.changed') return null;
  if (what === 'company.changed') return isolate(names.get(about) ?? about);
  if (what === 'device.asked' || what.startsWith('key.'))
    return m.people_audit_fingerprint({ fingerprint: deviceText(about) });
  if (what.startsWith('country.')) return countryText(about);
  if (isRegistrationId(about)) return isolate(registrationReference(about));
  return accountWord(about, names);
}

function deviceText(keyId: string): string {
  return isolate(base64urlToBytes(keyId)?.length === 32 ? fingerprintOf(keyId as KeyId) : keyId);
}

function instantText(instant: string): string {
  return isInstant(instant) ? formatDateTime(instant) : instant;
}

function countryText(code: string): string {
  return isCountry(code) ? countryName(code) : isolate(code);
}

function roleText(role: string): string {
  const known = roleNamed(role);
  return known ? personRoleWord(known) : isolate(role);
}

function policyText(secondFactor: string, minutes: string): string {
  const isKnown = (SECOND_FACTORS as readonly string[]).includes(secondFactor);
  const factor = isKnown ? FACTORS[secondFactor as SecondFactorPolicy]() : isolate(secondFactor);
  const idle = /^\d+$/.test(minutes) ? formatInteger(Number(minutes)) : isolate(minutes);
  return m.people_audit_policy({ factor, minutes: idle });
}
