/** Lists that INCB publishes. */
import { authorityCode, hash } from '../../shape/references.ts';
import { calendarDate, text } from '../../shape/shape.ts';
import { defineKind, judgeBoardAudience } from './define-kind.ts';

/** 1961 art. 18(1)(d): names and addresses of the authorities empowered to issue. */
export const authority = defineKind({
  kind: 'authority',
  group: 'lists',
  signers: ['board'],
  audience: judgeBoardAudience,
  required: { authority: authorityCode, name: text(1, 200), address: text(1, 500, true) },
  optional: { email: text(3, 200), legalBasis: text(1, 300) }
});

export const substanceEdition = defineKind({
  kind: 'substance-edition',
  group: 'lists',
  signers: ['board'],
  audience: judgeBoardAudience,
  required: {
    edition: text(1, 40),
    date: calendarDate,
    source: text(1, 500, true),
    /** SHA-256 (base64url) of the canonical JSON of the edition's rows. */
    hash
  }
});
