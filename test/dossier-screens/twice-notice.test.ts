/** The head of a dossier says that a number was given twice, and leads to the other authorization. */
import { render } from 'svelte/server';
import { afterEach, expect, test, vi } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import { NumbersGiven } from '#lib/domain/matching/given-twice.ts';
import TwiceNotice from '#lib/dossier/TwiceNotice.svelte';
import { actHref } from '#lib/address/record-link.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { store } from '#lib/store/store.svelte.ts';
import { aLine, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));

afterEach(() => void vi.restoreAllMocks());

const number = 'CH-E-2026-000005-31';
const granted = (order: string, hour: string) => {
  const ia = anImportAuthorization({ over: { number: order, lines: [aLine()] } });
  const ea = anExportAuthorization(ia, {
    at: `2026-10-05T${hour}:00:00.000Z`,
    over: { number, lines: [aLine({ importLine: 1 })] }
  });
  return [ia, ea] as const;
};

test('by its number and the date of the other, in the dossier of the later one alone', () => {
  const [one, other] = [granted('AU-I-2026-000101-98', '09'), granted('AU-I-2026-000202-11', '10')];
  const acts: readonly DossierAct[] = [...one, ...other];
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const given = new NumbersGiven((id) => acts.find(({ _id }) => _id === id) ?? null);
  for (const dossier of dossiers.all) given.put(dossier.key, dossier);
  expect([...given.twiceIn(dossiers.ofAct(other[1])!.key)]).toEqual([[other[1]._id, one[1]._id]]);
  vi.spyOn(store, 'dossierOf').mockReturnValue(dossiers.ofAct(other[1]));
  const { body } = render(TwiceNotice, { props: { act: other[1], other: one[1] } });
  expect(body).toContain(number);
  expect(body).toContain(formatDate(one[1].body.issuedOn));
  expect(body).toContain(actHref(one[1]._id));
});
