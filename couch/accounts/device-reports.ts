/**
 * Reports of devices from their last connection: `device:<AUTHORITY>:<keyId>` in `accounts`. Administrators see devices
 * that stay away, hold unsent acts or have a wrong clock.
 */
import { isPlainObject, textProblem } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { isKeyId } from '#lib/domain/registration/certify.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { Person } from './person.ts';
import { keepSound } from './stored-document.ts';
import type { DeviceDocument, DeviceReport, ReportedDevice } from './documents.ts';

/** An unchanged report is written at most once per minute. */
const WRITE_AFTER_MS = 60_000;
const MAX_DEVICES = 20;
const MAX_COUNTED = 1_000_000;
/** Smaller clock drift is not reported as a change. */
const SAME_CLOCK_SECONDS = 30;

export class DeviceReports {
  readonly #database: Database;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#database = engine.open('accounts');
    this.#clock = clock;
  }

  async note(person: Person, report: DeviceReport): Promise<Result<null>> {
    const _id = deviceId(person.authority, report.keyId);
    const held = await readDocument<DeviceDocument>(this.#database, _id);
    if (held && held.person !== person.id) return refuse({ code: 'device.report.notYours', path: 'keyId' });
    const now = this.#clock();
    const told = toReported(report, person.id, now);
    if (held && !isNews(held, told)) return accept(null);
    if (!held) await this.#makeRoom(person);
    // Another writer's report is as good.
    await putUnlessChanged(this.#database, { ...(held ?? {}), ...told, _id, schema: 1 });
    return accept(null);
  }

  /** The device is connected and has nothing new to report. */
  async noteContact(authority: AuthorityCode, keyId: KeyId): Promise<void> {
    const held = await readDocument<DeviceDocument>(this.#database, deviceId(authority, keyId));
    const lastSync = new Date(this.#clock()).toISOString();
    if (held) await putUnlessChanged(this.#database, { ...held, lastSync });
  }

  async list(authority: AuthorityCode): Promise<ReportedDevice[]> {
    const held = await this.#ofAuthority(authority);
    const sorted = held.sort((a, b) => (a.lastSync < b.lastSync ? 1 : -1));
    return sorted.map(toDevice);
  }

  async forgetAllOf({ id, authority }: Pick<Person, 'id' | 'authority'>): Promise<void> {
    const own = (await this.#ofAuthority(authority)).filter(({ person }) => person === id);
    await this.#drop(own);
  }

  /** The devices that stayed away longest are removed first. */
  async #makeRoom({ id, authority }: Person): Promise<void> {
    const own = (await this.#ofAuthority(authority)).filter(({ person }) => person === id);
    own.sort((a, b) => (a.lastSync < b.lastSync ? -1 : 1));
    await this.#drop(own.slice(0, Math.max(0, own.length - MAX_DEVICES + 1)));
  }

  async #drop(devices: readonly DeviceDocument[]): Promise<void> {
    await Promise.all(
      devices.map(({ _id, _rev }) => putUnlessChanged(this.#database, { _id, _rev, _deleted: true }))
    );
  }

  async #ofAuthority(authority: AuthorityCode): Promise<DeviceDocument[]> {
    const prefix = deviceId(authority, '');
    const range = { startkey: prefix, endkey: `${prefix}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    return keepSound('device', rows);
  }
}

export function parseDeviceReport(body: unknown): Result<DeviceReport> {
  if (!isPlainObject(body)) return refuse({ code: 'request.body.malformed' });
  const { keyId, device, unsent, refused, version, language, at } = body;
  const problems: Problem[] = [];
  if (!isKeyId(keyId)) problems.push({ code: 'device.key.malformed', path: 'keyId' });
  const named = textProblem(device, 1, 120, false);
  if (named) problems.push({ ...named, path: 'device' });
  const versioned = textProblem(version, 1, 40, false);
  if (versioned) problems.push({ ...versioned, path: 'version' });
  if (!isCount(unsent)) problems.push({ code: 'device.report.count', path: 'unsent' });
  if (!isCount(refused)) problems.push({ code: 'device.report.count', path: 'refused' });
  if (at !== undefined && !isInstant(at)) problems.push({ code: 'instant.malformed', path: 'at' });
  if (language !== undefined && !isLanguage(language))
    problems.push({ code: 'act.value.notInList', path: 'language' });
  if (problems.length > 0) return refuse(...problems);
  const spoken = language === undefined ? {} : { language };
  const told = { keyId, device, unsent, refused, version, ...spoken } as Omit<DeviceReport, 'at'>;
  return accept(at === undefined ? told : { ...told, at: at as Instant });
}

function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{2}$/.test(value);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_COUNTED;
}

function toDevice(document: DeviceDocument): ReportedDevice {
  const { keyId, device, person, lastSync, unsent, refused, version, language, clockOffset } = document;
  const spoken = language === undefined ? {} : { language };
  return { keyId, device, person, lastSync, unsent, refused, version, ...spoken, clockOffset };
}

function deviceId(authority: AuthorityCode, keyId: string): string {
  return `device:${authority}:${keyId}`;
}

function toReported({ at, ...report }: DeviceReport, person: string, now: number): ReportedDevice {
  const clockOffset = at === undefined ? null : Math.round((Date.parse(at) - now) / 1000);
  return { ...report, person, lastSync: new Date(now).toISOString() as Instant, clockOffset };
}

function isNews(held: ReportedDevice, told: ReportedDevice): boolean {
  const moved = Math.abs((held.clockOffset ?? 0) - (told.clockOffset ?? 0)) > SAME_CLOCK_SECONDS;
  const later = Date.parse(told.lastSync) - Date.parse(held.lastSync) >= WRITE_AFTER_MS;
  const differs =
    held.unsent !== told.unsent ||
    held.refused !== told.refused ||
    held.device !== told.device ||
    held.version !== told.version ||
    held.language !== told.language;
  return later || moved || differs;
}
