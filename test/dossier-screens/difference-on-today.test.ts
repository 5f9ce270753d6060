/** Today says of goods that came short what their dossier says, the same to both authorities. */
import { render } from 'svelte/server';
import { afterEach, expect, test, vi } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import DifferenceText from '#lib/dossier/DifferenceText.svelte';
import { store } from '#lib/store/store.svelte.ts';
import { anEndorsement, anExportAuthorization, anImportAuthorization, aShipment } from '../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shipped = aShipment(ea);

afterEach(() => void vi.restoreAllMocks());

function saidOn(today: string, acts: readonly DossierAct[]): string {
  const dossier = foldDossier(ia.body.dossier, acts);
  vi.spyOn(store, 'dossierOf').mockReturnValue(dossier);
  vi.spyOn(store, 'act').mockImplementation((id) => acts.find((one) => one._id === id) ?? null);
  const of = { id: ea._id, number: ea.body.number };
  const { body } = render(DifferenceText, { props: { of, today: today as CalendarDate } });
  return body.replace(/<!--.*?-->|[\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ');
}

test('goods that came short are told with both figures, the difference and whom it concerns', () => {
  const short = anEndorsement(ea, { stated: ['470400000', '200000000'] });
  expect(saidOn('2026-11-24', [ia, ea, shipped, short])).toBe(
    '470.4 g arrived, 480 g shipped: 9.6 g less (7.219 g anhydrous base, 2%). If both quantities are correct, 9.6 g was lost on the way. Switzerland and Australia must find out why.'
  );
});

test('goods that left and of which nothing was endorsed are told as that', () => {
  expect(saidOn('2027-06-01', [ia, ea, shipped])).toMatch(
    /^480 g shipped, nothing endorsed\. Validity ended on/
  );
});

test('goods that arrived as they left say nothing', () => {
  expect(saidOn('2026-11-24', [ia, ea, shipped, anEndorsement(ea)])).toBe('');
});
