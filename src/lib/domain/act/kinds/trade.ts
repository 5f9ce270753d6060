/** Statements of a dossier after its authorizations. */
import { attachedFile, judgeAttachedFile } from '../../file/attachment.ts';
import { scanReference } from '../../file/scan.ts';
import { actualLine } from '../../goods/goods.ts';
import type { SubstanceKey } from '../../ids.ts';
import { actReference, slug } from '../../shape/references.ts';
import { calendarDate, listOf, oneOf, text, shaped, micrograms, type Checked } from '../../shape/shape.ts';
import { defineTradeKind } from './define-kind.ts';

export const ANSWERS = [
  'received',
  'authentic',
  'query',
  'objection',
  'explanation',
  'withdrawn',
  'upheld'
] as const;
export type Answer = (typeof ANSWERS)[number];

/** Only `received`, `authentic` and `withdrawn` need no text. */
export function needsWords(answer: Answer): boolean {
  return answer !== 'received' && answer !== 'authentic' && answer !== 'withdrawn';
}

export const replyText = text(1, 4000, true);
export const remarks = text(1, 2000, true);
const lines = listOf(actualLine, 1, 200);

const SHIPPED = { required: { lines, shippedOn: calendarDate }, optional: { remarks } };
const ENDORSED = {
  required: {
    lines,
    outcome: oneOf(['imported', 'not-imported']),
    /** Date of receipt or of expiry. */
    receivedOn: calendarDate
  },
  optional: { remarks }
};
const REPLIED = {
  required: { on: actReference, answer: oneOf(ANSWERS) },
  optional: { text: replyText }
};

/**
 * A reply to the other side's document. Only the side that raised an objection can withdraw or uphold it. A device with
 * only the first four answers skips the others, so the objection safely remains.
 */
export const reply = defineTradeKind({
  kind: 'reply',
  side: 'either',
  refersTo: 'on',
  ...REPLIED
});

export const goodsMoved = { exportAuthorization: actReference, lines };

/** 1961 art. 31(7)(c): the quantity actually exported. */
export const shipment = defineTradeKind({
  kind: 'shipment',
  side: 'exporting',
  refersTo: 'exportAuthorization',
  required: { ...goodsMoved, ...SHIPPED.required },
  optional: SHIPPED.optional
});

export const goodsReceived = { ...goodsMoved, ...ENDORSED.required };

/** 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e): the quantity actually imported, or nil on expiry. */
export const endorsement = defineTradeKind({
  kind: 'endorsement',
  side: 'importing',
  refersTo: 'exportAuthorization',
  required: goodsReceived,
  optional: ENDORSED.optional
});

export const cancelled = { of: actReference, reason: text(1, 2000, true) };

/** An issued document is never amended, only cancelled and replaced. */
export const cancellation = defineTradeKind({
  kind: 'cancellation',
  side: 'either',
  refersTo: 'of',
  required: cancelled,
  optional: { replacedBy: actReference }
});

/**
 * An officer decides whether an export authorization with another reference belongs to this dossier, or confirms a
 * comparison if the reference matches. `reopen` undoes either decision. `paperRecord` with an export authorization: it
 * records the paper of that one. `paperRecord` without: it records the paper of this dossier's import authorization.
 */
export const matchDecision = defineTradeKind(
  {
    kind: 'match-decision',
    side: 'either',
    required: { decision: oneOf(['link', 'unlink', 'reopen']) },
    optional: { exportAuthorization: actReference, paperRecord: actReference, reason: text(1, 2000, true) }
  },
  {
    refersTo: ({ exportAuthorization, paperRecord }) => exportAuthorization ?? paperRecord ?? null,
    consistency: ({ exportAuthorization, paperRecord }) =>
      (exportAuthorization ?? paperRecord)
        ? []
        : [{ code: 'act.key.missing', path: 'body.exportAuthorization' }]
  }
);

/**
 * An authority stops an authorization for a time, and only the same authority releases it (PEN Online: suspend
 * shipment). It refuses new acts (`dossier/admit-act.ts`); goods that have left count.
 */

export const suspension = defineTradeKind({
  kind: 'suspension',
  side: 'either',
  refersTo: 'of',
  required: { of: actReference, state: oneOf(['suspended', 'released']), reason: text(1, 2000, true) }
});

/**
 * The author of a shipment, an endorsement or a reply corrects it, with a reason (rule R25: the first one stays
 * visible). Issued authorizations are never corrected, only cancelled and replaced.
 */

/** The complete new particulars, under the name of the corrected kind. */
const CORRECTED = { shipment: shaped(SHIPPED), endorsement: shaped(ENDORSED), reply: shaped(REPLIED) };
export type Correctable = keyof typeof CORRECTED;
export const CORRECTABLE = Object.keys(CORRECTED) as readonly Correctable[];

export const correction = defineTradeKind(
  {
    kind: 'correction',
    side: 'either',
    refersTo: 'of',
    /** `of`: the newest link of its chain, that is the corrected act or its last correction. */
    required: { of: actReference, reason: text(1, 2000, true) },
    /** `exportAuthorization`: its dossier is this one's; absent for a reply on an import authorization. */
    optional: { exportAuthorization: actReference, ...CORRECTED }
  },
  {
    consistency: (body) => {
      const stated = CORRECTABLE.filter((kind) => body[kind] !== undefined);
      const isRouted = body.exportAuthorization !== undefined || stated[0] === 'reply';
      return stated.length === 1 && isRouted ? [] : [{ code: 'correction.malformed', path: 'body' }];
    }
  }
);

/**
 * Lets the partner read a file at the server until the same authority stops sharing it. A device that has read the file
 * keeps it.
 */
export const sharedFile = defineTradeKind(
  {
    kind: 'shared-file',
    side: 'either',
    refersTo: 'withdraws',
    required: {},
    optional: { file: attachedFile, withdraws: actReference }
  },
  {
    consistency: ({ file, withdraws }) => {
      if ((file === undefined) === (withdraws === undefined))
        return [{ code: 'sharedFile.malformed', path: 'body' }];
      return file ? judgeAttachedFile(file) : [];
    }
  }
);

/**
 * Special import licence, 1971 art. 13(3): lifts the importing country's own prohibition for a quantity of one substance. It
 * belongs to the import authorization of the same goods, whose dossier names the exporting country.
 */

export const specialImportLicence = defineTradeKind(
  {
    kind: 'special-import-licence',
    side: 'importing',
    refersTo: 'of',
    required: {
      of: actReference,
      number: text(1, 60),
      issuedOn: calendarDate,
      validUntil: calendarDate,
      substance: slug<SubstanceKey>(),
      /** Micrograms of anhydrous base, of all exports together. */
      limit: micrograms
    },
    optional: { copy: scanReference }
  },
  {
    consistency: ({ issuedOn, validUntil, limit }) => [
      ...(validUntil < issuedOn
        ? [{ code: 'authorization.validity.reversed', path: 'body.validUntil' }]
        : []),
      ...(limit === '0' ? [{ code: 'quantity.zero', path: 'body.limit', article: '1971:13.3' }] : [])
    ]
  }
);
export type SpecialImportLicenceBody = Checked<(typeof specialImportLicence)['shape']>;
