/** The partner works on paper: the learner types their import authorization and prints the reply. */
import { addDays } from '../../calendar-date.ts';
import type { ActOf } from '../../act/body.ts';
import {
  differencesOfActuals,
  differencesOfGoods,
  MORPHINE_SULFATE,
  type Difference
} from '../difference.ts';
import { SIDES, strandsOf, type Scenario, type Seen } from '../scenario.ts';
import { actsInForce, stepOf } from '../steps.ts';

/** Number on the task's paper; the partner matches it exactly. */
const NUMBER_ON_PAPER = '4711';

function citingPaper(seen: Seen): readonly ActOf<'export-authorization'>[] {
  return actsInForce(seen, 'exporting', 'export-authorization').filter(
    ({ body }) => body.importAuthorization.act === undefined
  );
}

function differencesCited(
  { countries }: Seen,
  { body }: ActOf<'export-authorization'>
): readonly Difference[] {
  const { number, issuedOn } = body.importAuthorization;
  const differences = [...differencesOfGoods(body.lines, MORPHINE_SULFATE)];
  if (number !== NUMBER_ON_PAPER)
    differences.push({ what: 'number', stated: number, asked: NUMBER_ON_PAPER });
  const yesterday = addDays(body.issuedOn, -1);
  if (issuedOn !== yesterday) differences.push({ what: 'date', stated: issuedOn, asked: yesterday });
  if (SIDES.some((side) => countries[side] === body.importingCountry))
    differences.push({ what: 'partner', stated: body.importingCountry, asked: null });
  return differences;
}

export const paper: Scenario = {
  name: 'paper',
  minutes: 10,
  opens: { importing: '/today', exporting: '/authorizations/new?kind=export' },
  prelude: 'nothing',
  steps: [
    stepOf('granted_on_paper', 'exporting', (seen) =>
      citingPaper(seen).map((act) => ({ at: act.body.at, differences: differencesCited(seen, act) }))
    ),
    stepOf('shipped_on_paper', 'exporting', (seen) => {
      const right = citingPaper(seen).filter((act) => differencesCited(seen, act).length === 0);
      return right.flatMap(({ _id, body }) =>
        strandsOf(seen, 'exporting')
          .filter(({ act, shipment }) => act === _id && shipment !== null)
          .map(({ lines }) => ({
            at: body.at,
            differences: differencesOfActuals(lines, 'exported', 'authorized')
          }))
      );
    })
  ]
};
