import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierAct, TrialFigures } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  admitTrialAct,
  foldTrial,
  foldTrials,
  type Trial,
  type TrialAct
} from '#lib/domain/partners/trial.ts';
import { trialFigures, trialItems } from '#lib/domain/partners/trial-figures.ts';
import { aClosedTrade, anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import { aDeclaration } from '../../samples/declarations.ts';
import { aHistory, seeds } from '../../samples/history.ts';
import { aProposal, anAnswer, aResult, aTrial, NO_FIGURES } from '../../samples/trials.ts';

const proposal = aProposal();
const id = proposal._id;
const day = (text: string): CalendarDate => text as CalendarDate;

function stateOf(...acts: readonly TrialAct[]): Trial['state'] | undefined {
  return foldTrial(id, [proposal, ...acts])?.state;
}

function refusalsOf(...acts: readonly TrialAct[]): (string | undefined)[] {
  return foldTrial(id, [proposal, ...acts])?.setAside.map(({ problem }) => problem.code) ?? [];
}

function problemsOf(act: object): string[] {
  const parsed = parseAct(act);
  return parsed.ok ? [] : parsed.problems.map(({ code }) => code);
}

describe('a trial', () => {
  test('is proposed, accepted or declined by the partner, and signed by both', () => {
    const [, answer, ours, theirs] = aTrial() as [TrialAct, TrialAct, TrialAct, TrialAct];
    expect(stateOf()).toBe('proposed');
    expect(stateOf(anAnswer(id, { answer: 'decline', reason: 'Not this year.' }))).toBe('declined');
    expect(stateOf(answer)).toBe('accepted');
    expect(stateOf(answer, theirs)).toBe('one-signed');
    expect(stateOf(answer, ours, theirs)).toBe('agreed');
    for (const act of aTrial()) expect(problemsOf(act)).toEqual([]);
  });

  test('where the two signed other figures, it is said which', () => {
    const figures = [
      { ...NO_FIGURES, importing: 'AU', dossiers: 2, agreed: 1, open: 1 },
      { ...NO_FIGURES, importing: 'CH' }
    ] as never as readonly TrialFigures[];
    const trial = foldTrial(id, [proposal, anAnswer(id), aResult(id, 'AU'), aResult(id, 'CH', { figures })]);
    expect(trial?.state).toBe('differs');
    expect(trial?.differences).toEqual([
      { importing: 'AU', figure: 'dossiers', substance: null, proposer: '0', partner: '2' },
      { importing: 'AU', figure: 'agreed', substance: null, proposer: '0', partner: '1' },
      { importing: 'AU', figure: 'open', substance: null, proposer: '0', partner: '1' }
    ]);
  });

  test('quantities are compared substance by substance, and a substance that one side lacks is nothing there', () => {
    const codeine = { substance: 'codeine', authorized: '500000000', exported: '0', imported: '0' };
    const figures = [
      { ...NO_FIGURES, importing: 'AU', substances: [codeine] },
      { ...NO_FIGURES, importing: 'CH' }
    ] as never as readonly TrialFigures[];
    const trial = foldTrial(id, [proposal, anAnswer(id), aResult(id, 'AU'), aResult(id, 'CH', { figures })]);
    expect(trial?.differences).toEqual([
      { importing: 'AU', figure: 'authorized', substance: 'codeine', proposer: '0', partner: '500000000' }
    ]);
  });

  test('a result names each substance once, in order', () => {
    const named = (...substances: string[]) =>
      aResult(id, 'AU', {
        figures: ['AU', 'CH'].map((importing) => ({
          ...NO_FIGURES,
          importing,
          substances: substances.map((substance) => ({
            substance,
            authorized: '1',
            exported: '0',
            imported: '0'
          }))
        })) as never
      });
    expect(problemsOf(named('codeine', 'morphine'))).toEqual([]);
    expect(problemsOf(named('codeine', 'codeine'))).toEqual(['trial.figures.substances']);
    expect(problemsOf(named('morphine', 'codeine'))).toEqual(['trial.figures.substances']);
  });

  test('a result of version 0.1.0, with totals over all drugs, is still read', () => {
    const { substances: _, ...counts } = NO_FIGURES;
    const totals = { authorized: '5', exported: '0', imported: '0' };
    const figures = ['AU', 'CH'].map((importing) => ({ ...counts, ...totals, importing })) as never;
    expect(problemsOf(aResult(id, 'AU', { figures }))).toEqual([]);
    const trial = foldTrial(id, [
      proposal,
      anAnswer(id),
      aResult(id, 'AU', { figures }),
      aResult(id, 'CH', { figures })
    ]);
    expect(trial?.differences).toEqual([]);
  });

  test('totals over all drugs are compared with no quantity of one substance', () => {
    const { substances: _, ...counts } = NO_FIGURES;
    const totals = { authorized: '5', exported: '0', imported: '0' };
    const codeine = { substance: 'codeine', authorized: '5', exported: '0', imported: '0' };
    const stating = (quantities: object) =>
      ['AU', 'CH'].map((importing) => ({ ...counts, ...quantities, importing })) as never;
    const trial = foldTrial(id, [
      proposal,
      anAnswer(id),
      aResult(id, 'AU', { figures: stating(totals) }),
      aResult(id, 'CH', { figures: stating({ substances: [codeine] }) })
    ]);
    expect(trial?.state).toBe('differs');
    expect(trial?.differences).toEqual([]);
  });

  test('a result that states its quantities in both ways or in none is refused', () => {
    const { substances: _, ...counts } = NO_FIGURES;
    const totals = { authorized: '0', exported: '0', imported: '0' };
    const stating = (quantities: object) =>
      aResult(id, 'AU', {
        figures: ['AU', 'CH'].map((importing) => ({ ...counts, ...quantities, importing })) as never
      });
    expect(problemsOf(stating({}))).toEqual(['act.key.missing']);
    expect(problemsOf(stating({ authorized: '0' }))).toEqual(['act.key.missing']);
    expect(problemsOf(stating({ ...totals, substances: [] }))).toEqual(['act.key.missing']);
  });

  test('a side that signs anew after a difference agrees, and nothing is signed after that', () => {
    const first = aResult(id, 'CH', { asAt: day('2026-10-30') });
    const again = aResult(id, 'CH', { at: '2026-11-03T08:00:00.000Z' as never });
    const late = aResult(id, 'AU', { at: '2026-11-04T08:00:00.000Z' as never });
    expect(stateOf(anAnswer(id), aResult(id, 'AU'), first)).toBe('differs');
    expect(stateOf(anAnswer(id), aResult(id, 'AU'), first, again)).toBe('agreed');
    expect(refusalsOf(anAnswer(id), aResult(id, 'AU'), first, again, late)).toEqual([
      'trial.result.afterAgreement'
    ]);
  });

  test('the first answer stands', () => {
    const second = anAnswer(id, {
      answer: 'decline',
      reason: 'No.',
      at: '2026-09-25T08:00:00.000Z' as never
    });
    expect(stateOf(second, anAnswer(id))).toBe('accepted');
    expect(refusalsOf(second, anAnswer(id))).toEqual(['trial.answer.twice']);
  });

  test('is the same in whatever order and with whatever repetition its acts arrive', () => {
    const all = [...aTrial(), aResult(id, 'CH', { asAt: day('2026-10-30') })];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all), (acts, more) => {
        expect(foldTrials([...acts, ...more])).toEqual(foldTrials(all));
      })
    );
  });
});

describe('who may state what, and when', () => {
  test('nobody accepts what they proposed themselves', () => {
    expect(problemsOf(anAnswer(id, { issuer: 'AU', to: ['CH'] }))).toContain('trial.answer.notAsked');
  });

  test('a third country neither answers nor signs', () => {
    const answer = anAnswer(id, { issuer: 'NZ', to: ['AU'] });
    expect(refusalsOf(answer)).toEqual(['trial.answer.foreign']);
    const figures = ['AU', 'NZ'].map((importing) => ({ ...NO_FIGURES, importing })) as never;
    const result = aResult(id, 'AU', { issuer: 'NZ', to: ['AU'], figures });
    expect(refusalsOf(anAnswer(id), result)).toEqual(['trial.result.foreign']);
    expect(problemsOf(aResult(id, 'CH', { issuer: 'NZ', to: ['CH'], figures }))).toContain(
      'act.issuer.wrong'
    );
  });

  test('what was not accepted has no result', () => {
    expect(refusalsOf(aResult(id, 'AU'))).toEqual(['trial.result.notAccepted']);
    const declined = anAnswer(id, { answer: 'decline', reason: 'No.' });
    expect(refusalsOf(declined, aResult(id, 'AU'))).toEqual(['trial.result.notAccepted']);
  });

  test('the door asks for the proposal, and refuses what the fold sets aside', () => {
    const codes = (acts: readonly TrialAct[], act: TrialAct): string[] =>
      admitTrialAct(acts, act).map(({ code }) => code);
    expect(codes([], proposal)).toEqual([]);
    expect(codes([], anAnswer(id))).toEqual(['trial.proposal.missing']);
    expect(codes([proposal], anAnswer(id))).toEqual([]);
    expect(codes([proposal], aResult(id, 'AU'))).toEqual(['trial.result.notAccepted']);
    expect(codes([proposal, anAnswer(id)], aResult(id, 'AU'))).toEqual([]);
    expect(codes([proposal, anAnswer(id)], aResult(id, 'AU', { asAt: day('2026-09-30') }))).toEqual([
      'trial.result.early'
    ]);
  });

  test('a trial is declined with a reason, of a period that ends after it begins, about imports of the two', () => {
    expect(problemsOf(anAnswer(id, { answer: 'decline' }))).toEqual(['trial.reason.missing']);
    expect(problemsOf(aProposal({ until: day('2026-09-30') }))).toEqual(['trial.period.reversed']);
    expect(problemsOf(aProposal({ until: day('2027-10-31') }))).toEqual(['trial.period.long']);
    expect(problemsOf(aProposal({ importing: ['NZ'] as never }))).toEqual(['trial.scope.foreign']);
    expect(problemsOf(aProposal({ importing: ['AU', 'AU'] as never }))).toEqual(['trial.scope.foreign']);
  });

  test('figures that do not add up, or of another scope, are refused', () => {
    const wrong = [{ ...NO_FIGURES, importing: 'AU', dossiers: 1 }] as never;
    expect(problemsOf(aResult(id, 'AU', { figures: wrong }))).toEqual(['trial.figures.sum']);
    const half = [{ ...NO_FIGURES, importing: 'AU' }] as never;
    expect(refusalsOf(anAnswer(id), aResult(id, 'AU', { figures: half }))).toEqual(['trial.scope.foreign']);
  });
});

describe('the board of a trial', () => {
  const trial = foldTrial(id, [proposal, anAnswer(id)])!;
  const asAt = day('2026-11-01');

  test('has the dossiers of the period, agreed or open, and the same figures on both sides', () => {
    const ia = anImportAuthorization({ over: { number: 'AU-I-2026-000777-00' } });
    const stray = anExportAuthorization(anImportAuthorization({ over: { number: 'AU-I-2026-000778-00' } }), {
      over: { number: 'CH-E-2026-000778-00' }
    });
    const before = anImportAuthorization({
      at: '2026-09-30T08:00:00.000Z',
      over: { number: 'AU-I-2026-000776-00' }
    });
    // A declaration of 1971 Schedule III is not an authorization.
    const acts: DossierAct[] = [...aClosedTrade(), ia, stray, before, aDeclaration()];
    const items = trialItems(trial, acts, asAt);
    expect(items.map(({ state }) => state)).toEqual(['open', 'waiting', 'agreed']);
    expect(trialFigures(trial, items)[0]).toMatchObject({
      ...{ importing: 'AU', dossiers: 3, agreed: 1, open: 1, waiting: 1, acts: 7 },
      substances: [
        { substance: 'codeine', exported: '147300000', imported: '147300000' },
        { substance: 'morphine', exported: '361000000', imported: '361000000' }
      ]
    });
  });

  test('tells of a mistyped number the same as the matching desk, though what was meant is another dossier', () => {
    const meant = anImportAuthorization({ over: { number: 'AU-I-2026-000101-98' } });
    const cited = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
    const stray = anExportAuthorization(cited);
    const classes = (acts: readonly DossierAct[]) =>
      trialItems(trial, acts, asAt).flatMap(({ findings }) => findings.map((one) => one.class));
    expect(classes([stray])).toEqual(['export-without-import']);
    expect(classes([meant, stray])).toEqual(['number-unknown']);
  });

  test('what is stated after the day does not count, so that a later look gives the same figures', () => {
    const acts = aClosedTrade();
    const early = trialFigures(trial, trialItems(trial, acts, day('2026-10-06')));
    expect(early[0]).toMatchObject({
      acts: 3,
      substances: [{ exported: '0' }, { exported: '0' }]
    });
  });

  test('one act more on one side is seen in the figures', () => {
    const acts = aClosedTrade();
    const all = trialFigures(trial, trialItems(trial, acts, asAt));
    const less = trialFigures(trial, trialItems(trial, acts.slice(0, -1), asAt));
    expect(less[0]?.hash).not.toBe(all[0]?.hash);
  });

  test('is the same in whatever order the acts come', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const acts = aHistory(seed);
        const forth = trialFigures(trial, trialItems(trial, acts, asAt));
        expect(trialFigures(trial, trialItems(trial, acts.slice().reverse(), asAt))).toEqual(forth);
      }),
      { numRuns: 40 }
    );
  });
});
