/** The record that the copy of a declaration was sent, 1971 art. 12(2)(c). */
import type { ActOf, BodyHead, BodyOf } from '../act/body.ts';
import { withText } from '../act/typed-text.ts';
import { judgeSentOn } from '../dossier/declarations.ts';
import { isReady } from '../dossier/follow-up-codes.ts';
import type { CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';
import { readFollowUpDate, readFollowUpText } from './judge-answers.ts';

type CopyParticulars = Omit<BodyOf<'copy-sent'>, keyof BodyHead<'copy-sent'>>;

interface CopyForm {
  readonly sentOn: string;
  readonly registeredMail: string;
}

export function judgeCopySent(
  form: CopyForm,
  { _id: of, body: { dossier } }: ActOf<'export-declaration'>,
  today: CalendarDate
): { readonly problems: readonly Problem[]; readonly body?: CopyParticulars } {
  const problems: Problem[] = [];
  const sentOn = readFollowUpDate(form.sentOn, 'sentOn', 'copy.sentOn.missing', problems);
  if (sentOn) problems.push(...judgeSentOn(sentOn, today));
  const registeredMail = readFollowUpText(form.registeredMail, 'registeredMail', 60, problems);
  if (!sentOn || !isReady(problems)) return { problems };
  return { problems, body: { dossier, of, sentOn, ...withText('registeredMail', registeredMail) } };
}
