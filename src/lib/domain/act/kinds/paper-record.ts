/**
 * A paper of a partner, recorded by the authority that holds it. The record is the holder's own signed document: it
 * says what the paper says, and who compared it with the original. It is never a document of the partner.
 */
import { scanReference } from '../../file/scan.ts';
import { line } from '../../goods/goods.ts';
import type { ActId, AuthorityCode } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { actReference, country } from '../../shape/references.ts';
import { calendarDate, listOf, oneOf, shaped, text, variantOf, type Checked } from '../../shape/shape.ts';
import { parseDossierKey } from '../dossier-key.ts';
import { isAuthorizationKind, type AuthorizationKind } from '../number.ts';
import {
  consignments,
  importReference,
  issuing,
  judgeParticulars,
  particularsRequired,
  printedOptional,
  PURPOSES,
  type Stated
} from './authorization.ts';
import { evidence, type Evidence } from './evidence.ts';
import { citedAs, declared, declaredOptional, despatchAsPeriod } from './export-declaration.ts';
import { defineTradeKind, WRONG_ISSUER, type Side } from './define-kind.ts';
import { cancelled, goodsMoved, goodsReceived, remarks, replyText, type Answer } from './trade.ts';

/** An objection is an instrument of its own, since it stops a shipment. */
export const LETTER_ANSWERS = [
  'received',
  'authentic',
  'query',
  'explanation',
  'withdrawn',
  'upheld'
] as const satisfies readonly Answer[];

const letter = { writtenOn: calendarDate };
/** Number of the letter, as its author gave it. */
const letterNumber = { reference: text(1, 60) };
const numbered = { number: text(1, 60), issuedOn: calendarDate, authority: issuing };
const goods = listOf(line, 1, 200);

export const paper = variantOf('instrument', {
  'import-authorization': shaped({
    required: { instrument: oneOf(['import-authorization']), ...particularsRequired, consignments },
    optional: { ...printedOptional, purpose: oneOf(PURPOSES) }
  }),
  'export-authorization': shaped({
    required: {
      instrument: oneOf(['export-authorization']),
      ...particularsRequired,
      importAuthorization: importReference
    },
    optional: { ...printedOptional, packages: text(1, 500, true) }
  }),
  /** 1961 art. 31(7)(a): the export authorization that came back, endorsed or as not used. */
  'endorsed-copy': shaped({
    required: { instrument: oneOf(['endorsed-copy']), ...goodsReceived },
    optional: { remarks }
  }),
  reply: shaped({
    required: {
      instrument: oneOf(['reply']),
      on: actReference,
      answer: oneOf(LETTER_ANSWERS),
      ...letter
    },
    optional: { ...letterNumber, text: replyText }
  }),
  objection: shaped({
    required: {
      instrument: oneOf(['objection']),
      on: actReference,
      text: replyText,
      ...letter
    },
    optional: letterNumber
  }),
  cancellation: shaped({
    required: { instrument: oneOf(['cancellation']), ...cancelled, ...letter },
    optional: letterNumber
  }),
  /** 1971 art. 13(3). */
  'special-import-licence': shaped({
    required: { instrument: oneOf(['special-import-licence']), ...numbered, lines: goods },
    optional: { validUntil: calendarDate, remarks }
  }),
  /** 1971 art. 12(2). */
  'export-declaration': shaped({
    required: { instrument: oneOf(['export-declaration']), ...declared },
    optional: declaredOptional
  }),
  return: shaped({
    required: { instrument: oneOf(['return']), ...goodsMoved, returnedOn: calendarDate },
    optional: { remarks }
  }),
  /** 1961 art. 31(12), 1971 art. 12(3)(f): authorized by the country of transit. */
  diversion: shaped({
    required: {
      instrument: oneOf(['diversion']),
      ...goodsMoved,
      transit: country,
      destination: country,
      divertedOn: calendarDate
    },
    optional: { number: numbered.number, remarks }
  })
});
export type Paper = Checked<typeof paper>;
export type Instrument = Paper['instrument'];
export type PaperOf<I extends Instrument> = Extract<Paper, { readonly instrument: I }>;

/** The side that receives the paper, and so can hold it. */
export const HOLDERS: { readonly [I in Instrument]: Side } = {
  'import-authorization': 'exporting',
  'export-authorization': 'importing',
  'endorsed-copy': 'exporting',
  reply: 'either',
  objection: 'either',
  cancellation: 'either',
  'special-import-licence': 'exporting',
  'export-declaration': 'importing',
  return: 'either',
  diversion: 'either'
};

export const paperRecord = defineTradeKind(
  {
    kind: 'paper-record',
    side: 'either',
    required: {
      paper,
      /** The person who compared the record with the original paper. */
      comparedBy: text(1, 120),
      comparedOn: calendarDate
    },
    optional: {
      scan: scanReference,
      /** The record before, of the same paper: this one is complete and counts instead (rule R25). */
      corrects: shaped({ required: { of: actReference, reason: text(1, 2000, true) } }),
      /** The reply itself, if the partner wrote it with the file that it was given. */
      evidence
    }
  },
  {
    refersTo: ({ paper }) => {
      if ('exportAuthorization' in paper) return paper.exportAuthorization;
      if ('on' in paper) return paper.on;
      return 'of' in paper ? paper.of : null;
    },
    consistency: ({ paper, evidence: stated, dossier, issuer, corrects }) => [
      ...judgeEvidenced(paper, stated),
      ...judgeHolder(paper.instrument, dossier, issuer),
      ...judgeCorrected(corrects?.of, issuer),
      ...judgeAuthorization(paper, dossier)
    ]
  }
);
export type PaperRecordBody = Checked<(typeof paperRecord)['shape']>;

function judgeHolder(instrument: Instrument, dossier: string, issuer: AuthorityCode): Problem[] {
  const key = parseDossierKey(dossier);
  const side = HOLDERS[instrument];
  return key && side !== 'either' && key[side] !== issuer ? [WRONG_ISSUER] : [];
}

function judgeCorrected(of: ActId | undefined, issuer: AuthorityCode): Problem[] {
  return of === undefined || of.indexOf(`:${issuer}:paper-record:`) > 0
    ? []
    : [{ code: 'correction.malformed', path: 'body.corrects' }];
}

/** All that a partner can say with the file that it was given. */
const FILE_INSTRUMENTS: readonly Instrument[] = ['reply', 'objection', 'endorsed-copy'];

function judgeEvidenced({ instrument }: Paper, stated: Evidence | undefined): readonly Problem[] {
  return stated && FILE_INSTRUMENTS.indexOf(instrument) < 0
    ? [{ code: 'evidence.instrument', path: 'body.evidence' }]
    : [];
}

function isAuthorizationPaper(paper: Paper): paper is PaperOf<AuthorizationKind> {
  return isAuthorizationKind(paper.instrument);
}

/** Number and date that make the dossier of the paper. */
export function keyedAs(paper: PaperOf<AuthorizationKind>): Stated['cited'] {
  if (paper.instrument === 'export-authorization') return paper.importAuthorization;
  return paper.instrument === 'export-declaration' ? citedAs(paper) : paper;
}

/** By the rules of the partner's own form: its number and date make the dossier, its parties are in the two countries. */
function judgeAuthorization(paper: Paper, dossier: string): readonly Problem[] {
  const countries = parseDossierKey(dossier);
  if (!countries || !isAuthorizationPaper(paper)) return [];
  const stated: Stated = { ...countries, cited: keyedAs(paper) };
  const printed = 'despatchedOn' in paper ? { ...paper, ...despatchAsPeriod(paper) } : paper;
  return judgeParticulars({ ...printed, dossier }, stated).map((problem) => ({
    ...problem,
    ...(problem.path ? { path: problem.path.replace(/^body\.(?!dossier|issuer)/, 'body.paper.') } : {})
  }));
}
