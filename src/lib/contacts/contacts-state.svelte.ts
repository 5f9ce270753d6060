import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isScheduled } from '#lib/domain/outreach/letters.ts';
import { isContactable, spokespeople, type Spokesperson } from '#lib/domain/outreach/directory.ts';
import { type ContactNote, readContactRule } from '#lib/domain/outreach/contact-note.ts';
import { registrationsOf, standingOf, standingsOf } from '#lib/store/index/registry-reading.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { followUpsOn, type Contact, type FollowUp } from '#lib/domain/outreach/follow-up.ts';
import { parseReachDirectory, reachableOf, reachId, type Reachable } from '#lib/domain/outreach/reach.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { isSameUsage, type UsageReading } from '#lib/store/index/usage-reading.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { store } from '#lib/store/store.svelte.ts';
import { joiningDates, joiningPlan, type JoiningStep } from '#lib/domain/registration/joining-plan.ts';
import { deviceDates, holdersByCountry, readNotes } from './read-contacts.ts';

export interface DirectoryRow {
  readonly key: string;
  readonly country: CountryCode;
  readonly person: Spokesperson;
}

export class ContactsState {
  #reading = $state.raw<UsageReading | null>(null);

  readonly registrations = $derived(registrationsOf(store));
  readonly notes = $derived(readNotes(store));
  readonly rule = $derived(readContactRule(store.setting('contacts')));
  readonly #devices = $derived(deviceDates(store));
  // Each is the same list until it changes: another document counts nothing again.
  readonly #standings = $derived(standingsOf(store));
  readonly #announcements = $derived(store.countedOf('announcement'));
  readonly #letters = $derived(lettersToOne(this.#announcements, store.today));
  readonly rows: readonly FollowUp[] = $derived(
    followUpsOn({
      standings: this.#standings,
      registrations: this.registrations,
      usage: this.#reading?.usage ?? [],
      notes: this.notes,
      letters: this.#letters,
      asOf: store.today,
      ...this.rule,
      devices: this.#devices
    })
  );
  readonly #holders = $derived(holdersByCountry(store));

  constructor() {
    let turn = 0;
    $effect(() => {
      // Replicated records are read immediately.
      void store.documents('usage:');
      const mine = ++turn;
      void store.usage().then((reading) => {
        if (mine === turn && !isSameUsage(this.#reading, reading)) this.#reading = reading;
      });
    });
  }

  joiningOf(country: CountryCode): readonly JoiningStep[] {
    return joiningPlan(
      joiningDates({
        standing: standingOf(store, country),
        registrations: this.registrations.filter((one) => one.country === country),
        usage: (this.#reading?.usage ?? []).filter((one) => one.country === country),
        devices: this.#devices.get(country) ?? {}
      })
    );
  }

  /** Before that every country would look quiet. */
  get isRead(): boolean {
    return this.#reading !== null;
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
    return read.ok ? reachableOf(read.value) : [];
  }

  requestOf(country: CountryCode): Registration | undefined {
    const standing = standingOf(store, country);
    const usable = this.registrations.filter(
      (one) => one.country === country && isContactable(one, standing)
    );
    return usable.find(({ status }) => status === 'confirmed') ?? usable[0];
  }

  /** Everyone whom INCB can reach, by country. */
  readonly directory: readonly DirectoryRow[] = $derived.by(() => {
    const rows = this.rows.map(({ country }) => country);
    const others = this.#standings.map(({ country }) => country).filter((one) => !rows.includes(one));
    return [...rows, ...others].flatMap((country) =>
      this.peopleOf(country).map((person, at) => ({ key: `${country} ${at}`, country, person }))
    );
  });

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
function lettersToOne(
  announcements: readonly ActOf<'announcement'>[],
  today: CalendarDate
): readonly Contact[] {
  return announcements.flatMap(({ body }): Contact[] => {
    const [country, ...others] = body.audience.group?.countries ?? [];
    if (country === undefined || others.length > 0 || isScheduled({ body }, today)) return [];
    return [
      { country, on: body.shownFrom ?? instantToDate(body.at), way: 'announcement', by: body.by.person }
    ];
  });
}
