import type { Act } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, ActId, Instant } from '#lib/domain/ids.ts';
import { type ContactNote, readQuietMonths, parseNote } from '#lib/domain/outreach/contact-note.ts';
import {
  isContactable,
  spokespeople,
  type Spokesperson,
  type Holder
} from '#lib/domain/outreach/directory.ts';
import { followUpsOn, type Contact, type FollowUp } from '#lib/domain/outreach/follow-up.ts';
import { parseReachDirectory, reachId, type Reachable } from '#lib/domain/outreach/reach.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { listKeys, nameOfRow } from '#lib/sign-in/key-list.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import {
  registrationsOf,
  standingOf,
  standingsOf,
  type Documents
} from '#lib/store/index/registry-reading.ts';
import { store } from '#lib/store/store.svelte.ts';

export class ContactsState {
  #usage = $state.raw<readonly UsageRecord[] | null>(null);

  readonly registrations = $derived(registrationsOf(store));
  readonly notes = $derived(readNotes(store));
  readonly quietMonths = $derived(readQuietMonths(store.setting('contacts')));
  readonly rows: readonly FollowUp[] = $derived(
    followUpsOn({
      standings: standingsOf(store),
      registrations: this.registrations,
      usage: this.#usage ?? [],
      notes: this.notes,
      letters: lettersToOne(),
      asOf: store.today,
      quietMonths: this.quietMonths
    })
  );
  readonly #holders = $derived(holdersByCountry(store));

  constructor() {
    let turn = 0;
    $effect(() => {
      // Replicated records are read immediately.
      void store.documents('usage:');
      const mine = ++turn;
      void store.usage().then(({ usage }) => {
        if (mine === turn) this.#usage = usage;
      });
    });
  }

  /** Before that every country would look quiet. */
  get isRead(): boolean {
    return this.#usage !== null;
  }

  get due(): readonly FollowUp[] {
    return this.rows.filter(({ place }) => place === 'overdue' || place === 'today');
  }

  rowOf(country: CountryCode): FollowUp | null {
    return this.rows.find((row) => row.country === country) ?? null;
  }

  notesOf(country: CountryCode): readonly ContactNote[] {
    return this.notes.filter((note) => note.country === country);
  }

  #reachOf(country: CountryCode): readonly Reachable[] {
    const id = reachId(country);
    const read = parseReachDirectory(store.documents(id).find(({ _id }) => _id === id));
    return read.ok ? read.value.people : [];
  }

  requestOf(country: CountryCode): Registration | undefined {
    const standing = standingOf(store, country);
    const usable = this.registrations.filter(
      (one) => one.country === country && isContactable(one, standing)
    );
    return usable.find(({ status }) => status === 'confirmed') ?? usable[0];
  }

  peopleOf(country: CountryCode): readonly Spokesperson[] {
    return spokespeople({
      standing: standingOf(store, country),
      registrations: this.registrations.filter((one) => one.country === country),
      holders: this.#holders.get(country) ?? [],
      notes: this.notesOf(country),
      stated: this.#reachOf(country)
    });
  }
}

/** Announcements to a single country count as contact with its authority. */
function lettersToOne(): readonly Contact[] {
  return countedActs(store, 'announcement').flatMap(({ body }): Contact[] => {
    const [country, ...others] = body.audience.group?.countries ?? [];
    if (country === undefined || others.length > 0) return [];
    return [{ country, on: instantToDate(body.at), way: 'announcement', by: body.by.person }];
  });
}

/** Each document in memory is hashed only once. */
const read = new WeakMap<object, ContactNote | null>();

export function readNotes(store: Documents): readonly ContactNote[] {
  const notes = store.documents('contact:').flatMap((document) => readOne(document) ?? []);
  return notes.sort((a, b) => (a.on === b.on ? (a.at < b.at ? 1 : -1) : a.on < b.on ? 1 : -1));
}

function readOne(document: object): ContactNote | null {
  const held = read.get(document);
  if (held !== undefined) return held;
  const parsed = parseNote(document);
  const note = parsed.ok ? parsed.value : null;
  read.set(document, note);
  return note;
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
