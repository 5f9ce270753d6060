/** Content of both authorizations: 1961 art. 31(4)–(9), 1971 art. 12(1). */
import { line, party } from '../goods/goods.ts';
import { actReference, dossierReference } from '../shape/references.ts';
import {
  calendarDate,
  integer,
  listOf,
  oneOf,
  shaped,
  text,
  type Checked,
  type Shaped
} from '../shape/shape.ts';

export const PURPOSES = ['domestic', 're-export', 'essential-treatment'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const TRANSPORT_MODES = ['air', 'sea', 'road', 'rail', 'post', 'other'] as const;
export type TransportMode = (typeof TRANSPORT_MODES)[number];

const issuing = shaped({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: { legalBasis: text(1, 300) }
});

/** `quantity`: far above the usual; `dose`: more than a unit of that form can hold. */
const QUESTIONS = ['quantity', 'dose'] as const;
export type Question = (typeof QUESTIONS)[number];

const confirmation = shaped({
  required: { line: integer(1, 200), question: oneOf(QUESTIONS) },
  optional: {
    reason: text(1, 500)
  }
});
export type Confirmation = Checked<typeof confirmation>;

export const particularsRequired = {
  dossier: dossierReference,
  number: text(1, 60),
  issuedOn: calendarDate,
  authority: issuing,
  importer: party,
  exporter: party,
  lines: listOf(line, 1, 200),
  validFrom: calendarDate,
  validUntil: calendarDate,
  edition: text(1, 40)
};

export const particularsOptional = {
  /** 1961 art. 31(9): only if the importing Government says so. */
  bondedWarehouse: party,
  portOfEntry: text(1, 120),
  portOfExit: text(1, 120),
  route: text(1, 300),
  transport: oneOf(TRANSPORT_MODES),
  carrier: text(1, 200),
  agents: text(1, 500, true),
  remarks: text(1, 2000, true),
  replaces: actReference,
  /** Unusual figures that the officer confirmed; absent if no question was asked. */
  confirmed: listOf(confirmation, 1, 400)
};

export type AuthorizationParticulars = Shaped<typeof particularsRequired, typeof particularsOptional>;
