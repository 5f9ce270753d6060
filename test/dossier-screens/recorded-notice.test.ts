/** After signing, the page reads back what was signed. */
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import RecordedNotice from '#lib/dossier/RecordedNotice.svelte';
import { formatDate } from '#lib/i18n/format.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../samples/acts.ts';

const ia = anImportAuthorization({ over: { lines: [aLine()] } });
const ea = anExportAuthorization(ia);

function said(act: Act): string {
  return render(RecordedNotice, { props: { act } })
    .body.replace(/<[^>]*>/g, ' ')
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
}

test.each([
  ['shipment', aShipment(ea, { stated: ['480000000'] })],
  ['endorsement', anEndorsement(ea, { stated: ['480000000'] })]
])('a %s is read back with its quantity and its date', (_kind, act) => {
  const { body } = act;
  expect(said(act)).toContain('480 g');
  const date = body.kind === 'shipment' ? body.shippedOn : body.receivedOn;
  expect(said(act)).toContain(formatDate(date).replace(/\u00a0/g, ' '));
});

test('a reply is read back in its words', () => {
  expect(said(aReply(ia, { over: { answer: 'query', text: 'Which port?' } }))).toContain('Which port?');
});
