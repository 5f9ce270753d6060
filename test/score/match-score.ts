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
import { readComparisons } from '#lib/domain/matching/comparisons.ts';
import { MatchingIndex, type MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import { generatePairs, TODAY, type Truth } from './generate-pairs.ts';
import { Chance } from './random.ts';

const PAIRS = 10_000;
const SEED = 20261127;

interface Read {
  readonly board: MatchingBoard;
  /** The dossier in which an export authorization counts. */
  readonly dossierOf: ReadonlyMap<ActId, Dossier>;
  readonly actOf: (id: ActId) => DossierAct | null;
}

function readAs(acts: readonly DossierAct[]): Read {
  const byId = new Map(acts.map((act) => [act._id, act]));
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const all: Dossier[] = [];
  dossiers.forEach((one) => all.push(one));
  const actOf = (id: ActId): DossierAct | null => byId.get(id) ?? null;
  const index = new MatchingIndex(actOf);
  const dossierOf = new Map<ActId, Dossier>();
  // What a dossier refuses is linked with nothing: it counts nowhere, and is told.
  for (const one of all) for (const { act } of one.exports) dossierOf.set(act, one);
  return { board: index.read(all, TODAY as CalendarDate), dossierOf, actOf };
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
    // Which of its particulars give it away is not asked, only that something does (`others`).
    if (truth.link === 'other') continue;
    const meant = truth.class === null ? [] : [truth.class, ...truth.also];
    for (const what of classes) counts.get(what)![meant.includes(what) ? 'right' : 'wrong']++;
    for (const what of meant) if (!classes.has(what)) counts.get(what)!.missed++;
  }
  return counts;
}

/** How often the cause that was made is the first that is named of one of its figures, on the page of its dossier. */
function scoreCauses(truths: readonly Truth[], { dossierOf, actOf }: Read): Tallies {
  const tallies: Tallies = new Map();
  for (const truth of truths) {
    if (truth.cause === null) continue;
    const dossier = dossierOf.get(truth.export);
    const compared = dossier ? readComparisons(dossier, actOf, TODAY as CalendarDate) : [];
    const body = actOf(truth.export)?.body;
    const number = body?.kind === 'export-authorization' ? body.number : '';
    const named = compared.filter((one) => one.number === number).map(({ causes }) => causes[0]?.kind);
    count(tallies, truth.defect, named.includes(truth.cause));
  }
  return tallies;
}

/** Where what was mistyped is another one's number, that something is told of it. */
function scoreOthers(truths: readonly Truth[], { findings }: MatchingBoard): Tally {
  const told = new Set(findings.map(({ on }) => on));
  const tallies = new Map<string, Tally>([['', { right: 0, all: 0 }]]);
  for (const { link, export: id } of truths) if (link === 'other') count(tallies, '', told.has(id));
  return tallies.get('')!;
}

interface Tally {
  right: number;
  all: number;
}
type Tallies = Map<string, Tally>;

function count(tallies: Tallies, name: string, isRight: boolean): void {
  const tally = tallies.get(name) ?? { right: 0, all: 0 };
  tallies.set(name, tally);
  tally.all++;
  if (isRight) tally.right++;
}

interface Score {
  readonly classes: ReadonlyMap<string, Count>;
  readonly falseHard: number;
  readonly dressed: Tally;
  readonly byDress: Tallies;
  readonly causes: Tallies;
  /** Mistyped numbers that are another one's, and how many of them are told. */
  readonly others: Tally;
  readonly first: Tally;
  readonly among: number;
  readonly firstByDefect: Tallies;
  readonly differing: number;
  readonly countries: number;
}

export function scoreMatching(pairs: number, seed: number): Score {
  const truths = generatePairs(pairs, seed);
  const acts = truths.flatMap((truth) => truth.acts);
  const read = readAs(acts);
  const { board, dossierOf } = read;
  const proposals = new Map(board.proposals.map((one) => [one.export, one]));
  const [dressed, first] = [
    { right: 0, all: 0 },
    { right: 0, all: 0 }
  ];
  const firstByDefect: Tallies = new Map();
  const byDress: Tallies = new Map();
  let [falseHard, among] = [0, 0];
  for (const truth of truths) {
    const linked = dossierOf.get(truth.export)?.importAuthorization ?? null;
    const isFalse = linked !== null && linked !== truth.import && !isTwin(truth, linked);
    if (isFalse && truth.link !== 'other') falseHard++;
    if (truth.dress !== null) {
      dressed.all++;
      if (linked === truth.import) dressed.right++;
      count(byDress, truth.dress, linked === truth.import);
    }
    if (truth.link !== 'proposal') continue;
    const candidates = proposals.get(truth.export)?.candidates ?? [];
    const isFirst = candidates[0]?.act._id === truth.import;
    count(firstByDefect, truth.defect, isFirst);
    first.all++;
    if (isFirst) first.right++;
    if (candidates.some(({ act }) => act._id === truth.import)) among++;
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
    byDress,
    causes: scoreCauses(truths, read),
    others: scoreOthers(truths, board),
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

function isSound({ right, missed, wrong }: Count): boolean {
  return right >= 0.95 * (right + wrong) && right >= 0.95 * (right + missed);
}

const MUSTS: readonly (readonly [string, (score: Score) => boolean])[] = [
  ['no false hard link', ({ falseHard }) => falseHard === 0],
  ['a number that is another one’s is told', ({ others }) => others.right === others.all],
  ['99 % of hard-key pairs after typing noise', ({ dressed }) => dressed.right >= 0.99 * dressed.all],
  ['95 % of each class, told and found', ({ classes }) => [...classes.values()].every(isSound)],
  [
    '95 % of causes named first',
    ({ causes }) => [...causes.values()].every(({ right, all }) => right >= 0.95 * all)
  ],
  ['95 % of proposals right at rank 1', ({ first }) => first.right >= 0.95 * first.all],
  ['byte-identical on both sides', ({ differing }) => differing === 0]
];

function tellEach(tallies: Tallies): void {
  for (const [name, { right, all }] of tallies)
    console.log(`  ${name}: ${right} of ${all}, ${ratio(right, all)}`);
}

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
    `mistyped numbers that are another one's: ${score.others.all}, told of them: ${score.others.right}`
  );
  console.log(
    `hard-key pairs after typing noise: ${dressed.right} of ${dressed.all}, ${ratio(dressed.right, dressed.all)}`
  );
  for (const [dress, { right, all }] of score.byDress)
    if (right < all) console.log(`  ${dress}: ${right} of ${all}, ${ratio(right, all)}`);
  console.log(
    `proposal right at rank 1: ${first.right} of ${first.all}, ${ratio(first.right, first.all)}; among those proposed: ${ratio(among, first.all)}`
  );
  tellEach(score.firstByDefect);
  console.log('cause named first:');
  tellEach(score.causes);
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
