import type { Result } from '#lib/domain/result.ts';
import {
  OWN_LESSON_LANGUAGES,
  parseWritten,
  type OwnLesson,
  type WrittenLesson
} from '#lib/domain/training/own-lesson.ts';
import { latinDigits } from '#lib/i18n/decimal-text.ts';
import { readLocale } from '#lib/i18n/locale.ts';

type LessonLanguage = (typeof OWN_LESSON_LANGUAGES)[number];

class LessonSheet {
  readonly language: LessonLanguage;
  title = $state('');
  lead = $state('');
  /** One per line. */
  aims = $state('');
  text = $state('');
  exercise = $state('');
  questions = $state('');

  constructor(language: LessonLanguage) {
    this.language = language;
  }

  get isEmpty(): boolean {
    return [this.title, this.lead, this.aims, this.text, this.exercise, this.questions].every(
      (one) => one.trim() === ''
    );
  }
}

export class LessonForm {
  minutes = $state('5');
  audience = $state<string>('signed-in');
  readonly sheets = OWN_LESSON_LANGUAGES.map((language) => new LessonSheet(language));
  language = $state<string>(readLocale());

  get sheet(): LessonSheet {
    return this.sheets.find(({ language }) => language === this.language) ?? (this.sheets[0] as LessonSheet);
  }

  /** Sheets with text; the open one if all are empty. */
  get written(): readonly LessonSheet[] {
    const filled = this.sheets.filter(({ isEmpty }) => !isEmpty);
    return filled.length > 0 ? filled : [this.sheet];
  }

  take({ minutes, audience, texts }: OwnLesson): void {
    this.minutes = String(minutes);
    this.audience = audience;
    for (const sheet of this.sheets) {
      const text = texts.find(({ language }) => language === sheet.language);
      if (!text) continue;
      const { title, lead, aims = [], exercise = '', questions = '' } = text;
      Object.assign(sheet, { title, lead, text: text.text, aims: aims.join('\n'), exercise, questions });
    }
    if (!texts.some(({ language }) => language === this.language)) this.language = texts[0]?.language ?? 'en';
  }

  read(): Result<WrittenLesson> {
    const minutes = latinDigits(this.minutes.trim());
    return parseWritten({
      minutes: /^\d{1,3}$/.test(minutes) ? Number(minutes) : 0,
      audience: this.audience,
      texts: this.written.map(sheetToText)
    });
  }
}

function sheetToText(sheet: LessonSheet): object {
  const aims = clean(sheet.aims)
    .split('\n')
    .map((line) => line.replace(/^[-*•]\s+/, '').trim())
    .filter((line) => line !== '');
  const [exercise, questions] = [clean(sheet.exercise), clean(sheet.questions)];
  return {
    language: sheet.language,
    title: clean(sheet.title),
    lead: clean(sheet.lead),
    text: clean(sheet.text),
    ...(aims.length === 0 ? {} : { aims }),
    ...(exercise === '' ? {} : { exercise }),
    ...(questions === '' ? {} : { questions })
  };
}

function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\u00a0]/g, ' ')
    .trim()
    .normalize('NFC');
}
