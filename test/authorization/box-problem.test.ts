import { describe, expect, test } from 'vitest';
import { quantityPath, judgeShipment, type ShipmentForm } from '#lib/domain/authorization/judge-actual.ts';
import { judgeCancellation, judgeReply } from '#lib/domain/authorization/judge-answers.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { placeProblems } from '#lib/authorization/box-problem.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;
const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const SHIPMENT = ['shippedOn', quantityPath(1), quantityPath(2), 'remarks'];

function shipmentOf(form: Partial<ShipmentForm>): ReturnType<typeof judgeShipment>['problems'] {
  const lines = { 1: { quantity: '480', unit: 'g' }, 2: { quantity: '200', unit: 'g' } };
  const whole = { shippedOn: ea.body.validFrom, lines, ...form };
  return judgeShipment(whole, { today: '2027-12-01' as CalendarDate, exportAct: ea }).problems;
}

describe('what a statement lacks', () => {
  test('of a quantity beyond the authorized one is said at its line, and not below as well', () => {
    const lines = { 1: { quantity: '480', unit: 'g' }, 2: { quantity: '999', unit: 'kg' } };
    const problems = shipmentOf({ lines });
    const placed = placeProblems(problems, SHIPMENT, false);
    const [over] = problems.filter(({ code }) => code === 'shipment.line.exceedsAuthorization');
    expect(placed.at(quantityPath(2))).toBe(problemText(over as never));
    expect(placed.at(quantityPath(1))).toBeUndefined();
    expect(placed.rest).not.toContain(over);
    expect(placed.first).toBe(quantityPath(2));
  });

  test('is called missing at its box once the deed was tried; until then the list has it', () => {
    const problems = shipmentOf({ shippedOn: '' });
    const before = placeProblems(problems, SHIPMENT, false);
    expect(before.at('shippedOn')).toBeUndefined();
    expect(before.rest.map(({ code }) => code)).toContain('shipment.date.missing');
    const after = placeProblems(problems, SHIPMENT, true);
    expect(after.at('shippedOn')).toBeTruthy();
    expect(after.rest.map(({ code }) => code)).not.toContain('shipment.date.missing');
    expect(after.first).toBe('shippedOn');
  });

  test('a notice is no fault of the box: the list has it, and nothing is kept back', () => {
    const problems = shipmentOf({
      lines: { 1: { quantity: '1', unit: 'g' }, 2: { quantity: '1', unit: 'g' } }
    });
    const placed = placeProblems(problems, SHIPMENT, true);
    expect(placed.at(quantityPath(1))).toBeUndefined();
    expect(placed.rest.map(({ code }) => code)).toEqual(['shipment.line.less', 'shipment.line.less']);
    expect(placed.first).toBeNull();
  });

  test('is said once for several empty boxes', () => {
    const problem = { code: 'paper.missing', weight: 'todo', path: 'text' } as const;
    const { rest } = placeProblems([problem, { ...problem, path: 'writtenOn' }] as never, [], false);
    expect(rest).toHaveLength(1);
  });

  test('goes box by box in the order of the form', () => {
    const on = ia;
    const { problems } = judgeReply({ answer: 'query', text: '' }, { on, country: CH });
    expect(placeProblems(problems, ['answer', 'text'], true).first).toBe('text');
    const { problems: none } = judgeReply({ answer: '', text: '' }, { on, country: CH });
    expect(placeProblems(none, ['answer', 'text'], true).first).toBe('answer');
  });

  test('stays in the list where no box can mend it', () => {
    const of = { of: ia, country: AU, isCancelled: true, isShipped: false };
    const { problems } = judgeCancellation({ reason: 'Ordered twice' }, of);
    const placed = placeProblems(problems, ['reason'], true);
    expect(placed.rest.map(({ code }) => code)).toEqual(['cancellation.twice']);
    expect(placed.first).toBeNull();
  });
});
