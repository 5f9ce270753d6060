/** A good act of every kind, as Australia, Switzerland, the Board and the exchange would state them. */
import { A_PRACTICE } from './practice.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { PUBLISHED } from '#lib/domain/act/kinds/lists.ts';
import {
  aCancellation,
  aCorrection,
  aClosedTrade,
  aMatchDecision,
  anAct,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aSpecialLicence,
  aSharedFile,
  aShipment,
  aSuspension
} from './acts.ts';

import { aCopySent, aDeclaration } from './declarations.ts';
import { aConfirmation, aList } from './lists.ts';
import { aPaperImport } from './papers.ts';
import { aTrial } from './trials.ts';

const HASH = 'K'.repeat(43);
const LISTS = PUBLISHED.map(({ kind }) => aList(kind));
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

const A_SURVEY = `act:20261124:INCB:survey:${HASH}`;
const SURVEY = {
  texts: { en: { title: 'Systems', text: 'How do you issue authorizations?' } },
  questions: [{ key: 'q1', type: 'yes-no', words: { en: 'Have you a national system?' } }],
  ...{ audience: {}, closes: '2026-12-31', results: 'board' }
};

export const ONE_OF_EACH_KIND: readonly Act[] = [
  ...aClosedTrade(),
  aCancellation(ia),
  aMatchDecision(ea, ia.body.dossier),
  aSuspension(ia),
  aCorrection(aShipment(ea), ea),
  aReply(ea),
  aPaperImport(),
  aSpecialLicence(ia),
  aSharedFile(ia),
  aDeclaration(),
  aCopySent(aDeclaration()),
  stated('message', 'AU', ['CH'], { text: 'Please send it again.' }),
  ...aTrial(),
  stated('receipt', 'EXCHANGE', ['AU'], { stage: 'delivered', of: [ia._id], where: 'CH' }),
  stated('certificate', 'AU', ['*'], { key, keyId: HASH, holder, ...validity }),
  stated('withdrawal', 'AU', ['*'], { keyId: HASH, withdrawnFrom: validity.validFrom, reason: 'Lost.' }),
  stated('authority', 'INCB', ['*'], { authority: 'AU', name: 'Drug Control', address: 'Canberra' }),
  stated('announcement', 'INCB', ['*'], {
    ...{ texts: { en: { title: 'Estimates', text: 'They are due.' } }, audience: { region: '002' } }
  }),
  stated('survey', 'INCB', ['*'], SURVEY),
  stated('survey-answer', 'AU', ['INCB'], {
    ...{ survey: A_SURVEY, answers: [{ question: 'q1', chosen: ['yes'] }] }
  }),
  stated('survey-closing', 'INCB', ['*'], { survey: A_SURVEY, as: 'closed' }),
  stated('suggestion', 'AU', ['INCB'], { screen: 'authorizations', text: 'Let me sort by date.' }),
  stated('suggestion-answer', 'INCB', ['*'], {
    ...{ texts: { en: { title: 'Sorting', text: 'It is planned.' } }, state: 'planned', wishes: [HASH] }
  }),
  stated('suggestion-vote', 'AU', ['*'], { answerHash: HASH, supports: true }),
  stated('action-report', 'AU', ['*'], { item: '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', state: 'done' }),
  stated('user-group-record', 'INCB', ['*'], {
    ...{ part: 'meeting', item: '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', heldOn: '2026-12-22' },
    texts: { en: { title: 'Fourth meeting', text: 'Agenda' } }
  }),
  stated('enrolment', 'AU', ['INCB'], {
    ...{ session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69', intent: 'enrol' }
  }),
  ...LISTS,
  aConfirmation(LISTS),
  stated('national-practice', 'AU', ['*'], A_PRACTICE)
];
