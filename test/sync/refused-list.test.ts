/** A refusal names the document that counts in place of the refused one, and leads there. */
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { accept } from '#lib/domain/result.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { actHref } from '#lib/address/record-link.ts';
import RefusedList from '#lib/sync/RefusedList.svelte';
import { m } from '#lib/i18n/messages.ts';
import { aLine, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));
// A dialog that is not open looks for the focus when it goes; on paper there is none.
vi.stubGlobal('document', { activeElement: null, body: {} });

const NOW = '2026-10-06T08:00:00.000Z' as Instant;
const ia = anImportAuthorization({ over: { lines: [aLine()] } });
const mine = anExportAuthorization(ia, { over: { number: 'CH-E-1' } });
const theirs = anExportAuthorization(ia, {
  at: '2026-10-05T09:05:00.000Z',
  over: { number: 'CH-E-2', by: { person: 'ch.anna', name: 'Anna Amsler', function: 'Delegate' } }
});

test('the colleague who used the quantity is named, and their document is one press away', () => {
  const refusal = {
    id: mine._id,
    act: mine,
    problems: admitAct([ia, theirs], mine),
    refusedAt: NOW,
    setAside: false
  };
  const props = {
    refused: [refusal as never],
    now: NOW,
    hrefOf: () => undefined,
    onretry: () => Promise.resolve(accept(true as const)),
    onsetaside: () => Promise.resolve()
  };
  const { body } = render(RefusedList, { props });
  const said = body.replace(/[\u2066-\u2069]/g, '');
  expect(said).toContain('Export authorization CH-E-2, issued by Anna Amsler, uses');
  expect(said).toContain('Nothing remains');
  expect(said).toContain('the server refuses it again');
  expect(said).not.toContain('Reduce the quantity');
  expect(said).not.toContain('clock');
  expect(said).toContain(`<a href="${actHref(theirs._id)}">${m.line_refused_other()}</a>`);
});
