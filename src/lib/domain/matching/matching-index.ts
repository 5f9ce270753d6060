/**
 * Lists of the matching page, reread only for refolded dossiers. Identical on both sides in any order of acts; only a
 * number's issuer sees its two partners.
 */
import type { ActOf } from '../act/body.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import { NOTHING } from '../dossier/import-use.ts';
import { isOpenWithoutImport, isUnreconciled } from '../dossier/without-import.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { exemptOf, type TotalledGoods } from '../goods/substance-totals.ts';
import { asRead, bodyOf, type Finder, compareFindings, type Finding } from './finding.ts';
import { addTwice, readFindings } from './findings.ts';
import { changedItems } from '../groups.ts';
import { NumbersGiven } from './given-twice.ts';
import { Likely, findProposals, isLed, type Proposal } from './find-proposals.ts';
import { findPaperPairs, hasPaper, type PaperPair } from './paper-pairs.ts';

/** Shipped, received and endorsed to the microgram, with nothing open. */
export interface ExactMatch {
  readonly export: ActId;
  readonly dossier: DossierKey;
  readonly number: string;
  readonly cited: string;
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
  readonly on: CalendarDate;
  readonly goods: readonly TotalledGoods[];
  readonly confirmedBy: readonly AuthorityCode[];
}

export interface MatchingBoard {
  readonly findings: readonly Finding[];
  readonly proposals: readonly Proposal[];
  readonly exact: readonly ExactMatch[];
  readonly dossiers: number;
  readonly papers: readonly PaperPair[];
}

interface Entry {
  readonly dossier: Dossier;
  readonly findings: readonly Finding[];
  readonly exact: readonly ExactMatch[];
  readonly strays: readonly ActId[];
  readonly decisions: readonly ActId[];
  readonly hasPaper: boolean;
}

interface Pair {
  readonly entries: Map<DossierKey, Entry>;
  inOrder: DossierKey[];
  /** Not in their place in that order yet, or still in it. */
  readonly cameAndWent: Set<DossierKey>;
  readonly likely: Likely;
  isFresh: boolean;
  proposals: readonly Proposal[];
  findings: readonly Finding[];
  exact: readonly ExactMatch[];
  papers: readonly PaperPair[];
}

const NO_BOARD: MatchingBoard = { findings: [], proposals: [], exact: [], dossiers: 0, papers: [] };
const NONE: never[] = [];
/** Above this, sorting all keys is faster than putting each in its place. */
const MAX_INSERTED = 50;

export class MatchingIndex {
  readonly #actOf: Finder;
  readonly #edition: EditionIndex | undefined;
  readonly #pairs = new Map<string, Pair>();
  #day: CalendarDate | null = null;
  #board = NO_BOARD;
  #given: NumbersGiven;
  #dossiers: readonly Dossier[] = [];

  constructor(actOf: Finder, edition?: EditionIndex) {
    this.#actOf = asRead(actOf);
    this.#edition = edition;
    this.#given = new NumbersGiven(this.#actOf);
  }

  read(dossiers: readonly Dossier[], today: CalendarDate): MatchingBoard {
    if (this.#day !== today) {
      this.#pairs.clear();
      this.#given = new NumbersGiven(this.#actOf);
      this.#dossiers = [];
    }
    this.#day = today;
    const { gone, fresh } = changedItems(this.#dossiers, dossiers);
    this.#dossiers = dossiers;
    for (const dossier of gone) this.#drop(dossier);
    for (const dossier of fresh) this.#take(dossier, today);
    if (gone.length + fresh.length === 0) return this.#board;
    for (const pair of this.#pairs.values()) if (!pair.isFresh) this.#freshen(pair);
    return (this.#board = this.#gather(dossiers.length));
  }

  #take(dossier: Dossier, today: CalendarDate): void {
    const name = pairOf(dossier.key);
    const pair = this.#pairs.get(name) ?? aPair();
    if (pair.entries.size === 0) this.#pairs.set(name, pair);
    if (!pair.entries.has(dossier.key)) pair.cameAndWent.add(dossier.key);
    pair.entries.set(dossier.key, this.#readEntry(dossier, today));
    pair.isFresh = false;
    this.#putNumbers(dossier.key, dossier);
  }

  #drop({ key }: Dossier): void {
    const pair = this.#pairs.get(pairOf(key));
    if (!pair?.entries.delete(key)) return;
    pair.cameAndWent.add(key);
    pair.isFresh = false;
    this.#putNumbers(key, null);
  }

  /** A number can be given to two partners, so one pair's act can change another's findings. */
  #putNumbers(key: DossierKey, dossier: Dossier | null): void {
    this.#given.put(key, dossier).forEach((near) => {
      const pair = this.#pairs.get(pairOf(near));
      if (pair) pair.isFresh = false;
    });
  }

  #readEntry(dossier: Dossier, today: CalendarDate): Entry {
    const findings = readFindings(dossier, this.#actOf, today, this.#edition);
    const open = dossier.exports.filter(
      (one) => isOpenWithoutImport(dossier, one.act) || isUnreconciled(dossier, one)
    );
    const decisions = dossier.timeline.filter((id) => id.indexOf(':match-decision:') > 0);
    const exact = findings.length > 0 ? NONE : this.#exactIn(dossier, decisions);
    return {
      dossier,
      findings,
      exact,
      strays: open.length > 0 ? open.map(({ act }) => act) : NONE,
      decisions: decisions.length > 0 ? decisions : NONE,
      hasPaper: hasPaper(dossier)
    };
  }

  #exactIn(dossier: Dossier, decisions: readonly ActId[]): readonly ExactMatch[] {
    if (dossier.importAuthorization === null) return NONE;
    const exact: ExactMatch[] = [];
    for (const strand of dossier.exports) {
      if (!isExact(strand) || strand.receivedOn === null) continue;
      const lines = bodyOf(this.#actOf, strand.act, 'export-authorization')?.lines ?? [];
      const goods = lines.map((line, at) => ({
        substance: line.substance,
        ...(strand.lines[at]?.imported ?? NOTHING),
        ...exemptOf(line)
      }));
      exact.push({
        export: strand.act,
        dossier: dossier.key,
        number: strand.number,
        cited: dossier.number,
        importing: dossier.importingCountry,
        exporting: dossier.exportingCountry,
        on: strand.receivedOn,
        goods,
        confirmedBy: this.#confirmedBy(strand.act, decisions)
      });
    }
    return exact.length > 0 ? exact : NONE;
  }

  /** Each authority's last decision counts. */
  #confirmedBy(strand: ActId, decisions: readonly ActId[]): readonly AuthorityCode[] {
    const words = new Map<AuthorityCode, boolean>();
    for (const id of decisions) {
      const body = bodyOf(this.#actOf, id, 'match-decision');
      if (body?.exportAuthorization === strand) words.set(body.issuer, body.decision === 'link');
    }
    return Array.from(words.keys())
      .filter((one) => words.get(one))
      .sort();
  }

  #freshen(pair: Pair): void {
    putInOrder(pair);
    const entries = pair.inOrder.map((key) => pair.entries.get(key)!);
    pair.proposals = this.#propose(entries, pair.likely);
    const proposed = new Map(pair.proposals.map((one) => [one.export, one]));
    const findings: Finding[] = [];
    const exact: ExactMatch[] = [];
    for (const entry of entries) {
      const told = this.#withTwice(entry);
      for (const one of told) findings.push(asProposed(one, proposed.get(one.on)));
      // A dossier with findings has no exact match.
      if (told.length === 0) for (const one of entry.exact) exact.push(one);
    }
    pair.findings = findings.sort(compareFindings);
    pair.exact = exact;
    pair.papers = this.#pairPapers(entries);
    pair.isFresh = true;
  }

  #pairPapers(entries: readonly Entry[]): readonly PaperPair[] {
    if (!entries.some((one) => one.hasPaper)) return NONE;
    return findPaperPairs({
      dossiers: entries.map(({ dossier }) => dossier),
      decisions: entries.flatMap(({ decisions }) => decisions),
      actOf: this.#actOf
    });
  }

  #withTwice({ dossier, findings }: Entry): readonly Finding[] {
    let told = findings;
    if (this.#given.hasTwice)
      this.#given.twiceIn(dossier.key).forEach((other, on) => {
        told = addTwice(told, dossier, { actOf: this.#actOf, on, other });
      });
    return told;
  }

  #propose(entries: readonly Entry[], likely: Likely): readonly Proposal[] {
    const strays = this.#actsIn(entries, ({ strays }) => strays, 'export-authorization');
    if (strays.length === 0) return NONE;
    const opening = ({ dossier }: Entry): readonly ActId[] =>
      dossier.importAuthorization === null ? NONE : [dossier.importAuthorization];
    const byImport = new Map<ActId, Dossier>();
    for (const { dossier } of entries)
      if (dossier.importAuthorization !== null) byImport.set(dossier.importAuthorization, dossier);
    const pair = {
      strays,
      imports: this.#actsIn(entries, opening, 'import-authorization'),
      decisions: this.#actsIn(entries, ({ decisions }) => decisions, 'match-decision'),
      dossierOf: (id: ActId) => byImport.get(id) ?? null,
      actOf: this.#actOf
    };
    return findProposals(pair, likely);
  }

  #actsIn<K extends 'import-authorization' | 'export-authorization' | 'match-decision'>(
    entries: readonly Entry[],
    idsOf: (entry: Entry) => readonly ActId[],
    kind: K
  ): readonly ActOf<K>[] {
    const acts: ActOf<K>[] = [];
    for (const entry of entries)
      for (const id of idsOf(entry)) {
        const act = this.#actOf(id);
        if (act?.body.kind === kind) acts.push(act as ActOf<K>);
      }
    return acts;
  }

  #gather(dossiers: number): MatchingBoard {
    const findings: Finding[] = [];
    const proposals: Proposal[] = [];
    const exact: ExactMatch[] = [];
    const papers: PaperPair[] = [];
    for (const name of Array.from(this.#pairs.keys()).sort()) {
      const pair = this.#pairs.get(name)!;
      for (const one of pair.findings) findings.push(one);
      for (const one of pair.proposals) proposals.push(one);
      for (const one of pair.exact) exact.push(one);
      for (const one of pair.papers) papers.push(one);
    }
    return { findings: findings.sort(compareFindings), proposals, exact, dossiers, papers };
  }
}

function putInOrder({ entries, inOrder, cameAndWent }: Pair): void {
  if (cameAndWent.size > MAX_INSERTED) {
    inOrder.splice(0, inOrder.length);
    entries.forEach((_entry, key) => inOrder.push(key));
    inOrder.sort();
  } else
    cameAndWent.forEach((key) => {
      let [from, to] = [0, inOrder.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (inOrder[middle]! < key) from = middle + 1;
        else to = middle;
      }
      const isIn = inOrder[from] === key;
      if (isIn && !entries.has(key)) inOrder.splice(from, 1);
      if (!isIn && entries.has(key)) inOrder.splice(from, 0, key);
    });
  cameAndWent.clear();
}

function pairOf(key: DossierKey): string {
  return key.slice(0, 5);
}

function aPair(): Pair {
  return {
    entries: new Map(),
    inOrder: [],
    cameAndWent: new Set(),
    likely: new Likely(),
    isFresh: false,
    proposals: NONE,
    findings: NONE,
    exact: NONE,
    papers: NONE
  };
}

function isExact({ status, agreement, lines }: ExportStrand): boolean {
  if (status !== 'endorsed' || agreement !== 'agrees') return false;
  return lines.every(({ exported, imported }) => exported !== null && exported.stated === imported?.stated);
}

/** A repeated order does not make unauthorized goods less serious. */
function asProposed(finding: Finding, proposal: Proposal | undefined): Finding {
  const { says } = finding;
  if (!proposal || finding.class !== 'export-without-import' || says.kind !== 'reference') return finding;
  if (!isLed(proposal)) return { ...finding, says: { ...says, isAlike: true } };
  return { ...finding, class: 'number-unknown', key: `number-unknown ${finding.on}` };
}
