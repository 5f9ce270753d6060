/** Today names the step that the dossier offers first, for an export authorization whose reference leads nowhere. */
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { candidatesFor, isLinkableAnywhere } from '#lib/dossier/link-candidates.ts';
import {
  aCancellation,
  aLine,
  aMatchDecision,
  anExportAuthorization,
  anImportAuthorization
} from '../samples/acts.ts';

const AU = 'AU' as AuthorityCode;
const TODAY = '2026-10-05' as CalendarDate;

const ia = anImportAuthorization();
const stray = anExportAuthorization(anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } }));

/** What is kept of these acts, as the store answers it. */
function keep(acts: readonly DossierAct[]) {
  const act = (id: ActId): DossierAct | null => acts.find((one) => one._id === id) ?? null;
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const dossierOf = (id: ActId): Dossier | null => {
    const one = act(id);
    return one && dossiers.ofAct(one);
  };
  return { act, dossierOf, actsOf: (kind: ActKind) => acts.filter(({ body }) => body.kind === kind) };
}

function stepsOf(acts: readonly DossierAct[], of: ActOf<'export-authorization'> = stray): string[] {
  const known = keep(acts);
  const isLinkable = (id: ActId): boolean => isLinkableAnywhere(id, known);
  const dossier = known.dossierOf(of._id);
  const first = dossier && actionsOf(dossier, AU, { today: TODAY, focus: of._id, isLinkable }).primary;
  return [isLinkable(of._id) ? 'link' : 'ask', first?.kind ?? 'none'];
}

test('it is to be linked where an import authorization is here that it may belong to', () => {
  expect(stepsOf([ia, stray])).toEqual(['link', 'link']);
});

test('it is asked about where none is here, or none that allows it any more', () => {
  expect(stepsOf([stray])).toEqual(['ask', 'ask']);
  const cancelled = aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' });
  expect(stepsOf([ia, cancelled, stray])).toEqual(['ask', 'ask']);
});

test('an act that is not here is linked with nothing', () => {
  expect(isLinkableAnywhere(stray._id, keep([ia]))).toBe(false);
});

describe('what an officer has said of the two', () => {
  const other = anImportAuthorization({ over: { number: 'AU-I-2026-000111-98' } });
  const decide = (decision: string, day: string, meant = ia) =>
    aMatchDecision(stray, meant.body.dossier, { at: `2026-10-${day}T10:00:00.000Z`, over: { decision } });
  const numbersOf = (acts: readonly DossierAct[]): string[] =>
    candidatesFor(stray, keep(acts)).map(({ act }) => act.body.number);

  test('“not the same” is not asked again: Today and the dossier say to ask the partner, until it is taken back', () => {
    expect(stepsOf([ia, stray, decide('unlink', '07')])).toEqual(['ask', 'ask']);
    expect(stepsOf([ia, stray, decide('unlink', '07'), decide('reopen', '08')])).toEqual(['link', 'link']);
  });

  test('the partner’s officer may have said it, and then neither side is asked again', () => {
    const theirs = aMatchDecision(stray, ia.body.dossier, {
      over: { decision: 'unlink', issuer: 'CH', to: ['AU'] }
    });
    expect(stepsOf([ia, stray, theirs])).toEqual(['ask', 'ask']);
  });

  test('another that may be meant is still offered, and that one alone', () => {
    expect(numbersOf([ia, other, stray]).sort()).toEqual([ia.body.number, other.body.number].sort());
    expect(numbersOf([ia, other, stray, decide('unlink', '07')])).toEqual([other.body.number]);
    expect(stepsOf([ia, other, stray, decide('unlink', '07')])).toEqual(['link', 'link']);
  });

  test('a “no” that does not count settles nothing', () => {
    const known = keep([ia, stray, decide('unlink', '07')]);
    const dossierOf = (id: ActId): Dossier | null =>
      id.includes('match-decision') ? null : known.dossierOf(id);
    expect(isLinkableAnywhere(stray._id, { ...known, dossierOf })).toBe(true);
  });

  test('what is proposed by a partner’s way of writing numbers is offered here as on the matching desk', () => {
    const shortened = (no: number, stated: string) =>
      anExportAuthorization(
        anImportAuthorization({ over: { number: `ODC ${no}/2026`, issuedOn: '2026-09-30' } }),
        {
          over: {
            number: `CH-E-${no}`,
            lines: [aLine({ stated })],
            importAuthorization: { number: `ODC ${no}/2026`, issuedOn: '2026-09-30', authority: 'ODC' }
          }
        }
      );
    const [first, second] = [shortened(101, '1000000'), shortened(205, '2000000')];
    const later = anImportAuthorization({ over: { number: 'AU-I-2026-000205-98' } });
    const acts = [ia, later, first, second];
    expect(stepsOf(acts, second)).toEqual(['ask', 'ask']);
    const linked = [...acts, aMatchDecision(first, ia.body.dossier)];
    expect(stepsOf(linked, second)).toEqual(['link', 'link']);
  });
});
