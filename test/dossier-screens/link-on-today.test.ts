/** Today names the step that the dossier offers first, for an export authorization whose reference leads nowhere. */
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { isLinkableAnywhere } from '#lib/dossier/link-candidates.ts';
import { aCancellation, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

const AU = 'AU' as AuthorityCode;
const TODAY = '2026-10-05' as CalendarDate;

const ia = anImportAuthorization();
const stray = anExportAuthorization(anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } }));

/** What is kept of these acts, as the store answers it. */
function keep(acts: readonly DossierAct[]) {
  const act = (id: ActId): DossierAct | null => acts.find((one) => one._id === id) ?? null;
  const dossierOf = (id: ActId): Dossier | null => {
    const key = act(id)?.body.dossier;
    return key
      ? foldDossier(
          key,
          acts.filter(({ body }) => body.dossier === key)
        )
      : null;
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
