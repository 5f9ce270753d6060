/** Goods that came short, differ or are gone missing are told to both sides until each has said a word about it. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { readUnsettled } from '#lib/domain/dossier/read-unclear.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import {
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shipped = aShipment(ea);
const TODAY = '2026-11-24' as CalendarDate;
const LONG_AFTER = '2027-06-01' as CalendarDate;

function unsettled(acts: readonly DossierAct[], authority: AuthorityCode, today = TODAY): unknown {
  const dossier = foldDossier(ia.body.dossier, acts);
  return readUnsettled(dossier, authority, dossier.exports[0]!, today);
}

const short = anEndorsement(ea, { stated: ['470400000', '200000000'] });

describe('goods of which less arrived than left', () => {
  test('are told to both authorities, each with the partner’s act that it asks upon', () => {
    expect(unsettled([ia, ea, shipped, short], AU)).toEqual({ why: 'short', on: ea._id });
    expect(unsettled([ia, ea, shipped, short], CH)).toEqual({ why: 'short', on: ia._id });
  });

  test('are told no more to the authority that has asked about them, and to the other one still', () => {
    const query = aReply(ea, { at: '2026-12-01T10:00:00.000Z', over: { answer: 'query', text: 'Why?' } });
    expect(unsettled([ia, ea, shipped, short, query], AU)).toBeNull();
    expect(unsettled([ia, ea, shipped, short, query], CH)).toMatchObject({ why: 'short' });
    const received = aReply(ea, { at: '2026-12-01T10:00:00.000Z', over: { answer: 'received' } });
    expect(unsettled([ia, ea, shipped, short, received], AU)).toMatchObject({ why: 'short' });
  });
});

describe('goods that left and of which nothing was endorsed', () => {
  test('are gone missing to the exporting authority once the endorsement is overdue; the other one endorses', () => {
    expect(unsettled([ia, ea, shipped], CH, LONG_AFTER)).toEqual({ why: 'missing', on: ia._id });
    expect(unsettled([ia, ea, shipped], AU, LONG_AFTER)).toBeNull();
    expect(unsettled([ia, ea, shipped], CH)).toBeNull();
    expect(unsettled([ia, ea], CH, LONG_AFTER)).toBeNull();
  });
});

test('goods that arrived as they left leave nothing to clear up', () => {
  const same = anEndorsement(ea);
  expect(unsettled([ia, ea, shipped, same], AU)).toBeNull();
  expect(unsettled([ia, ea, shipped, same], CH, LONG_AFTER)).toBeNull();
});
