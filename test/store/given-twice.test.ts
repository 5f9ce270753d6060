/** Today calls for a number that was given twice, on both desks, wherever the two authorizations stand. */
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { buildToday } from '#lib/store/index/build-today.ts';
import { Register } from '#lib/store/index/register.ts';
import {
  aCancellation,
  aLine,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  AU,
  CH
} from '../samples/acts.ts';

const TODAY = '2026-10-20' as CalendarDate;

const anOrder = (number: string): ActOf<'import-authorization'> =>
  anImportAuthorization({ over: { number, consignments: 0, lines: [aLine()] } });
const granted = (ia: ActOf<'import-authorization'>, hour: string): ActOf<'export-authorization'> =>
  anExportAuthorization(ia, {
    at: `2026-10-05T${hour}:00:00.000Z`,
    over: { number: 'CH-E-5', lines: [aLine({ stated: '100000000', importLine: 1 })] }
  });

/** The register of one country, which acts come into one after the other. */
function registerOf(authority: AuthorityCode) {
  const [acts, dossiers] = [new Map<ActId, DossierAct>(), new DossierIndex()];
  const records = {
    version: 0,
    dossiers,
    uncounted: new Set(),
    takeUncounted: () => new Set(),
    shelf: { acts, others: new Map(), ofKind: () => [] },
    counts: () => true,
    verdictOf: () => 'good',
    verdicts: { verdictOf: () => 'good' }
  };
  const book = { device: { keysKnownAt: null }, isOnServer: () => true, isRefused: () => false };
  const register = new Register(records as never, book as never, authority);
  return (...more: readonly DossierAct[]): ActId[] => {
    for (const act of more) acts.set(act._id, act);
    dossiers.add(more);
    records.version++;
    const parts = { rows: register.rows(TODAY), toSend: [], refused: [], deviceRequests: [] };
    return (buildToday(parts).needs.get('match') ?? []).map(({ row }) => row.id);
  };
}

test('the later one is to be put right by its issuer and asked about by the partner, until it is cancelled', () => {
  const [one, other] = [anOrder('AU-I-2026-000101-98'), anOrder('AU-I-2026-000202-11')];
  const [first, second] = [granted(one, '09'), granted(other, '10')];
  for (const authority of [AU, CH]) {
    const toMatch = registerOf(authority);
    expect(toMatch(one, other, second)).toEqual([]);
    // The earlier one comes later, into another dossier: the row of the first that was here changes all the same.
    expect(toMatch(first)).toEqual([second._id]);
    expect(toMatch(aCancellation(first, { at: '2026-10-06T10:00:00.000Z' }))).toEqual([]);
  }
});

test('once the partner has asked it waits for the issuer alone', () => {
  const one = anOrder('AU-I-2026-000101-98');
  const [first, second] = [granted(one, '09'), granted(one, '10')];
  const asked = aReply(second, { at: '2026-10-07T10:00:00.000Z', over: { answer: 'query', text: 'Twice?' } });
  expect(registerOf(AU)(one, first, second, asked)).toEqual([]);
});
