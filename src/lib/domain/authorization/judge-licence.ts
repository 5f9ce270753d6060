/** The form of a special import licence, 1971 art. 13(3): the importing authority limits substance, quantity and period. */
import type { ActOf, BodyHead, BodyOf } from '../act/body.ts';
import { isBlank } from '../act/typed-text.ts';
import type { Scan } from '../file/scan.ts';
import { isReady, toFollowUpProblem } from '../dossier/follow-up-codes.ts';
import type { CalendarDate, MicrogramsText, SubstanceKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import { readFollowUpDate, readFollowUpText } from './judge-answers.ts';
import { parseTypedQuantity, parseUnit } from './typed-quantity.ts';

type LicenceParticulars = Omit<BodyOf<'special-import-licence'>, keyof BodyHead<'special-import-licence'>>;

interface LicenceForm {
  readonly number: string;
  readonly validUntil: string;
  readonly substance: string;
  readonly quantity: string;
  readonly unit: string;
  readonly copy: Scan | null;
}

export function judgeLicence(
  form: LicenceForm,
  { body: { dossier }, _id }: ActOf<'import-authorization'>,
  today: CalendarDate
): { readonly problems: readonly Problem[]; readonly body?: LicenceParticulars } {
  const problems: Problem[] = [];
  const number = readFollowUpText(form.number, 'number', 60, problems);
  if (isBlank(number)) problems.push(toFollowUpProblem('licence.number.missing', 'number'));
  if (form.substance === '') problems.push(toFollowUpProblem('licence.substance.missing', 'substance'));
  const validUntil = readFollowUpDate(form.validUntil, 'validUntil', 'licence.until.missing', problems);
  if (validUntil && validUntil < today)
    problems.push(toFollowUpProblem('licence.until.past', 'validUntil', { until: validUntil }));
  const limit = readLimit(form, problems);
  if (!validUntil || !limit || !isReady(problems)) return { problems };
  const copy = form.copy ? { copy: form.copy } : {};
  const substance = form.substance as SubstanceKey;
  return {
    problems,
    body: { dossier, of: _id, number, issuedOn: today, validUntil, substance, limit, ...copy }
  };
}

function readLimit({ quantity, unit: typed }: LicenceForm, problems: Problem[]): MicrogramsText | null {
  const unit = parseUnit(typed);
  if (quantity.trim() === '' || !unit) {
    problems.push(toFollowUpProblem('licence.limit.missing', 'quantity'));
    return null;
  }
  const read = parseTypedQuantity(quantity, unit, 'quantity');
  if (read.ok && read.value !== '0') return read.value;
  problems.push(toFollowUpProblem('licence.limit.unreadable', 'quantity', { typed: quantity.trim() }));
  return null;
}
