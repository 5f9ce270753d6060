/** The shape of a whole act, and the names under which schemas show shapes. Only schemas and XML read it: doors use `parse-act.ts`. */
import { attachedFile } from '../../file/attachment.ts';
import { scanReference } from '../../file/scan.ts';
import { actualLine, content, line, party } from '../../goods/goods.ts';
import * as references from '../../shape/references.ts';
import {
  calendarDate,
  decimal,
  instant,
  micrograms,
  oneOf,
  pattern,
  shaped,
  variantOf,
  type Check
} from '../../shape/shape.ts';
import { ACT_KINDS, kindOf } from '../kinds.ts';
import { LETTERS } from '../kinds/announcement.ts';
import { importReference, issuing } from '../kinds/authorization.ts';
import { confirmation } from '../kinds/confirmed.ts';
import { addressee, afterKind, count, headOptional, signatory } from '../kinds/define-kind.ts';
import { evidence } from '../kinds/evidence.ts';
import { publicKey } from '../kinds/keys.ts';
import { paper } from '../kinds/paper-record.ts';
import { citedLicence, emergency, exceeding, prepared, specialPerson } from '../kinds/special-terms.ts';

const ofKinds: Readonly<Record<string, Check>> = Object.fromEntries(
  ACT_KINDS.map((kind) => [kind, kindOf({ kind }).shape])
);

export const body = variantOf('kind', ofKinds);

const signature = shaped({
  required: {
    alg: oneOf(['ES256']),
    key: references.keyReference,
    value: pattern(/^[A-Za-z0-9_-]{86}$/, 'act.signature.malformed')
  }
});

export const act = shaped({ required: { _id: references.actReference, body, signature } });

const { country, authorityCode, actReference, dossierReference, hash } = references;

/** Shapes that have a name of their own in a schema. */
export const NAMED: ReadonlyMap<Check, string> = new Map<Check, string>([
  ...Object.entries(ofKinds).map(([kind, shape]): [Check, string] => [shape, kind]),
  [act, 'act'],
  [body, 'body'],
  [signature, 'signature'],
  [country, 'country-code'],
  [authorityCode, 'authority-code'],
  [addressee, 'addressee'],
  [afterKind.to, 'addressees'],
  [afterKind.seq, 'counts'],
  [headOptional.demonstration, 'demonstration'],
  [headOptional.draft, 'draft-id'],
  [signatory, 'signatory'],
  [count, 'count'],
  [actReference, 'act-id'],
  [dossierReference, 'dossier-key'],
  [hash, 'sha-256'],
  [calendarDate, 'date'],
  [instant, 'instant'],
  [micrograms, 'micrograms'],
  [decimal, 'decimal'],
  [party, 'party'],
  [issuing, 'issuing-authority'],
  [line, 'line'],
  [content, 'content'],
  [actualLine, 'actual-line'],
  [importReference, 'import-reference'],
  [confirmation, 'confirmation'],
  [prepared, 'prepared'],
  [specialPerson, 'special-person'],
  [emergency, 'emergency-reason'],
  [exceeding, 'exceeding'],
  [citedLicence, 'cited-licence'],
  [scanReference, 'scan'],
  [attachedFile, 'attached-file'],
  [publicKey, 'public-key'],
  [evidence, 'evidence'],
  [paper, 'paper'],
  [LETTERS, 'texts']
]);
