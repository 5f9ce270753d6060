/**
 * The server sorts only by time, so one person's entries are filtered here, and the screen shows how far back it
 * looked.
 */
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import { isActKind } from '#lib/domain/act/kind-groups.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { SECOND_FACTORS, type SecondFactorPolicy } from '#lib/domain/registration/policy.ts';
import { registrationReference, isRegistrationId } from '#lib/domain/registration/registration.ts';
import { roleNamed } from '#lib/domain/registration/rights.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import { countryName, formatDateTime, formatInteger, isolate } from '#lib/i18n/format.ts';
import { actKindWord } from '#lib/i18n/kind-words.ts';
import { m } from '#lib/i18n/messages.ts';
import type { AuditEntry } from '#lib/store/server/office-people.ts';
import { personRoleWord } from './people-words.ts';

type ReadAudit = (limit: number, before?: string) => Promise<Result<readonly AuditEntry[]>>;

const PAGE = 100;
/** One person's rows, before the reader is asked to continue. */
const MIN_ROWS = 25;
const MAX_PAGES = 10;

export class AuditTrail {
  #entries = $state.raw<readonly AuditEntry[]>([]);
  #problems = $state.raw<readonly Problem[]>([]);
  #isReading = $state(false);
  #isWhole = $state(false);
  #turn = 0;
  readonly #read: ReadAudit;

  constructor(read: ReadAudit) {
    this.#read = read;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  get readTo(): Instant | null {
    return this.#entries.at(-1)?.at ?? null;
  }

  entriesOf(person: string): readonly AuditEntry[] {
    return person === '' ? this.#entries : this.#entries.filter((entry) => concerns(entry, person));
  }

  async begin(person: string): Promise<void> {
    this.#entries = [];
    this.#isWhole = false;
    await this.#readOn(person, ++this.#turn);
  }

  async readOn(person: string): Promise<void> {
    if (!this.#isReading) await this.#readOn(person, this.#turn);
  }

  async #readOn(person: string, turn: number): Promise<void> {
    this.#isReading = true;
    const before = this.entriesOf(person).length;
    let isEnough = false;
    for (let page = 0; page < MAX_PAGES && !isEnough && !this.#isWhole; page++) {
      const told = await this.#read(PAGE, this.#entries.at(-1)?.id);
      if (turn !== this.#turn) return;
      this.#problems = told.ok ? [] : told.problems;
      if (!told.ok) break;
      this.#entries = [...this.#entries, ...told.value];
      this.#isWhole = told.value.length < PAGE;
      isEnough = person === '' || this.entriesOf(person).length - before >= MIN_ROWS;
    }
    this.#isReading = false;
  }
}

export function concerns({ by, about, values }: AuditEntry, person: string): boolean {
  return by === person || about === person || values?.['holder'] === person;
}

const sentences: Readonly<Record<string, unknown>> = m;

const FACTORS: Readonly<Record<SecondFactorPolicy, () => string>> = {
  optional: m.settings_factor_optional,
  administrators: m.settings_factor_administrators,
  everybody: m.settings_factor_everybody
};

export type Names = ReadonlyMap<string, string>;

/** Entries of a later server show their code. */
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
  if (what.startsWith('list.') && isActKind(about)) return actKindWord(about);
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
