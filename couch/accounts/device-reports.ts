/**
 * `device:<AUTHORITY>:<keyId>` in `accounts`: administrators see devices that stay away, hold unsent acts or have a
 * wrong clock.
 */
import { changeDocument } from '#couch/database/documents.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { AuthorityCode, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { isKeyId } from '#lib/domain/registration/key-id.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isPlainObject, textProblem } from '#lib/domain/shape/shape.ts';
import { parseAppCounts, type AppCounts } from '#lib/domain/usage/usage-record.ts';
import { toInstant } from './invitation.ts';
import type { Person } from './person.ts';
import { Records, type AccountDocument } from './stored-document.ts';

/** An unchanged report is written at most once per minute. */
const WRITE_AFTER_MS = 60_000;
const MAX_DEVICES = 20;
const MAX_COUNTED = 1_000_000;
const SAME_CLOCK_SECONDS = 30;

type DeviceDocument = AccountDocument<'device'>;
type ReportedDevice = Omit<DeviceDocument, '_id' | '_rev' | 'schema'>;

interface DeviceReport extends Pick<
  ReportedDevice,
  'keyId' | 'device' | 'unsent' | 'refused' | 'version' | 'language'
> {
  readonly at?: Instant;
}

export class DeviceReports {
  readonly #records: Records<'device'>;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#records = new Records(engine.open('accounts'), 'device');
    this.#clock = clock;
  }

  async note(person: Person, report: DeviceReport): Promise<Result<null>> {
    const name = `${person.authority}:${report.keyId}`;
    const held = await this.#records.read(name);
    if (held && held.person !== person.id) return refuse({ code: 'device.report.notYours', path: 'keyId' });
    const told = toReported(report, person.id, this.#clock());
    if (held && !isNews(held, told)) return accept(null);
    if (!held) await this.#makeRoom(person);
    await this.#records.change(name, (one) => (one && one.person !== person.id ? null : { ...one, ...told }));
    return accept(null);
  }

  async noteContact(authority: AuthorityCode, keyId: KeyId): Promise<void> {
    const lastSync = toInstant(this.#clock());
    await this.#records.change(`${authority}:${keyId}`, (held) => held && { ...held, lastSync });
  }

  async list(authority: AuthorityCode): Promise<ReportedDevice[]> {
    const held = await this.#records.list(`${authority}:`);
    return held.sort((a, b) => (a.lastSync < b.lastSync ? 1 : -1)).map(toDevice);
  }

  async forgetAllOf(person: Pick<Person, 'id' | 'authority'>): Promise<void> {
    await this.#drop(await this.#listOwn(person));
  }

  async #makeRoom(person: Person): Promise<void> {
    const own = await this.#listOwn(person);
    own.sort((a, b) => (a.lastSync < b.lastSync ? -1 : 1));
    await this.#drop(own.slice(0, Math.max(0, own.length - MAX_DEVICES + 1)));
  }

  async #listOwn({ id, authority }: Pick<Person, 'id' | 'authority'>): Promise<DeviceDocument[]> {
    return (await this.#records.list(`${authority}:`)).filter(({ person }) => person === id);
  }

  async #drop(devices: readonly DeviceDocument[]): Promise<void> {
    const drop = (one: DeviceDocument): Promise<boolean> =>
      this.#records.remove(this.#records.nameOf(one), ({ _rev }) => _rev === one._rev);
    await Promise.all(devices.map(drop));
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

function toDevice({ _id, _rev, schema: _schema, ...device }: DeviceDocument): ReportedDevice {
  return device;
}

function toReported({ at, ...report }: DeviceReport, person: string, now: number): ReportedDevice {
  const clockOffset = at === undefined ? null : Math.round((Date.parse(at) - now) / 1000);
  return { ...report, person, lastSync: toInstant(now), clockOffset };
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

const appsId = (country: CountryCode): string => `apps:${country}`;

/** `apps:<CC>` in `accounts`, the latest month. */
export async function noteNationalApps(engine: Engine, country: CountryCode, apps: AppCounts): Promise<void> {
  await changeDocument<object>(engine.open('accounts'), appsId(country), () => ({ schema: 1, ...apps }));
}

export async function readNationalApps(engine: Engine, country: CountryCode): Promise<AppCounts | null> {
  const read = parseAppCounts(await readDocument(engine.open('accounts'), appsId(country)));
  return read.ok ? read.value : null;
}
