/** Less is shipped than was authorized, and what arrived is endorsed and nothing more (1961 art. 31.7). */
import { FIRST_DESKS, strandsOf, type Scenario } from '../scenario.ts';
import { ASKED, endorsedStrands, GRANTED } from '../steps.ts';

export const partial: Scenario = {
  name: 'partial',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    ASKED,
    GRANTED,
    {
      name: 'shipped_less',
      side: 'exporting',
      isReached: (seen) =>
        strandsOf(seen, 'importing').some(({ lines }) =>
          lines.some(({ exported, authorized }) => exported !== null && exported.stated < authorized.stated)
        )
    },
    {
      name: 'endorsed_exactly',
      side: 'importing',
      isReached: (seen) =>
        endorsedStrands(seen).some(
          ({ lines }) =>
            lines.every(({ exported, imported }) => exported?.stated === imported?.stated) &&
            lines.some(({ imported, authorized }) => imported !== null && imported.stated < authorized.stated)
        )
    }
  ]
};
