/** 1961 art. 18(1)(d): names and addresses of the authorities empowered to issue. */
import { authorityCode, hash } from '../../shape/references.ts';
import { text, type Checked, calendarDate } from '../../shape/shape.ts';
import { bodyShape, judgeBoardAudience, defineKind } from './define-kind.ts';

const authorityShape = bodyShape(
  'authority',
  { authority: authorityCode, name: text(1, 200), address: text(1, 500, true) },
  { email: text(3, 200), legalBasis: text(1, 300) }
);
export type AuthorityBody = Checked<typeof authorityShape>;

export const authority = defineKind({
  kind: 'authority',
  group: 'lists',
  signers: ['board'],
  shape: authorityShape,
  audience: judgeBoardAudience
});

/** The list of substances and factors in force. */

const substanceEditionShape = bodyShape('substance-edition', {
  edition: text(1, 40),
  date: calendarDate,
  source: text(1, 500, true),
  /** SHA-256 (base64url) of the canonical JSON of the edition's rows. */
  hash
});

export const substanceEdition = defineKind({
  kind: 'substance-edition',
  group: 'lists',
  signers: ['board'],
  shape: substanceEditionShape,
  audience: judgeBoardAudience
});
