import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import { cleanText, findTextProblem } from '#lib/domain/act/typed-text.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import {
  CONTACT_WAYS,
  MAX_NOTE_LENGTHS,
  writeNote,
  type ContactNote,
  type ContactWay,
  type NotedPerson
} from '#lib/domain/outreach/contact-note.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import type { Problem } from '#lib/domain/result.ts';

export interface TypedNote {
  country: string;
  on: string;
  way: string;
  name: string;
  function: string;
  email: string;
  telephone: string;
  text: string;
  step: string;
  due: string;
  settles: readonly string[];
}

export type NoteBox = Exclude<keyof TypedNote, 'settles' | 'way'>;

type NoteProblems = Readonly<Partial<Record<NoteBox, NoteFault | Problem>>>;
export type NoteFault = 'missing' | 'date' | 'future' | 'nothing' | 'past';

export function emptyNote(country: string, today: CalendarDate): TypedNote {
  const blank = { name: '', function: '', email: '', telephone: '', text: '', step: '', due: '' };
  return { country, on: today, way: 'telephone', ...blank, settles: [] };
}

const LINES = {
  name: MAX_NOTE_LENGTHS.name,
  function: MAX_NOTE_LENGTHS.particular,
  telephone: MAX_NOTE_LENGTHS.particular,
  step: MAX_NOTE_LENGTHS.step
} as const;

export function judgeTyped(typed: TypedNote, today: CalendarDate): NoteProblems {
  const problems: Partial<Record<NoteBox, NoteFault | Problem>> = {};
  const step = cleanText(typed.step);
  if (!isCountry(typed.country)) problems.country = 'missing';
  if (!isCalendarDate(typed.on)) problems.on = 'date';
  else if (typed.on > today) problems.on = 'future';
  if (step !== '' && !isCalendarDate(typed.due)) problems.due = 'missing';
  else if (step !== '' && typed.due < today) problems.due = 'past';
  if (step === '' && typed.due !== '') problems.step = 'missing';
  const hasParticulars = [typed.function, typed.email, typed.telephone].some((one) => cleanText(one) !== '');
  if (hasParticulars && cleanText(typed.name) === '') problems.name = 'missing';
  const email = parseEmail(cleanText(typed.email));
  if (!email.ok && cleanText(typed.email) !== '') problems.email = email.problems[0] ?? 'missing';
  if (saysNothing(typed)) problems.text = 'nothing';
  for (const box of Object.keys(LINES) as (keyof typeof LINES)[]) {
    const found = findTextProblem(cleanText(typed[box]), LINES[box], false);
    if (found) problems[box] = found;
  }
  const found = findTextProblem(cleanText(typed.text, true), MAX_NOTE_LENGTHS.text, true);
  if (found) problems.text = found;
  return problems;
}

function saysNothing({ way, name, text, step, settles }: TypedNote): boolean {
  return way === 'none' && [name, text, step].every((one) => cleanText(one) === '') && settles.length === 0;
}

export function typedToNote(
  typed: TypedNote,
  today: CalendarDate,
  written: { readonly at: Instant; readonly by: string }
): ContactNote | null {
  const { country, on, settles } = typed;
  if (Object.keys(judgeTyped(typed, today)).length > 0) return null;
  if (!isCountry(country) || !isCalendarDate(on)) return null;
  const text = cleanText(typed.text, true);
  const person = typedToPerson(typed);
  const step = cleanText(typed.step);
  return writeNote({
    country,
    on,
    way: toWay(typed.way),
    ...written,
    ...(text === '' ? {} : { text }),
    ...(person === null ? {} : { person }),
    ...(step === '' || !isCalendarDate(typed.due) ? {} : { next: { step, due: typed.due } }),
    ...(settles.length === 0 ? {} : { settles })
  });
}

function typedToPerson(typed: TypedNote): NotedPerson | null {
  const name = cleanText(typed.name);
  if (name === '') return null;
  const [office, email, telephone] = [typed.function, typed.email, typed.telephone].map((one) =>
    cleanText(one)
  );
  return {
    name,
    ...(office ? { function: office } : {}),
    ...(email ? { email } : {}),
    ...(telephone ? { telephone } : {})
  };
}

function toWay(way: string): ContactWay {
  return CONTACT_WAYS.find((one) => one === way) ?? 'none';
}
