/** A good act of every kind, as Australia, Switzerland, the Board and the exchange would state them. */
import type { Act } from '#lib/domain/act/body.ts';
import {
  aCancellation,
  aClosedTrade,
  aMatchDecision,
  anAct,
  anExportAuthorization,
  anImportAuthorization,
  aReply
} from './acts.ts';

const HASH = 'K'.repeat(43);
const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);

function stated(kind: string, issuer: string, to: readonly string[], particulars: object): Act {
  const counted = [issuer, ...to.filter((one) => one !== '*')];
  return anAct({
    schema: 1,
    kind,
    issuer,
    to,
    seq: Object.fromEntries(counted.map((one) => [one, 1])),
    at: '2026-11-24T10:00:00.000Z',
    by: { person: `${issuer.toLowerCase()}.officer`, name: 'A. Person', function: 'Delegate' },
    ...particulars
  } as never);
}

const validity = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2027-01-01T00:00:00.000Z' };
const key = { kty: 'EC', crv: 'P-256', x: HASH, y: HASH };
const holder = {
  authority: 'AU',
  person: 'au.officer',
  name: 'A. Person',
  role: 'officer',
  device: 'Desk 1'
};

export const ONE_OF_EACH_KIND: readonly Act[] = [
  ...aClosedTrade(),
  aCancellation(ia),
  aMatchDecision(ea, ia.body.dossier),
  aReply(ea),
  stated('message', 'AU', ['CH'], { text: 'Please send it again.' }),
  stated('receipt', 'EXCHANGE', ['AU'], { stage: 'delivered', of: [ia._id], where: 'CH' }),
  stated('certificate', 'AU', ['*'], { key, keyId: HASH, holder, ...validity }),
  stated('withdrawal', 'AU', ['*'], { keyId: HASH, withdrawnFrom: validity.validFrom, reason: 'Lost.' }),
  stated('authority', 'INCB', ['*'], { authority: 'AU', name: 'Drug Control', address: 'Canberra' }),
  stated('announcement', 'INCB', ['*'], {
    ...{ texts: { en: { title: 'Estimates', text: 'They are due.' } }, audience: { region: '002' } }
  }),
  stated('substance-edition', 'INCB', ['*'], {
    ...{ edition: '2026-1', date: '2026-11-01', source: 'Yellow List', hash: HASH }
  })
];
