/** A wish that somebody of a country sends the Board from the screen they were at; nothing of that screen goes with it. */
import { bodyShape } from '../head.ts';
import { oneOf, pattern, text, type Checked } from '../shape.ts';
import { judgeAnswerAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

export const MAX_SUGGESTION_LENGTH = 2000;

/** Words of the product's own addresses, never a number or an id: `domain/suggestion/screen-name.ts` makes it. */
export const SCREEN = /^[a-z]{2,30}(?:-[a-z]{2,30}){0,3}(?:\/[a-z]{2,30}(?:-[a-z]{2,30}){0,3}){0,3}$/;

const shape = bodyShape(
  'suggestion',
  { screen: pattern(SCREEN, 'suggestion.screen.malformed'), text: text(1, MAX_SUGGESTION_LENGTH, true) },
  { /** Their country may be named beside the wish where everybody reads it. */ mayName: oneOf([true]) }
);
export type SuggestionBody = Checked<typeof shape>;

export const suggestion = defineKind({
  kind: 'suggestion',
  group: 'answer',
  signers: ['administrator', 'officer'],
  shape,
  audience: judgeAnswerAudience
});
