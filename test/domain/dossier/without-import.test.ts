/** No sequence of acts hides an export without import authorization: it ends by a link, or by the importer's signature. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { allOf } from '#lib/domain/dossier/find-action.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfImport } from '#lib/domain/dossier/needs.ts';
import { endorsementsDue, statusOn } from '#lib/domain/dossier/status-on.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aLine,
  aMatchDecision,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { deskOf } from '../../matching/desk-of.ts';

const TEN_KG = '10000000000';
const lines = [aLine({ stated: TEN_KG })];
const ia = anImportAuthorization({ over: { lines } });
const other = anImportAuthorization({ over: { lines, number: 'AU-I-2026-000555-01' } });
/** Nobody issued this one. */
const unknown = anImportAuthorization({ over: { lines, number: 'AU-I-2026-000101-97' } });

type Export = ActOf<'export-authorization'>;

function anExport(of: typeof ia, nth: number): Export {
  return anExportAuthorization(of, {
    at: `2026-10-05T0${nth}:00:00.000Z`,
    over: { number: `CH-E-2026-00007${nth}-13`, lines: [aLine({ stated: TEN_KG, importLine: 1 })] }
  });
}

const right = anExport(ia, 1);
const mistyped = anExport(unknown, 2);
const second = anExport(unknown, 3);
/** The same number and date, said to be of an authority of another name. */
const elsewhere = anAct({
  ...anExport(ia, 4).body,
  importAuthorization: {
    number: ia.body.number,
    issuedOn: ia.body.issuedOn,
    authority: 'Customs of Australia'
  }
} as never) as Export;
const EXPORTS = [right, mistyped, second, elsewhere];
const KEYS = [ia.body.dossier, other.body.dossier, unknown.body.dossier];

const STEPS = [
  'issue',
  'ship',
  'endorse',
  'return',
  'cancel',
  'link',
  'unlink',
  'reopen',
  'explain'
] as const;
type Step = readonly [(typeof STEPS)[number], number, number, boolean];
const steps = fc.array(
  fc.tuple(fc.constantFrom(...STEPS), fc.nat(3), fc.nat(2), fc.boolean()) as fc.Arbitrary<Step>,
  { minLength: 6, maxLength: 30 }
);

function actOf([step, nth, to, isImporting]: Step, minute: number): DossierAct {
  const ea = EXPORTS[nth]!;
  const at = `2026-11-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
  const nil = { outcome: 'not-imported', receivedOn: '2026-11-01' };
  const decision = (over: Record<string, unknown>, key = KEYS[to]!): DossierAct =>
    aMatchDecision(ea, key, {
      at,
      over: isImporting ? over : { issuer: CH, to: [AU, CH], ...over }
    });
  switch (step) {
    case 'issue':
      return ea;
    case 'ship':
      return aShipment(ea, { at });
    case 'endorse':
      return anEndorsement(ea, { at });
    case 'return':
      return anEndorsement(ea, { at, stated: ['0'], over: nil });
    case 'cancel':
      return aCancellation(ea, { at });
    case 'link':
      return decision({});
    case 'explain':
      return decision({ reason: 'Paper certificate 55/2026.' }, ea.body.dossier);
    default:
      return decision({ decision: step });
  }
}

/** What the door lets in, in that order. */
function admitted(all: readonly Step[]): readonly DossierAct[] {
  const acts: DossierAct[] = [ia, other];
  all.forEach((one, nth) => {
    const act = actOf(one, nth);
    const isHere = acts.some(({ _id }) => _id === act._id);
    if (!isHere && admitAct(acts, act).length === 0) acts.push(act);
  });
  return acts;
}

/** Read from the acts alone, not from the fold: its own last decision, and what was signed about its goods. */
function isWithoutImport(ea: Export, acts: readonly DossierAct[]): boolean {
  const about = acts.filter(({ body }) =>
    'exportAuthorization' in body ? body.exportAuthorization === ea._id : 'of' in body && body.of === ea._id
  );
  const has = (kind: string): boolean => about.some(({ body }) => body.kind === kind);
  const isNil = about.some(({ body }) => body.kind === 'endorsement' && body.outcome === 'not-imported');
  if (!acts.includes(ea) || has('cancellation') || (isNil && !has('shipment'))) return false;
  const decisions = about.flatMap(({ body }) => (body.kind === 'match-decision' ? [body] : []));
  const last = decisions.at(-1);
  const home = last?.decision === 'link' ? last.dossier : ea.body.dossier;
  const decidedHere = decisions.filter(({ dossier }) => dossier === home).at(-1);
  if (ea === elsewhere && home === ia.body.dossier) return decidedHere?.decision !== 'link';
  if (home === ia.body.dossier || home === other.body.dossier) return false;
  const ours = decisions.filter(({ issuer, dossier }) => issuer === AU && dossier === home).at(-1);
  return !(ours?.decision === 'link' && ours.reason);
}

test('no sequence of acts hides an export without import, and both sides can act on it', () => {
  let found = 0;
  fc.assert(
    fc.property(steps, (all) => {
      const acts = admitted(all);
      const stray = EXPORTS.filter((ea) => isWithoutImport(ea, acts)).map(({ _id }) => _id);
      found += stray.length;
      for (const side of [AU, CH]) {
        const desk = deskOf(side, acts);
        const told = desk.board.findings.filter((one) =>
          ['export-without-import', 'number-unknown'].includes(one.class)
        );
        expect(told.map(({ on }) => on).sort()).toEqual([...stray].sort());
        for (const { dossier, on } of told) expect(kindsOn(desk.dossier(dossier)!, side, on)).not.toEqual([]);
      }
    }),
    { numRuns: 400 }
  );
  expect(found).toBeGreaterThan(100);
});

function kindsOn(
  dossier: Parameters<typeof actionsOf>[0],
  side: AuthorityCode,
  on: ActId
): readonly string[] {
  const actions = allOf(actionsOf(dossier, side, { today: '2026-11-27' as CalendarDate }));
  return actions.filter((one) => one.on === on).map(({ kind }) => kind);
}

const shipped = aShipment(mistyped);
const endorsed = anEndorsement(mistyped);

test('goods endorsed upon a mistyped number are proposed to their import authorization as before', () => {
  const proposed = (acts: readonly DossierAct[]) =>
    deskOf(AU, acts).board.proposals.map(({ candidates }) => candidates.map(({ act }) => act._id));
  expect(proposed([ia, mistyped])).toEqual([[ia._id]]);
  expect(proposed([ia, mistyped, shipped, endorsed])).toEqual([[ia._id]]);
});

test('a number under another authority’s name is proposed, linked by a decision only, and apart again without it', () => {
  expect(admitAct([ia], elsewhere)).toEqual([]);
  const taken = (...acts: DossierAct[]) => {
    const { lines: goods, exports } = foldDossier(ia.body.dossier, acts);
    return [goods[0]?.taken.stated, exports.some(({ isApart }) => isApart)];
  };
  expect(taken(ia, elsewhere)).toEqual([0, true]);
  expect(deskOf(AU, [ia, elsewhere]).board.proposals.map(({ candidates }) => candidates[0]?.act._id)).toEqual(
    [ia._id]
  );
  for (const side of [AU, CH]) {
    const [row] = deskOf(side, [ia, elsewhere]).rows;
    expect(row?.finding).toMatchObject({
      class: 'number-unknown',
      says: { authority: 'Customs of Australia' }
    });
    expect(row?.step).not.toBeNull();
  }
  const link = aMatchDecision(elsewhere, ia.body.dossier);
  expect(admitAct([ia, elsewhere], link)).toEqual([]);
  expect(taken(ia, elsewhere, link)).toEqual([Number(TEN_KG), false]);
  const unlink = aMatchDecision(elsewhere, ia.body.dossier, {
    at: '2026-10-08T10:00:00.000Z',
    over: { decision: 'unlink' }
  });
  expect(taken(ia, elsewhere, link, unlink)).toEqual([0, true]);
  // Linked, it takes what the right one would take as well.
  expect(admitAct([ia, elsewhere, link], right).map(({ code }) => code)).toContain('export.import.used');
});

test.each(['Office of Drug Control', 'ODC', 'Office of Drug Control, Canberra', 'O.D.C.'])(
  'a number under “%s”, a name of the same authority, is linked',
  (authority) => {
    const cited = { ...elsewhere.body.importAuthorization!, authority };
    const act = anAct({ ...elsewhere.body, importAuthorization: cited } as never) as Export;
    expect(foldDossier(ia.body.dossier, [ia, act]).exports[0]?.isApart).toBeUndefined();
  }
);

test('twice the authorized goods are seen by both authorities once the second export is endorsed', () => {
  const acts = [ia, mistyped, shipped, endorsed, right, aShipment(right), anEndorsement(right)];
  for (const side of [AU, CH]) {
    const [row, ...others] = deskOf(side, acts).rows;
    expect([row?.finding.class, row?.finding.on, others]).toEqual([
      'export-without-import',
      mistyped._id,
      []
    ]);
    expect(row?.step?.kind).toBe(side === AU ? 'ask' : 'justify');
  }
});

test('the importing authority ends it by a signed explanation, the exporting authority does not', () => {
  const reason = 'Paper certificate 55/2026.';
  const theirs = aMatchDecision(mistyped, mistyped.body.dossier, {
    over: { issuer: CH, to: [AU, CH], reason }
  });
  const acts = [mistyped, shipped, theirs];
  expect(deskOf(AU, acts).rows.map(({ step }) => step?.kind)).toEqual(['justify']);
  expect(deskOf(CH, acts).rows.map(({ step }) => step?.kind)).toEqual([undefined]);
  const ours = aMatchDecision(mistyped, mistyped.body.dossier, {
    at: '2026-10-08T10:00:00.000Z',
    over: { reason }
  });
  expect(admitAct(acts, ours)).toEqual([]);
  expect(deskOf(CH, [...acts, ours]).rows.map(({ finding }) => finding.class)).toEqual([
    'endorsement-overdue'
  ]);
  const [[key, explained] = []] = routeActs([...acts, ours]);
  const due = endorsementsDue(foldDossier(key!, explained!), '2026-11-27' as CalendarDate);
  expect(due.map(({ overdue }) => overdue)).toEqual([true]);
  const undone = aMatchDecision(mistyped, mistyped.body.dossier, {
    at: '2026-10-09T10:00:00.000Z',
    over: { decision: 'reopen' }
  });
  expect(deskOf(CH, [...acts, ours, undone]).rows.map(({ finding }) => finding.class)).toEqual([
    'export-without-import'
  ]);
});

test('a number under another authority’s name leaves the import authorization unanswered, and its nil return does not close it', () => {
  const dossier = foldDossier(ia.body.dossier, [ia, elsewhere]);
  const today = '2026-10-20' as CalendarDate;
  expect(needsOfImport(dossier, CH, { act: ia._id, today }).needs).toContain('decide');
  expect(kindsOn(dossier, CH, ia._id)).toContain('export');
  const later = '2027-12-31' as CalendarDate;
  expect(statusOn(foldDossier(ia.body.dossier, [ia, elsewhere, nilOf(elsewhere)]), later)).toBe('expired');
  expect(statusOn(foldDossier(ia.body.dossier, [ia, right, nilOf(right)]), later)).toBe('closed');
});

function nilOf(of: Export): DossierAct {
  const over = { outcome: 'not-imported' };
  return anEndorsement(of, { at: '2026-11-03T10:00:00.000Z', stated: ['0'], over });
}
