/** Reads from the local database the data that the rules need: settings, earlier authorizations, the replaced one. */
import { isAuthorization, type ActOf, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { AUTHORIZATION_KINDS, type AuthorizationKind } from '#lib/domain/act/number.ts';
import { asExport } from '#lib/domain/act/stand-in.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { openBook, QuotaUse, type CompanyBook } from '#lib/domain/company/company-book.ts';
import { COUNTRY_SETTING } from '#lib/domain/authorization/country-setting.ts';
import { practicesNamed } from '#lib/domain/authorization/practice-in-force.ts';
import { KeptHistory, type AuthorizedHistory } from '#lib/domain/authorization/authorized-history.ts';
import { withPractices, type ExportContext } from '#lib/domain/authorization/judge-context.ts';
import { isGrown } from '#lib/domain/groups.ts';
import type { Prohibition } from '#lib/domain/goods/prohibition.ts';
import { readUse, type AuthorizationUse } from '#lib/domain/dossier/status-on.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { editionHere, officesOf } from '#lib/lists/read-lists.ts';
import { store } from '#lib/store/store.svelte.ts';
import {
  countrySettings,
  directoryEntryOf,
  exportContext,
  judgeContext,
  type DirectoryEntry
} from '#lib/domain/authorization/judge-form.ts';
import { practiceInForce, practicesHere } from './read-practice.ts';

export function readExportContext(
  country: CountryCode,
  importAct: ActOf<'import-authorization'> | null,
  replaced?: string,
  partner: string = importAct?.body.issuer ?? '',
  corrected?: string
): ExportContext {
  const settings = countrySettings(store.setting(COUNTRY_SETTING), directoryEntry(country));
  const context = judgeContext(country, store.today, settings, editionHere(store, store.today));
  const dossier = importAct ? store.dossierOf(importAct._id) : null;
  const named = importAct ? practicesNamed(importAct.body, practicesHere(store)) : [];
  const recorded = asExport(isActId(corrected) ? store.act(corrected) : null);
  const practices = [country, partner].flatMap(
    (one) =>
      // The goods are as the practice of the import authorization lists them.
      (one === country ? null : named.find(({ body: { issuer } }) => issuer === one)) ??
      practiceInForce(store, one, store.today) ??
      []
  );
  return withPractices(
    {
      ...exportContext(context, importAct, dossier, replaced, corrected),
      ...(recorded?.body.issuer === country ? { ownPaper: recorded } : {}),
      ...(importAct ? { licences: licencesOf(importAct._id) } : {})
    },
    practices
  );
}

function licencesOf(importAct: ActId): readonly ActOf<'special-import-licence'>[] {
  const all = store.actsOf('special-import-licence') as readonly ActOf<'special-import-licence'>[];
  return all.filter(({ _id, body }) => body.of === importAct && store.verdictOf(_id) === 'good');
}

/** 1971 art. 13: INCB's list, or else the bundled one, loaded when a form opens; without it the form says that prohibitions are unknown. */
export async function loadProhibitions(): Promise<readonly Prohibition[]> {
  return (
    editionHere(store, store.today).prohibitions ??
    (await import('#lib/domain/goods/prohibitions.ts')).PROHIBITIONS
  );
}

export function directoryEntry(country: CountryCode): DirectoryEntry | null {
  const entries = store.actsOf('authority') as readonly ActOf<'authority'>[];
  const good = entries.filter(({ _id }) => store.verdictOf(_id) === 'good');
  return directoryEntryOf(country, good, officesOf(store, country));
}

function countedOf(kind: AuthorizationKind): readonly AuthorizationAct[] {
  return store.countedOf(kind) as readonly AuthorizationAct[];
}

interface Kept {
  add(act: AuthorizationAct): void;
  remove(id: ActId): void;
}

interface Held<K extends Kept> {
  readonly kept: K;
  readonly lists: readonly (readonly AuthorizationAct[])[];
  readonly cancellations: readonly ActOf<'cancellation'>[];
}

/** Only what was issued or cancelled since is added up again. The same object if nothing was. */
function readOn<K extends Kept>(held: Held<K> | undefined, make: () => K, country: CountryCode): Held<K> {
  const lists = AUTHORIZATION_KINDS.map(countedOf);
  const cancellations = store.actsOf('cancellation');
  const isSame = (list: readonly AuthorizationAct[], at: number): boolean => list === held?.lists[at];
  if (held?.cancellations === cancellations && lists.every(isSame)) return held;
  const isKept =
    held !== undefined &&
    isGrown(held.cancellations, cancellations) &&
    lists.every((list, at) => isGrown(held.lists[at]!, list));
  const kept = isKept ? held.kept : make();
  lists.forEach((list, at) => {
    for (const act of isKept ? list.slice(held.lists[at]!.length) : list) kept.add(act);
  });
  for (const id of readCancelled(country)) kept.remove(id);
  return { kept, lists, cancellations };
}

interface HeldHistory {
  readonly held: Held<KeptHistory>;
  readonly history: AuthorizedHistory;
}

const histories = new Map<string, HeldHistory>();

export function readOwnHistory(kind: AuthorizationKind, country: CountryCode): AuthorizedHistory {
  const name = `${kind} ${country}`;
  const before = histories.get(name);
  const held = readOn(before?.held, () => new KeptHistory(kind, country), country);
  if (before?.held === held) return before.history;
  const history = held.kept.read();
  histories.set(name, { held, history });
  return history;
}

export function readIssuedOn(
  day: CalendarDate,
  kind: AuthorizationKind,
  country: CountryCode,
  replaced: string
): readonly AuthorizationAct[] {
  const cancelled = readCancelled(country);
  return countedOf(kind).filter(
    ({ _id, body }) =>
      body.issuedOn === day && body.issuer === country && _id !== replaced && !cancelled.has(_id)
  );
}

function readCancelled(country: CountryCode): ReadonlySet<ActId> {
  const cancelled = new Set<ActId>();
  for (const { body } of store.actsOf('cancellation'))
    if (body.kind === 'cancellation' && body.issuer === country) cancelled.add(body.of);
  return cancelled;
}

let quotaUse: { readonly country: CountryCode; readonly held: Held<QuotaUse> } | null = null;

/** `replaced` gives its quantity back to the quota. */
export function readCompanyBook(country: CountryCode, replaced = ''): CompanyBook {
  const before = quotaUse?.country === country ? quotaUse.held : undefined;
  const held = readOn(before, () => new QuotaUse(country), country);
  quotaUse = { country, held };
  const act = isActId(replaced) ? store.act(replaced) : null;
  return openBook(store.companies(), held.kept, isAuthorization(act) ? act : null);
}

interface Replaced {
  readonly number: string;
  readonly use: AuthorizationUse;
}

/** The authorization that a draft replaces, and its status; null if nothing is replaced, or the act is not on this device. */
export function readReplaced(id: string): Replaced | null {
  const act = isActId(id) ? store.act(id) : null;
  const dossier = act ? store.dossierOf(act._id) : null;
  if (!act || !dossier || !('number' in act.body)) return null;
  return { number: act.body.number, use: readUse(dossier, act._id) };
}
