/** A suggestion to the Board from a user in a country, without any content of the screen. */
import { bodyShape } from '../head.ts';
import { oneOf, pattern, text, type Checked } from '../../shape/shape.ts';
import { judgeAnswerAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

export const MAX_SUGGESTION_LENGTH = 2000;

/** Words of I2ES addresses, never a number or id, from `domain/suggestion/screen-name.ts`. */
export const SCREEN = /^[a-z]{2,30}(?:-[a-z]{2,30}){0,3}(?:\/[a-z]{2,30}(?:-[a-z]{2,30}){0,3}){0,3}$/;

const shape = bodyShape(
  'suggestion',
  { screen: pattern(SCREEN, 'suggestion.screen.malformed'), text: text(1, MAX_SUGGESTION_LENGTH, true) },
  { /** The public answer can name their country. */ mayName: oneOf([true]) }
);
export type SuggestionBody = Checked<typeof shape>;

export const suggestion = defineKind({
  kind: 'suggestion',
  group: 'answer',
  signers: ['administrator', 'officer'],
  shape,
  audience: judgeAnswerAudience
});
