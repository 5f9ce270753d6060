/** The work of officers at random, within what `actionsOf` offers them and the samples' particulars. */
import type { Act, ActOf, AuthorizationAct } from '#lib/domain/act/body.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import { actionsOf, type Action } from '#lib/domain/dossier/next-steps.ts';
import type { Draft } from '#lib/domain/draft/draft.ts';
import type { ActId, CalendarDate, CountryCode, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { aCancellation, anEndorsement, aReply, aSuspension } from '../samples/acts.ts';
import { exportParticulars, importParticulars, shipmentParticulars } from '../store/particulars.ts';
import { loadFile, writeFile, type Carried } from './couriers.ts';
import { Seeded } from './seeded.ts';
import type { Desk, Desks, Office, World } from './world.ts';

export interface Typed {
  readonly field: string;
  readonly value: string;
}

interface Edit {
  readonly device: string;
  /** Null: the draft was deleted. */
  readonly typed: Typed | null;
  /** False: a full disk refused it. It stays on the screen, and can be saved later. */
  isSaved: boolean;
}

/** Each that a device has accepted from its officer. */
export class Books {
  readonly acts = new Map<ActId, { readonly act: Act; readonly device: string }>();
  /** By draft, oldest first. */
  readonly drafts = new Map<DraftId, Edit[]>();
  readonly carried: Carried[] = [];
  /** Codes of refusals on the device itself, for the report. */
  readonly refused = new Map<string, number>();
}

const HEAD = ['schema', 'kind', 'issuer', 'to', 'seq', 'at', 'by'];

function particularsOf(act: Act): object {
  return Object.fromEntries(Object.entries(act.body).filter(([name]) => !HEAD.includes(name)));
}

type Deed = () => Promise<string>;

/** Null: no device is open. Without couriers every deed is of one device alone. `workers`: whose officers work, if not all. */
export function chooseDeed(
  world: Desks,
  books: Books,
  chance: Seeded,
  { hasCouriers = true, workers = world.devices }: { hasCouriers?: boolean; workers?: readonly Desk[] } = {}
): Deed | null {
  const open = workers.filter((one) => one.isOpen && one.store.reading === null);
  if (open.length === 0) return null;
  const device = chance.pick(open);
  const kind = chance.below(hasCouriers ? 14 : 10);
  const carried = books.carried.filter(({ to }) => to === device.office.authority);
  if (kind > 10 && carried.length > 0) return () => loadFile(device, carried, chance);
  if (kind >= 10) return () => writeFile(device, books.carried, chance);
  const partners = [...new Set(world.devices.map(({ office }) => office.authority))];
  const partner = (): Office['authority'] =>
    chance.pick(partners.filter((one) => one !== device.office.authority));
  if (kind < 2) return () => issueImport(device, books, chance, partner());
  if (kind < 5) return () => editDraft(device, books, chance);
  return takeStep(device, books, chance) ?? (() => issueImport(device, books, chance, partner()));
}

function note(books: Books, device: Desk, done: Result<Act>, name: string): string {
  if (done.ok) {
    books.acts.set(done.value._id, { act: done.value, device: device.name });
    return `${device.name} ${name}: ${done.value._id}`;
  }
  for (const { code } of done.problems) books.refused.set(code, (books.refused.get(code) ?? 0) + 1);
  return `${device.name} ${name}: ${done.problems.map(({ code }) => code).join(', ')}`;
}

const periodOf = (store: Store): { validFrom: CalendarDate; validUntil: CalendarDate } => ({
  validFrom: store.today,
  validUntil: addDays(store.today, 80)
});

/** Trade under way: two countries have exported to each other what the third has not yet asked for. */
export async function beginTrade(world: World): Promise<void> {
  const [books, chance] = [new Books(), new Seeded(1)];
  for (const [importing, exporting] of [
    ['au2', 'ch2'],
    ['ch1', 'au3'],
    ['fr1', 'ch1']
  ] as const) {
    const [ours, theirs] = [world.device(importing), world.device(exporting)];
    await world.run(issueImport(ours, books, chance, theirs.office.authority));
    const isOpen = (): Deed | null => takeStep(theirs, books, chance, 'export');
    await world.until(() => isOpen() !== null);
    await world.run(isOpen()!());
  }
}

async function issueImport(
  device: Desk,
  books: Books,
  chance: Seeded,
  exporting: Office['authority']
): Promise<string> {
  const { store, office } = device;
  const { importer, exporter } = importParticulars();
  const particulars = importParticulars({
    ...periodOf(store),
    issuer: office.authority as CountryCode,
    exportingCountry: exporting as CountryCode,
    importer: { ...importer, country: office.authority as CountryCode },
    exporter: { ...exporter, country: exporting as CountryCode }
  } as never);
  const done = await store.issue('import-authorization', particulars, { draft: store.newDraftId() });
  return note(books, device, done as Result<Act>, 'issues an import authorization');
}

async function editDraft(device: Desk, books: Books, chance: Seeded): Promise<string> {
  const { store } = device;
  const drafts = store.drafts();
  const listed = drafts.length > 0 && chance.below(3) > 0 ? chance.pick(drafts) : null;
  // As a form opens it, with text that the disk refused.
  const held = listed && store.draft(listed._id);
  if (held && chance.below(5) === 0) {
    await store.deleteDraft(held._id);
    noteDraft(books, held._id, { device: device.name, typed: null, isSaved: true });
    return `${device.name} deletes ${held._id}`;
  }
  const id = held?._id ?? store.newDraftId();
  const typed = {
    field: chance.pick(['importer', 'exporter', 'purpose']),
    value: `Text ${chance.below(1e6)}`
  };
  const draft: Draft = {
    ...(held ?? { _id: id, schema: 1, kind: 'import-authorization', lines: [], fields: {} }),
    fields: { ...held?.fields, [typed.field]: typed.value },
    updatedAt: instantOf(device),
    updatedBy: device.office.person,
    device: (store.device?.keyId ?? '') as KeyId
  } as Draft;
  const edit = { device: device.name, typed, isSaved: false };
  noteDraft(books, id, edit);
  const done = await store.saveDraft(draft);
  edit.isSaved = done.ok;
  return `${device.name} types into ${id}`;
}

function noteDraft(books: Books, id: DraftId, one: Edit): void {
  books.drafts.set(id, [...(books.drafts.get(id) ?? []), one]);
}

const instantOf = (device: Desk): Instant => new Date(device.now).toISOString() as Instant;

function takeStep(device: Desk, books: Books, chance: Seeded, only?: Action['kind']): Deed | null {
  const { store, office } = device;
  const choices = store.dossiers().flatMap((dossier): readonly Action[] => {
    const { primary, others } = actionsOf(dossier, office.authority as CountryCode, { today: store.today });
    const known = [...(primary ? [primary] : []), ...others].filter(({ kind }) =>
      only ? kind === only : kind in STEPS
    );
    // Work goes on more often than it is stopped.
    const forward = known.filter(({ kind }) => FORWARD.has(kind));
    return forward.length > 0 && chance.below(4) > 0 ? forward : known;
  });
  if (choices.length === 0) return null;
  const { kind, on } = chance.pick(choices);
  const act = store.act(on);
  const step = STEPS[kind];
  if (act === null || step === undefined) return null;
  return async () => note(books, device, await step(store, act as AuthorizationAct, device), `does ${kind}`);
}

const FORWARD = new Set<Action['kind']>(['export', 'ship', 'endorse']);

type Step = (store: Store, on: AuthorizationAct, device: Desk) => Promise<Result<Act>>;

const upon = (on: AuthorizationAct): ActOf<'export-authorization'> => on as ActOf<'export-authorization'>;
const today = (device: Desk): CalendarDate => instantToDate(instantOf(device));

const STEPS: Partial<Record<Action['kind'], Step>> = {
  reply: (store, on) => store.state('reply', particularsOf(aReply(on)) as never) as Promise<Result<Act>>,
  export: (store, on) =>
    store.issue(
      'export-authorization',
      exportParticulars(on as ActOf<'import-authorization'>, periodOf(store)),
      { draft: store.newDraftId() }
    ) as Promise<Result<Act>>,
  ship: (store, on, device) =>
    store.state('shipment', {
      ...shipmentParticulars(upon(on)),
      shippedOn: today(device)
    } as never) as Promise<Result<Act>>,
  endorse: (store, on, device) =>
    store.state('endorsement', {
      ...particularsOf(anEndorsement(upon(on))),
      receivedOn: today(device)
    } as never) as Promise<Result<Act>>,
  cancel: (store, on) =>
    store.state('cancellation', particularsOf(aCancellation(on)) as never) as Promise<Result<Act>>,
  suspend: (store, on) =>
    store.state('suspension', particularsOf(aSuspension(on)) as never) as Promise<Result<Act>>,
  release: (store, on) =>
    store.state('suspension', {
      ...particularsOf(aSuspension(on)),
      state: 'released'
    } as never) as Promise<Result<Act>>
};
