import { type ContactNote, parseNote } from '#lib/domain/outreach/contact-note.ts';
import { KeptReading, type Documents } from '#lib/store/index/registry-reading.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { DEVICE_REQUEST_PREFIX, parseDeviceRequest } from '#lib/domain/registration/device-request.ts';
import type { DeviceDates } from '#lib/domain/registration/joining-plan.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import type { Holder } from '#lib/domain/outreach/directory.ts';
import { listKeys, nameOfRow } from '#lib/sign-in/key-list.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';

/** Each document in memory is hashed only once. */
const read = new WeakMap<object, ContactNote | null>();

const notes = new KeptReading((documents) =>
  documents
    .flatMap((document) => readOne(document) ?? [])
    .sort((a, b) => (a.on === b.on ? (a.at < b.at ? 1 : -1) : a.on < b.on ? 1 : -1))
);

export function readNotes(store: Documents): readonly ContactNote[] {
  return notes.in(store, 'contact:');
}

function readOne(document: object): ContactNote | null {
  const held = read.get(document);
  if (held !== undefined) return held;
  const parsed = parseNote(document);
  const note = parsed.ok ? parsed.value : null;
  read.set(document, note);
  return note;
}

/** The first device of an administrator of each country: asked to be certified, certified. */
export function deviceDates(store: HolderSource & Documents): ReadonlyMap<CountryCode, DeviceDates> {
  const dates = new Map<CountryCode, { device?: CalendarDate; certified?: CalendarDate }>();
  const note = (authority: string, key: keyof DeviceDates, at: Instant): void => {
    if (!isCountry(authority)) return;
    const [held, on] = [dates.get(authority) ?? {}, instantToDate(at)];
    const before = held[key];
    if (before === undefined || on < before) dates.set(authority, { ...held, [key]: on });
  };
  for (const document of store.documents(DEVICE_REQUEST_PREFIX)) {
    const read = parseDeviceRequest(document);
    if (read.ok) note(read.value.authority, 'device', read.value.requestedAt);
  }
  for (const act of store.actsOf('certificate')) {
    const { body } = act;
    if (body.kind !== 'certificate' || !may(body.holder, 'manage') || store.verdictOf(act._id) !== 'good')
      continue;
    if (body.holder.person !== AUTOMATIC_CERTIFIER) note(body.holder.authority, 'certified', body.at);
  }
  return dates;
}

interface HolderSource {
  actsOf(kind: 'certificate' | 'withdrawal'): readonly Act[];
  verdictOf(id: ActId): string;
}

export function holdersByCountry(
  store: HolderSource,
  now = new Date().toISOString() as Instant
): ReadonlyMap<string, readonly Holder[]> {
  const good = (kind: 'certificate' | 'withdrawal'): readonly Act[] =>
    store.actsOf(kind).filter(({ _id }) => store.verdictOf(_id) === 'good');
  const certificates = good('certificate');
  const keys = { certificates, withdrawals: good('withdrawal') };
  const rows = listKeys(keys, (holder) => may(holder, 'manage'), now);
  const withdrawn = new Set(rows.flatMap((row) => (row.state === 'withdrawn' ? [nameOfRow(row)] : [])));
  const holders = new Map<string, Holder[]>();
  for (const { body } of certificates) {
    if (body.kind !== 'certificate' || !may(body.holder, 'manage') || withdrawn.has(nameOfRow(body)))
      continue;
    const { authority, person, name, function: office } = body.holder;
    if (person === AUTOMATIC_CERTIFIER) continue;
    const own = holders.get(authority) ?? [];
    own.push({ name, function: office, since: instantToDate(body.validFrom) });
    holders.set(authority, own);
  }
  return holders;
}
