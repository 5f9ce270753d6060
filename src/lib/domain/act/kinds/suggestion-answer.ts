/**
 * The Board's public answer to suggestions. It names them by hash only, since an act's id reveals its country; senders
 * still find their own.
 */
import { bodyShape } from '../head.ts';
import { country, hash } from '../../shape/references.ts';
import { listOf, oneOf, pattern, type Checked } from '../../shape/shape.ts';
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { ANNOUNCEMENT_LANGUAGES, LETTERS } from './announcement.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

export const WISH_STATES = ['asked', 'planned', 'done', 'declined'] as const;
export type WishState = (typeof WISH_STATES)[number];

const MAX_SUGGESTIONS = 200;

const shape = bodyShape(
  'suggestion-answer',
  {
    texts: LETTERS,
    state: oneOf(WISH_STATES),
    wishes: listOf(hash, 0, MAX_SUGGESTIONS)
  },
  {
    /** Countries that agreed to be named. */
    from: listOf(country, 1, 50),
    /** Earlier answer on the same suggestions, now replaced. */
    replaces: pattern<ActId>(
      /^act:\d{8}:INCB:suggestion-answer:[A-Za-z0-9_-]{43}$/,
      'act.reference.malformed'
    )
  }
);
export type SuggestionAnswerBody = Checked<typeof shape>;

export const suggestionAnswer = defineKind({
  kind: 'suggestion-answer',
  group: 'outreach',
  signers: ['board'],
  shape,
  audience: judgeBoardAudience,
  consistency: judgeWord,
  refersTo: ({ replaces }: SuggestionAnswerBody) => replaces ?? null
});

function judgeWord({ texts, wishes }: SuggestionAnswerBody): Problem[] {
  const problems: Problem[] = [];
  if (ANNOUNCEMENT_LANGUAGES.every((language) => texts[language] === undefined))
    problems.push({ code: 'suggestion.answer.missing', path: 'body.texts' });
  if (new Set(wishes).size < wishes.length) problems.push({ code: 'survey.key.twice', path: 'body.wishes' });
  return problems;
}
