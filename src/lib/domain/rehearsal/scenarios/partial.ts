/** Less is shipped than authorized, and exactly what arrived is endorsed (1961 art. 31.7). */
import type { ExportLine } from '../../dossier/dossier.ts';
import { HUNDRED_GRAMS, type Difference } from '../difference.ts';
import { FIRST_DESKS, type Scenario } from '../scenario.ts';
import {
  askedStep,
  differencesEndorsed,
  grantedStep,
  isShippedAndEndorsed,
  rightlyGranted,
  stepOf
} from '../steps.ts';

const TASK = { goods: HUNDRED_GRAMS };

function differencesShipped(lines: readonly ExportLine[]): readonly Difference[] {
  const isLess = lines.some(({ exported, authorized }) => exported && exported.stated < authorized.stated);
  return isLess ? [] : [{ what: 'not-less', stated: lines[0]?.exported?.stated ?? 0 }];
}

export const partial: Scenario = {
  name: 'partial',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(TASK),
    grantedStep(TASK),
    stepOf('shipped_less', 'exporting', (seen) =>
      rightlyGranted(seen, 'importing', TASK)
        .filter(({ strand }) => strand.shipment !== null)
        .map(({ act, strand }) => ({ at: act.body.at, differences: differencesShipped(strand.lines) }))
    ),
    stepOf('endorsed_exactly', 'importing', (seen) =>
      rightlyGranted(seen, 'exporting', TASK)
        .filter(({ strand }) => isShippedAndEndorsed(strand) && differencesShipped(strand.lines).length === 0)
        .map(({ act, strand }) => ({ at: act.body.at, differences: differencesEndorsed(strand) }))
    )
  ]
};
