/**
 * In the spirit of the one of 2019 on which its user group reported; the words are ours. A survey needs all six
 * languages together.
 */
import type { BodyOf } from '#lib/domain/act/body.ts';
import template from './availability-template.json' with { type: 'json' };

export const availabilityTemplate = template as Pick<BodyOf<'survey'>, 'texts' | 'questions'>;
