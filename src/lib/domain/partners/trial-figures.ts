/**
 * The trial board that both sides see, and the figures that each side signs. It counts dossiers with an import
 * authorization of the period, from acts up to a given day, so equal acts give equal figures.
 */
import { addTo } from '../groups.ts';
import type { Act, DossierAct, SubstanceFigures, TrialFigures } from '../act/body.ts';
import { parseActId } from '../act/act-id.ts';
import { DossierIndex } from '../dossier/dossier-index.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { ActId, CalendarDate, CountryCode, DossierKey, SubstanceKey } from '../ids.ts';
import type { Finding } from '../matching/finding.ts';
import { MatchingIndex } from '../matching/matching-index.ts';
import { microgramsToText } from '../quantity.ts';
import { roundedBase } from '../goods/substance-totals.ts';
import { sha256Base64url } from '../sha256.ts';
import type { TrialScope } from './trial.ts';

/**
 * - `agreed`: both sides have spoken and nothing is to be looked at, or the import authorization was cancelled
 * - `open`: the matching desk has something to say of it
 * - `waiting`: one side has spoken, and there is nothing yet to compare
 */
export type ItemState = 'agreed' | 'open' | 'waiting';

export interface TrialItem {
  readonly dossier: Dossier;
  readonly state: ItemState;
  readonly findings: readonly Finding[];
  /** Includes acts that the item holds but does not count. */
  readonly acts: readonly ActId[];
}

/** `acts`: acts of dossiers; those of other countries are left out. Open items come first. */
export function trialItems(
  trial: TrialScope,
  acts: Iterable<DossierAct>,
  asAt: CalendarDate
): readonly TrialItem[] {
  const index = new DossierIndex();
  const byId = new Map<ActId, Act>();
  for (const act of acts) if (isBetween(trial, act) && isStatedBy(act, asAt)) byId.set(act._id, act);
  index.add(Array.from(byId.values()) as DossierAct[]);
  const dossiers: Dossier[] = [];
  index.forEach((dossier) => dossiers.push(dossier));
  const told = findingsByDossier(dossiers, (id) => byId.get(id) ?? null, asAt);
  return dossiers
    .filter((one) => isInScope(trial, one))
    .map((one) => toItem(one, told.get(one.key) ?? []))
    .sort(compareItems);
}

/** Uses the device's own index: an unknown number can refer to another dossier. */
function findingsByDossier(
  dossiers: readonly Dossier[],
  actOf: (id: ActId) => Act | null,
  asAt: CalendarDate
): ReadonlyMap<DossierKey, readonly Finding[]> {
  const told = new Map<DossierKey, Finding[]>();
  for (const one of new MatchingIndex(actOf).read(dossiers, asAt).findings) addTo(told, one.dossier, one);
  return told;
}

function isBetween({ proposer, partner }: TrialScope, { body }: DossierAct): boolean {
  const [to] = body.to;
  return (body.issuer === proposer && to === partner) || (body.issuer === partner && to === proposer);
}

function isStatedBy({ _id }: DossierAct, asAt: CalendarDate): boolean {
  const date = parseActId(_id)?.date;
  return date !== undefined && date <= asAt;
}

function isInScope({ from, until, importing }: TrialScope, dossier: Dossier): boolean {
  // A declaration of 1971 Schedule III is no authorization: no import authorization ever answers it.
  const isDeclared = dossier.exports.some(({ declaration }) => declaration);
  const isTried = !isDeclared && importing.indexOf(dossier.importingCountry) >= 0;
  return isTried && dossier.issuedOn >= from && dossier.issuedOn <= until;
}

function toItem(dossier: Dossier, findings: readonly Finding[]): TrialItem {
  const acts = [...dossier.timeline, ...dossier.setAside.map(({ act }) => act)];
  return { dossier, state: stateOf(dossier, findings), findings, acts };
}

function stateOf(dossier: Dossier, findings: readonly Finding[]): ItemState {
  if (findings.length > 0) return 'open';
  return dossier.match === 'matched' || dossier.status === 'cancelled' ? 'agreed' : 'waiting';
}

const ORDER: Readonly<Record<ItemState, number>> = { open: 0, waiting: 1, agreed: 2 };

function compareItems(a: TrialItem, b: TrialItem): number {
  return ORDER[a.state] - ORDER[b.state] || (a.dossier.key < b.dossier.key ? -1 : 1);
}

/** One row per importing country of the scope, by country code. */
export function trialFigures(trial: TrialScope, items: readonly TrialItem[]): readonly TrialFigures[] {
  return trial.importing
    .slice()
    .sort()
    .map((importing) =>
      figuresOf(
        importing,
        items.filter((one) => one.dossier.importingCountry === importing)
      )
    );
}

function figuresOf(importing: CountryCode, items: readonly TrialItem[]): TrialFigures {
  const inState = (state: ItemState): number => items.filter((one) => one.state === state).length;
  const ids = items.flatMap(({ acts }) => acts).sort();
  return {
    importing,
    dossiers: items.length,
    agreed: inState('agreed'),
    open: inState('open'),
    waiting: inState('waiting'),
    substances: substancesOf(items),
    acts: ids.length,
    hash: sha256Base64url(ids.join('\n'))
  };
}

type Amounts = Record<'authorized' | 'exported' | 'imported', number>;

function substancesOf(items: readonly TrialItem[]): readonly SubstanceFigures[] {
  const totals = new Map<string, Amounts>();
  for (const { dossier } of items)
    for (const { substance, authorized, exported, imported, isExempt } of dossier.lines) {
      if (isExempt) continue;
      let total = totals.get(substance);
      if (!total) totals.set(substance, (total = { authorized: 0, exported: 0, imported: 0 }));
      if (dossier.status !== 'cancelled') total.authorized += roundedBase(authorized);
      total.exported += roundedBase(exported);
      total.imported += roundedBase(imported);
    }
  return Array.from(totals, ([substance, { authorized, exported, imported }]) => ({
    substance: substance as SubstanceKey,
    authorized: microgramsToText(authorized),
    exported: microgramsToText(exported),
    imported: microgramsToText(imported)
  })).sort((a, b) => (a.substance < b.substance ? -1 : 1));
}
