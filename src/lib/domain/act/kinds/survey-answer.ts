/** A country's complete answer to a survey; a later one replaces it. */
import type { ActId } from '../../ids.ts';
import { MIN_SHOWN } from '../../own-choices.ts';
import type { Problem } from '../../result.ts';
import {
  calendarDate,
  decimal,
  listOf,
  pattern,
  shaped,
  text,
  type Checked,
  integer,
  oneOf
} from '../../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES } from './announcement.ts';
import { judgeAnswerAudience, defineKind, judgeBoardAudience } from './define-kind.ts';
import { answerKey, MAX_OPTIONS, MAX_QUESTIONS } from './survey.ts';

export const MAX_ANSWER_LENGTH = 4000;
/** All answers together, at three bytes a character, fit in the document limit. */
const MAX_ANSWERS_LENGTH = 30000;

const surveyReference = pattern<ActId>(
  /^act:\d{8}:INCB:survey:[A-Za-z0-9_-]{43}$/,
  'act.reference.malformed'
);

const answer = shaped({
  required: { question: answerKey },
  optional: {
    chosen: listOf(answerKey, 1, MAX_OPTIONS),
    number: decimal,
    date: calendarDate,
    text: text(1, MAX_ANSWER_LENGTH, true)
  }
});
export type SurveyAnswer = Checked<typeof answer>;

export const surveyAnswer = defineKind(
  {
    kind: 'survey-answer',
    group: 'answer',
    signers: ['administrator'],
    audience: judgeAnswerAudience,
    refersTo: 'survey',
    required: {
      survey: surveyReference,
      answers: listOf(answer, 1, MAX_QUESTIONS)
    }
  },
  {
    consistency({ answers }): Problem[] {
      const problems: Problem[] = [];
      let length = 0;
      answers.forEach((one, index) => {
        const path = `body.answers.${index}`;
        length += one.text?.length ?? 0;
        // Exactly two members: the question and one kind of answer.
        if (Object.keys(one).length !== 2) problems.push({ code: 'survey.answer.wrongType', path });
        if (answers.slice(0, index).some(({ question }) => question === one.question))
          problems.push({ code: 'survey.key.twice', path: `${path}.question` });
        if (one.chosen && new Set(one.chosen).size < one.chosen.length)
          problems.push({ code: 'survey.key.twice', path: `${path}.chosen` });
      });
      if (length > MAX_ANSWERS_LENGTH)
        problems.push({ code: 'survey.tooLong', path: 'body.answers', values: { most: MAX_ANSWERS_LENGTH } });
      return problems;
    }
  }
);

/** The Board closes a survey, early or late and perhaps with totals, or withdraws it. */
export const MAX_REASON_LENGTH = 1000;

const countryCount = integer(0, 249);

const sum = shaped({
  required: { question: answerKey, answered: integer(MIN_SHOWN, 249) },
  optional: {
    counts: listOf(shaped({ required: { key: answerKey, count: countryCount } }), 2, MAX_OPTIONS),
    /** Nearest rank, so each figure is one that a country gave; least and greatest could reveal which country. */
    spread: shaped({ required: { lower: decimal, median: decimal, upper: decimal } })
  }
});
export type ToldSum = Checked<typeof sum>;

const reason = shaped({
  required: { language: oneOf(ANNOUNCEMENT_LANGUAGES), text: text(1, MAX_REASON_LENGTH, true) }
});

export const surveyClosing = defineKind(
  {
    kind: 'survey-closing',
    group: 'outreach',
    signers: ['board'],
    audience: judgeBoardAudience,
    refersTo: 'survey',
    required: { survey: surveyReference, as: oneOf(['closed', 'withdrawn']) },
    optional: { reason, answered: countryCount, sums: listOf(sum, 0, MAX_QUESTIONS) }
  },
  {
    consistency({ as, reason: why, sums, answered }): Problem[] {
      const problems: Problem[] = [];
      if (as === 'withdrawn' && why === undefined)
        problems.push({ code: 'survey.reason.missing', path: 'body.reason' });
      if (as === 'withdrawn' && sums !== undefined)
        problems.push({ code: 'survey.sums.wrong', path: 'body.sums' });
      if ((sums === undefined) !== (answered === undefined))
        problems.push({ code: 'survey.sums.wrong', path: 'body.answered' });
      if (sums && sums.length > 0 && (answered ?? 0) < MIN_SHOWN)
        problems.push({ code: 'survey.sums.wrong', path: 'body.sums' });
      return problems;
    }
  }
);
