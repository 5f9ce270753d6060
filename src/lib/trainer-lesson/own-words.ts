import type { FileType } from '#lib/domain/training/material.ts';
import { awaitsApproval, type LessonAudience, type OwnLesson } from '#lib/domain/training/own-lesson.ts';
import { formatList, isolate } from '#lib/i18n/format.ts';
import { localeNames } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

export function audienceWord(audience: LessonAudience): string {
  if (audience === 'everybody') return m.own_lesson_for_everybody();
  return audience === 'signed-in' ? m.own_lesson_for_signed_in() : m.own_lesson_for_session();
}

type Standing = Pick<OwnLesson, 'state' | 'audience' | 'approval'>;

export function stateBadge(lesson: Standing): { readonly tone: Tone; readonly word: string } {
  const { state } = lesson;
  if (awaitsApproval(lesson)) return { tone: 'warn', word: m.own_lesson_state_awaits() };
  if (state === 'published') return { tone: 'good', word: m.own_lesson_state_published() };
  return state === 'draft'
    ? { tone: 'neutral', word: m.own_lesson_state_draft() }
    : { tone: 'warn', word: m.own_lesson_state_withdrawn() };
}

export function typeWord(type: FileType): string {
  if (type === 'application/pdf') return m.own_lesson_type_pdf();
  if (type === 'text/markdown') return m.own_lesson_type_text();
  return type.startsWith('video/') ? m.own_lesson_type_video() : m.own_lesson_type_sound();
}

export function languageWords(
  texts: readonly { readonly language: OwnLesson['texts'][number]['language'] }[]
): string {
  return formatList(texts.map(({ language }) => isolate(localeNames[language])));
}
