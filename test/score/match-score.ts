/**
 * `npm run match:score [-- SEED]`: how well the matching desk tells what went wrong, against pairs whose truth is known
 * (generate-pairs.ts). Exit code 1 where one of the musts is not met.
 */
import type { DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { MatchingIndex, type MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import { generatePairs, TODAY, type Truth } from './generate-pairs.ts';
import { Chance } from './random.ts';

const PAIRS = 10_000;
const SEED = 20261127;

interface Read {
  readonly board: MatchingBoard;
  /** The dossier in which an export authorization counts. */
  readonly dossierOf: ReadonlyMap<ActId, Dossier>;
}

function readAs(acts: readonly DossierAct[]): Read {
  const byId = new Map(acts.map((act) => [act._id, act]));
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const all: Dossier[] = [];
  dossiers.forEach((one) => all.push(one));
  const index = new MatchingIndex((id) => byId.get(id) ?? null);
  const dossierOf = new Map<ActId, Dossier>();
  // What a dossier refuses is linked with nothing: it counts nowhere, and is told.
  for (const one of all) for (const { act } of one.exports) dossierOf.set(act, one);
  return { board: index.read(all, TODAY as CalendarDate), dossierOf };
}

/** What one country holds, in an order of its own. */
function heldBy(country: AuthorityCode, acts: readonly DossierAct[], chance: Chance): readonly DossierAct[] {
  return chance.shuffle(acts.filter(({ body }) => body.issuer === country || body.to.includes(country)));
}

/** Findings and proposals of two countries, as each of them has them. */
function isSameOnBothSides(
  boards: ReadonlyMap<string, MatchingBoard>,
  { importing, exporting }: Truth
): boolean {
  const of = (board: MatchingBoard | undefined): string => {
    const findings = (board?.findings ?? []).filter(
      (one) => one.importing === importing && one.exporting === exporting
    );
    const exact = (board?.exact ?? []).filter(
      (one) => one.importing === importing && one.exporting === exporting
    );
    const mine = new Set(findings.map(({ on }) => on));
    const proposals = (board?.proposals ?? []).filter((one) => mine.has(one.export));
    return canonicalJson({ findings, exact, proposals } as never);
  };
  return of(boards.get(importing)) === of(boards.get(exporting));
}

interface Count {
  right: number;
  missed: number;
  wrong: number;
}

function ratio(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}

function scoreClasses(truths: readonly Truth[], board: MatchingBoard): ReadonlyMap<string, Count> {
  const owner = new Map<ActId, Truth>();
  for (const truth of truths) for (const { _id } of truth.acts) owner.set(_id, truth);
  const told = new Map<Truth, Set<string>>();
  for (const { on, class: what } of board.findings) {
    const truth = owner.get(on);
    if (truth) told.set(truth, (told.get(truth) ?? new Set<string>()).add(what));
  }
  const counts = new Map<string, Count>(
    FINDING_CLASSES.map((what) => [what, { right: 0, missed: 0, wrong: 0 }])
  );
  for (const truth of truths) {
    const classes = told.get(truth) ?? new Set<string>();
    for (const what of classes) counts.get(what)![what === truth.class ? 'right' : 'wrong']++;
    if (truth.class !== null && !classes.has(truth.class)) counts.get(truth.class)!.missed++;
  }
  return counts;
}

export interface Score {
  readonly classes: ReadonlyMap<string, Count>;
  readonly falseHard: number;
  readonly dressed: { readonly right: number; readonly all: number };
  readonly first: { readonly right: number; readonly all: number };
  readonly among: number;
  readonly firstByDefect: ReadonlyMap<string, { right: number; all: number }>;
  readonly differing: number;
  readonly countries: number;
}

export function scoreMatching(pairs: number, seed: number): Score {
  const truths = generatePairs(pairs, seed);
  const acts = truths.flatMap((truth) => truth.acts);
  const { board, dossierOf } = readAs(acts);
  const proposals = new Map(board.proposals.map((one) => [one.export, one]));
  const [dressed, first] = [
    { right: 0, all: 0 },
    { right: 0, all: 0 }
  ];
  const firstByDefect = new Map<string, { right: number; all: number }>();
  let [falseHard, among] = [0, 0];
  for (const truth of truths) {
    const linked = dossierOf.get(truth.export)?.importAuthorization ?? null;
    if (linked !== null && linked !== truth.import && !isTwin(truth, linked)) falseHard++;
    if (truth.defect === 'a number in another dress') {
      dressed.all++;
      if (linked === truth.import) dressed.right++;
    }
    if (truth.link !== 'proposal') continue;
    const candidates = proposals.get(truth.export)?.candidates ?? [];
    const one = firstByDefect.get(truth.defect) ?? { right: 0, all: 0 };
    firstByDefect.set(truth.defect, one);
    first.all++;
    one.all++;
    if (candidates.some(({ act }) => act._id === truth.import)) among++;
    if (candidates[0]?.act._id !== truth.import) continue;
    first.right++;
    one.right++;
  }
  const chance = new Chance(seed + 1);
  const countries = [...new Set(truths.flatMap((truth) => [truth.importing, truth.exporting]))];
  const boards = new Map(countries.map((one) => [one as string, readAs(heldBy(one, acts, chance)).board]));
  const seen = new Set<string>();
  let differing = 0;
  for (const truth of truths) {
    const name = `${truth.importing} ${truth.exporting}`;
    if (seen.has(name)) continue;
    seen.add(name);
    if (!isSameOnBothSides(boards, truth)) differing++;
  }
  return {
    classes: scoreClasses(truths, board),
    falseHard,
    dressed,
    first,
    among,
    firstByDefect,
    differing,
    countries: countries.length
  };
}

/** Of two under one number either may be the one that counts. */
function isTwin(truth: Truth, linked: ActId): boolean {
  return truth.acts.some(({ _id }) => _id === linked);
}

const MUSTS: readonly (readonly [string, (score: Score) => boolean])[] = [
  ['no false hard link', ({ falseHard }) => falseHard === 0],
  ['99 % of hard-key pairs after typing noise', ({ dressed }) => dressed.right >= 0.99 * dressed.all],
  ['95 % of proposals right at rank 1', ({ first }) => first.right >= 0.95 * first.all],
  ['byte-identical on both sides', ({ differing }) => differing === 0]
];

function tell(score: Score): boolean {
  console.log('class                    precision   recall      right  missed  wrong');
  for (const [what, { right, missed, wrong }] of score.classes)
    console.log(
      `${what.padEnd(24)} ${ratio(right, right + wrong).padEnd(11)} ${ratio(right, right + missed).padEnd(11)} ` +
        `${String(right).padStart(5)} ${String(missed).padStart(7)} ${String(wrong).padStart(6)}`
    );
  const { dressed, first, among } = score;
  console.log(`\nfalse hard links: ${score.falseHard}`);
  console.log(
    `hard-key pairs after typing noise: ${dressed.right} of ${dressed.all}, ${ratio(dressed.right, dressed.all)}`
  );
  console.log(
    `proposal right at rank 1: ${first.right} of ${first.all}, ${ratio(first.right, first.all)}; among those proposed: ${ratio(among, first.all)}`
  );
  for (const [defect, { right, all }] of score.firstByDefect)
    console.log(`  ${defect}: ${right} of ${all}, ${ratio(right, all)}`);
  console.log(
    `pairs of countries that differ between the two sides: ${score.differing} (${score.countries} countries)`
  );
  let isMet = true;
  for (const [must, holds] of MUSTS) {
    if (!holds(score)) isMet = false;
    console.log(`${holds(score) ? 'met    ' : 'NOT MET'} ${must}`);
  }
  return isMet;
}

if (process.argv[1]?.endsWith('match-score.ts')) {
  const seed = Number(process.argv[2] ?? SEED);
  console.log(`${PAIRS} pairs, seed ${seed}\n`);
  process.exitCode = tell(scoreMatching(PAIRS, seed)) ? 0 : 1;
}
