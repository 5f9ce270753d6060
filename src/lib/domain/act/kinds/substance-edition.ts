/** The list of substances and factors in force. */
import { bodyShape } from '../head.ts';
import { hash } from '../../shape/references.ts';
import { calendarDate, text } from '../../shape/shape.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const shape = bodyShape('substance-edition', {
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
  shape,
  audience: judgeBoardAudience
});
