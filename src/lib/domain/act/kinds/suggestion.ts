/** A suggestion to the Board from a user in a country, without any content of the screen. */
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { country, hash } from '../../shape/references.ts';
import { oneOf, pattern, text, listOf } from '../../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES, LETTERS } from './announcement.ts';
import { judgeAnswerAudience, defineKind, judgeBoardAudience, judgeCountryNotice } from './define-kind.ts';
import { recordItem } from './user-group.ts';

export const MAX_SUGGESTION_LENGTH = 2000;

/** Words of I2ES addresses, never a number or id, from `domain/act/kinds/suggestion.ts`. */
export const SCREEN = /^[a-z]{2,30}(?:-[a-z]{2,30}){0,3}(?:\/[a-z]{2,30}(?:-[a-z]{2,30}){0,3}){0,3}$/;

/** The secretariat, or the technical service that runs I2ES (UNODC ITS); absent: the secretariat decides. */
export const ASKED_OF = ['incb', 'its'] as const;
export type AskedOf = (typeof ASKED_OF)[number];

const REQUEST = {
  asks: oneOf(ASKED_OF),
  /** The meeting of the user group that discusses it. */
  meeting: recordItem
};

export const suggestion = defineKind({
  kind: 'suggestion',
  group: 'answer',
  signers: ['administrator', 'officer'],
  audience: judgeAnswerAudience,
  required: {
    screen: pattern(SCREEN, 'suggestion.screen.malformed'),
    text: text(1, MAX_SUGGESTION_LENGTH, true)
  },
  optional: { ...REQUEST, /** The public answer can name their country. */ mayName: oneOf([true]) }
});

/** `/(app)/announcements/drafts/[id]` → `announcements/drafts`; an empty name is the start page. */
export function screenName(routeId: string | null): string {
  const words = (routeId ?? '').split('/').filter((part) => /^[a-z-]+$/.test(part));
  const name = words.slice(0, 4).join('/');
  return SCREEN.test(name) ? name : 'start';
}

/**
 * The Board's public answer to suggestions. It names them by hash only, since an act's id reveals its country; senders
 * still find their own.
 */
export const WISH_STATES = ['asked', 'planned', 'done', 'declined'] as const;
export type WishState = (typeof WISH_STATES)[number];

const MAX_SUGGESTIONS = 200;

export const suggestionAnswer = defineKind(
  {
    kind: 'suggestion-answer',
    group: 'outreach',
    signers: ['board'],
    audience: judgeBoardAudience,
    refersTo: 'replaces',
    required: {
      texts: LETTERS,
      state: oneOf(WISH_STATES),
      wishes: listOf(hash, 0, MAX_SUGGESTIONS)
    },
    optional: {
      ...REQUEST,
      from: listOf(country, 1, 50),
      replaces: pattern<ActId>(
        /^act:\d{8}:INCB:suggestion-answer:[A-Za-z0-9_-]{43}$/,
        'act.reference.malformed'
      )
    }
  },
  {
    consistency({ texts, wishes }): Problem[] {
      const problems: Problem[] = [];
      if (ANNOUNCEMENT_LANGUAGES.every((language) => texts[language] === undefined))
        problems.push({ code: 'suggestion.answer.missing', path: 'body.texts' });
      if (new Set(wishes).size < wishes.length)
        problems.push({ code: 'survey.key.twice', path: 'body.wishes' });
      return problems;
    }
  }
);

/** One document for each answer, so that two administrators without a connection replace nothing of each other. */
export const suggestionVote = defineKind({
  kind: 'suggestion-vote',
  group: 'notice',
  signers: ['administrator'],
  audience: judgeCountryNotice,
  required: { answerHash: hash, supports: oneOf([true, false]) }
});
