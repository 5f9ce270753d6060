/**
 * A questionnaire on national systems, in the spirit of the one of 2019 on which its user group reported; the words are
 * ours. In all six languages at once, which the messages of a reader's one language are not: so it stands here.
 */
import type { SurveyBody } from '#lib/domain/act/body.ts';
import template from './availability-template.json' with { type: 'json' };

export const availabilityTemplate = template as unknown as Pick<SurveyBody, 'texts' | 'questions'>;
