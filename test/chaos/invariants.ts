/** The invariants of the design, each a function that names what breaks it. */
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import type { Line } from '#lib/domain/goods/goods.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Faults, Stolen } from './faults.ts';
import type { Books } from './officers.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Desk, Desks } from './world.ts';

interface Stored {
  readonly _id: string;
  readonly _rev: string;
  readonly _conflicts?: readonly string[];
  readonly body?: Act['body'];
}

export interface Judged extends Desks {
  readonly engine: Pick<Engine, 'openAsAdministrator'>;
  run<T>(work: Promise<T>): Promise<T>;
}

export interface Library {
  /** By database: the acts that lie there. */
  readonly acts: ReadonlyMap<string, ReadonlyMap<ActId, Act>>;
  readonly problems: readonly string[];
}

/** Reads every database of the server that a device’s country or all have. */
export async function readLibrary(world: Judged): Promise<Library> {
  const acts = new Map<string, Map<ActId, Act>>();
  const problems: string[] = [];
  const countries = new Set(world.devices.map(({ office }) => `country-${office.authority.toLowerCase()}`));
  for (const name of [...countries, 'incb', 'reference']) {
    const database = world.engine.openAsAdministrator(name);
    const { rows } = await world.run(
      database.allDocs({ startkey: 'act:', endkey: 'act:\ufff0', include_docs: true, conflicts: true })
    );
    const held = new Map<ActId, Act>();
    for (const { doc } of rows) {
      const stored = doc as unknown as Stored;
      if (!isActId(stored._id)) continue;
      problems.push(...judgeStored(name, stored));
      held.set(stored._id, stored as unknown as Act);
    }
    acts.set(name, held);
  }
  return { acts, problems };
}

function judgeStored(database: string, stored: Stored): string[] {
  const found: string[] = [];
  const { _id, _rev, _conflicts, body } = stored;
  if (!isIntact(stored as never)) found.push(`1: ${_id} in ${database} is not as it was signed`);
  if (!_rev.startsWith('1-') || _conflicts) found.push(`1: ${_id} in ${database} has several revisions`);
  const owner = databaseToAuthority(database);
  const to: readonly string[] = body?.to ?? [];
  if (
    owner !== null &&
    owner !== 'INCB' &&
    body?.issuer !== owner &&
    !to.includes(owner) &&
    !to.includes('*')
  )
    found.push(`5: ${_id} lies in ${database}, which is not addressed`);
  if (database === 'incb' && body && isDossierKind(body.kind))
    found.push(`5: ${_id} is trade in INCB's database`);
  return found;
}

/** After every step: what no fault excuses. */
export function judgeMoment(
  world: Judged,
  library: Library,
  { books, isRestored }: { readonly books: Books; readonly isRestored: boolean }
): string[] {
  const found = [...library.problems, ...judgeNumbers(library), ...judgeTotals(library)];
  for (const device of world.devices) {
    if (!device.isOpen) continue;
    const { store, name } = device;
    if (store.reading !== null) continue;
    if (!isRestored)
      for (const { id, found: how } of store.tampered())
        found.push(`8: ${name} says falsely that ${id} was ${how}`);
    for (const { id } of store.poison()) found.push(`1: ${name} cannot read ${id}`);
    if (!isRestored)
      found.push(
        ...judgeReceipts(device.name, store, library),
        ...judgeState(device, library, books),
        ...judgeAccepted(device, library)
      );
  }
  return found;
}

/** Invariant 7: no number is used twice. */
function judgeNumbers({ acts }: Library): string[] {
  const used = new Map<string, ActId>();
  const found: string[] = [];
  for (const held of acts.values())
    for (const [id, { body }] of held) {
      if (!('number' in body) || typeof body.number !== 'string') continue;
      const before = used.get(body.number);
      if (before !== undefined && before !== id)
        found.push(`7: ${body.number} is used by ${before} and ${id}`);
      used.set(body.number, id);
    }
  return found;
}

/** Invariant 9: the exports that were not cancelled are together no more than their import authorization (1961 art. 31(1)). */
function judgeTotals({ acts }: Library): string[] {
  const found: string[] = [];
  for (const [name, held] of acts) {
    const all = [...held.values()];
    const cancelled = new Set(all.flatMap(({ body }) => (body.kind === 'cancellation' ? [body.of] : [])));
    for (const { _id, body } of all) {
      if (body.kind !== 'import-authorization' || `country-${body.exportingCountry.toLowerCase()}` !== name)
        continue;
      const exported = all.flatMap((one) =>
        one.body.kind === 'export-authorization' &&
        one.body.dossier === body.dossier &&
        !cancelled.has(one._id)
          ? one.body.lines
          : []
      );
      if (sumOf(exported) > sumOf(body.lines)) found.push(`9: more than ${_id} is exported from ${name}`);
    }
  }
  return found;
}

function sumOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { base }) => sum + BigInt(base), 0n);
}

/** Invariant 8: if a device shows that a database has an act, the database has it. */
function judgeReceipts(name: string, store: Desk['store'], { acts }: Library): string[] {
  const found: string[] = [];
  for (const dossier of store.dossiers())
    for (const act of store.actsNaming(dossier.key)) {
      const ledger = store.ledgerOf(act._id);
      if (!ledger || parseActId(act._id)?.issuer !== store.person?.authority) continue;
      const home = `country-${act.body.issuer.toLowerCase()}`;
      if (ledger.server !== null && !acts.get(home)?.has(act._id))
        found.push(`8: ${name} says that the server has ${act._id}, which is not there`);
      for (const [partner, at] of Object.entries(ledger.partner))
        if (at !== null && !acts.get(`country-${partner.toLowerCase()}`)?.has(act._id))
          found.push(`8: ${name} says that ${partner} has ${act._id}, which is not there`);
    }
  return found;
}

/** Invariant 8: a device that says that all is delivered has nothing that the server lacks. */
function judgeState({ name, store }: Desk, { acts }: Library, books: Books): string[] {
  if (store.line?.state !== 'all-delivered') return [];
  const own = [...books.acts].filter(([, { device }]) => device === name);
  const lacking = own.filter(
    ([id, { act }]) => !acts.get(`country-${act.body.issuer.toLowerCase()}`)?.has(id)
  );
  return lacking.map(([id]) => `8: ${name} says that all is delivered, but not ${id}`);
}

/** Invariant 8: a partner's document counts only if our server has it, however it came. */
function judgeAccepted({ name, office, store }: Desk, { acts }: Library): string[] {
  const home = acts.get(`country-${office.authority.toLowerCase()}`);
  const named = store.dossiers().flatMap(({ key }) => store.actsNaming(key));
  const partners = named.filter(({ _id, body }) => body.issuer !== office.authority && store.counts(_id));
  return partners
    .filter(({ _id }) => !home?.has(_id))
    .map(({ _id }) => `8: ${name} counts ${_id}, which our server never accepted`);
}

/** After healing: all that was acknowledged is where it belongs, and all see the same. */
export async function judgeHealed(
  world: Judged,
  books: Books,
  stolen: Stolen | null = null
): Promise<string[]> {
  const library = await readLibrary(world);
  const found = judgeMoment(world, library, { books, isRestored: true });
  const refused = new Set(world.devices.flatMap(({ store }) => store.refused().map(({ id }) => id)));
  for (const [id, { act, device }] of books.acts) {
    if (refused.has(id)) continue;
    for (const owner of [act.body.issuer, ...act.body.to]) {
      const name = owner === '*' ? 'reference' : `country-${owner.toLowerCase()}`;
      // A country without a device here is not read.
      const held = library.acts.get(name);
      if (held && !held.has(id)) found.push(`8: ${id}, stated on ${device}, is not in ${name}`);
    }
  }
  for (const device of world.devices) found.push(...judgeDevice(world, device, library, stolen));
  found.push(...judgeDossiers(world), ...judgeDrafts(world, books));
  return found;
}

function judgeDevice(
  world: Judged,
  { store, name, office }: Desk,
  { acts }: Library,
  stolen: Stolen | null
): string[] {
  const found: string[] = [];
  const state = store.line?.state;
  if (state !== 'all-delivered' && state !== 'refused') found.push(`8: ${name} is ${state} after healing`);
  const refusedBy = new Set(
    world.devices.flatMap((one) => (one.store.refused().length > 0 ? [one.store.device?.keyId] : []))
  );
  for (const gap of store.gaps())
    if (!refusedBy.has(gap.key) && gap.key !== stolen?.key)
      found.push(`8: ${name} misses ${JSON.stringify(gap)}`);
  for (const [id, act] of acts.get(`country-${office.authority.toLowerCase()}`) ?? []) {
    if (store.act(id) === null) found.push(`8: ${name} does not hold ${id}`);
    else if (store.verdictOf(id) !== 'good' && !isAfterTheft(act, stolen))
      found.push(`6: ${name} finds ${id} ${store.verdictOf(id)}`);
  }
  return found;
}

/** Signed after the key had ended, or not at the server then: its date may be false. */
function isAfterTheft({ _id, body, signature }: Act, stolen: Stolen | null): boolean {
  if (stolen === null || signature.key !== stolen.key) return false;
  return !stolen.before.has(_id) || body.at >= stolen.withdrawal.body.at;
}

/** Invariant 6: once the server has the withdrawal of a key, it takes nothing more that this key signed. */
export function judgeStolen({ stolen, isRestored }: Faults, { acts }: Library): string[] {
  const home = acts.get('country-au');
  // With an older copy of the database the withdrawal is gone too, until the administrator's device sends it again.
  if (!stolen || isRestored || !home?.has(stolen.withdrawal._id)) return [];
  const held = [...home.values()].filter(({ signature }) => signature.key === stolen.key);
  stolen.atTheEnd ??= new Set(held.map(({ _id }) => _id));
  const { atTheEnd } = stolen;
  return held
    .filter(({ _id }) => !atTheEnd.has(_id))
    .map(({ _id }) => `6: ${_id} was taken after its key was withdrawn`);
}

/** Invariant 3: a dossier is the same on every device that holds it. */
function judgeDossiers(world: Judged): string[] {
  const found: string[] = [];
  const first = new Map<string, { readonly name: string; readonly text: string }>();
  for (const { store, name } of world.devices)
    for (const dossier of store.dossiers()) {
      const text = JSON.stringify(dossier);
      const before = first.get(dossier.key);
      if (!before) first.set(dossier.key, { name, text });
      else if (before.text !== text)
        found.push(`3: ${dossier.key} differs on ${before.name} and ${name}:\n${before.text}\n${text}`);
    }
  return found;
}

/** Invariant 4: a draft is the same on the devices of its country, and nothing that was typed is lost silently. */
function judgeDrafts(world: Judged, books: Books): string[] {
  const found: string[] = [];
  for (const [id, history] of books.drafts) {
    const country = history[0]!.device.slice(0, 2);
    const here = world.devices.filter(({ name }) => name.startsWith(country));
    const drafts = here.map(({ store }) => JSON.stringify(store.draft(id)?.fields ?? null));
    if (new Set(drafts).size > 1) found.push(`4: ${id} differs: ${drafts.join(' ')}`);
    const isDeleted = history.some(({ typed }) => typed === null);
    const fields = here[0]!.store.draft(id)?.fields ?? null;
    if (fields === null && !isDeleted && history.some(({ isSaved }) => isSaved))
      found.push(`4: ${id} is gone, and nobody deleted it`);
    if (fields === null || isDeleted) continue;
    for (const { typed } of history) {
      const values = history.flatMap((one) => (one.typed?.field === typed?.field ? [one.typed?.value] : []));
      const held = (fields as Record<string, string>)[typed?.field ?? ''];
      if (!values.includes(held)) found.push(`4: ${id} lost what was typed into ${typed?.field}: ${held}`);
    }
  }
  return found;
}
