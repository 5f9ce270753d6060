/** Quantities actually shipped or received, line by line, in the authorization's form and factor. */
import type { ActualLine, Line } from '../act/body.ts';
import type { MicrogramsText } from '../ids.ts';
import { toBase } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { toFollowUpProblem, type FollowUpCode } from '../dossier/follow-up-codes.ts';
import { parseTypedQuantity, parseUnit } from './typed-quantity.ts';

interface TypedActual {
  readonly quantity: string;
  readonly unit: string;
}

export type TypedActuals = Readonly<Partial<Record<number, TypedActual>>>;

export function quantityPath(no: number): string {
  return `lines.${no}.quantity`;
}

/** Null if the figure is missing or refused; zero is valid. */
export function readActualLine(line: Line, typed: TypedActuals, problems: Problem[]): ActualLine | null {
  const { quantity = '', unit: unitText = '' } = typed[line.no] ?? {};
  const path = quantityPath(line.no);
  const add = (code: FollowUpCode, values: Problem['values'] = {}): null => {
    problems.push(toFollowUpProblem(code, path, { line: line.no, ...values }));
    return null;
  };
  if (quantity.trim() === '') return add('actual.quantity.missing');
  const unit = parseUnit(unitText);
  if (!unit)
    return unitText.trim() === ''
      ? add('quantity.unit.missing')
      : add('quantity.unit.unknown', { typed: unitText });
  const stated = parseTypedQuantity(quantity, unit, path);
  if (stated.ok) return toActualLine(line, stated.value);
  for (const one of stated.problems) add(one.code as FollowUpCode, one.values);
  return null;
}

export function toActualLine(line: Line, stated: MicrogramsText): ActualLine {
  return { no: line.no, stated, base: toBase(stated, line.factor.value) };
}
