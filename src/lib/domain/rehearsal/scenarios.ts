/** A new scenario is a constant and its place in `SCENARIOS`. */
import {
  type Scenario,
  FIRST_DESKS,
  type Seen,
  type Side,
  actsOfKind,
  strandsOf,
  SIDES
} from './scenario.ts';
import { citationOf } from '../act/body.ts';
import {
  MORPHINE_SULFATE,
  HUNDRED_GRAMS,
  type Difference,
  differencesOfActuals,
  differencesOfGoods
} from './difference.ts';
import {
  actsInForce,
  askedStep,
  attemptsToEndorse,
  dossiersAsked,
  endorsedStep,
  grantedIn,
  grantedStep,
  grantedUpon,
  isRightlyGranted,
  rightlyGranted,
  shippedStep,
  stepOf,
  toAttempt,
  type Granted,
  type Task
} from './steps.ts';
import type { ExportLine } from '../dossier/dossier.ts';
import type { ActId } from '../ids.ts';
import { addDays } from '../calendar-date.ts';
import type { ActOf } from '../act/body.ts';
import { isPaper } from '../act/stand-in.ts';

const ROUTINE_TASK: Task = { goods: MORPHINE_SULFATE };

const routine: Scenario = {
  name: 'routine',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(ROUTINE_TASK),
    grantedStep(ROUTINE_TASK),
    shippedStep(ROUTINE_TASK),
    endorsedStep(ROUTINE_TASK)
  ]
};

const PARTIAL_TASK: Task = { goods: HUNDRED_GRAMS };

function differencesShippedLess(lines: readonly ExportLine[]): readonly Difference[] {
  const isLess = lines.some(({ exported, authorized }) => exported && exported.stated < authorized.stated);
  return isLess ? [] : [{ what: 'not-less', stated: lines[0]?.exported?.stated ?? 0 }];
}

/** Less is shipped than authorized, and exactly what arrived is endorsed (1961 art. 31.7). */
const partial: Scenario = {
  name: 'partial',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(PARTIAL_TASK),
    grantedStep(PARTIAL_TASK),
    shippedStep(PARTIAL_TASK, 'shipped_less', differencesShippedLess),
    endorsedStep(PARTIAL_TASK, 'endorsed_exactly', (lines) => differencesShippedLess(lines).length === 0)
  ]
};

const TWO_CONSIGNMENTS: Task = { consignments: 2 };

function pairs(seen: Seen, side: Side): readonly (readonly Granted[])[] {
  return dossiersAsked(seen, side, TWO_CONSIGNMENTS)
    .map((dossier) => grantedIn(seen, side, dossier, TWO_CONSIGNMENTS))
    .filter((granted) => granted.length > 1);
}

/** One import authorization, two consignments, one export authorization for each half. */
const consignments: Scenario = {
  name: 'consignments',
  minutes: 15,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(TWO_CONSIGNMENTS, 'asked_for_two'),
    grantedStep(TWO_CONSIGNMENTS),
    endorsedStep(TWO_CONSIGNMENTS),
    stepOf('granted_again', 'exporting', (seen) =>
      pairs(seen, 'importing').flatMap((granted) => {
        const wrong = granted.filter(({ differences }) => differences.length > 0);
        const isReached = granted.length - wrong.length > 1;
        return (isReached ? granted.filter((one) => !wrong.includes(one)) : wrong).map(toAttempt);
      })
    ),
    stepOf('endorsed_both', 'importing', (seen) =>
      pairs(seen, 'exporting').flatMap((granted) => {
        const attempts = attemptsToEndorse(granted.filter(isRightlyGranted));
        const wrong = attempts.filter(({ differences }) => differences.length > 0);
        return attempts.length - wrong.length > 1 ? attempts : wrong;
      })
    )
  ]
};

/** Nothing was shipped in time: the export authorization is returned unused (1961 art. 31.7(a), in its spirit). */
const expired: Scenario = {
  name: 'expired',
  minutes: 8,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep({}),
    grantedStep({}),
    {
      name: 'expired',
      side: 'importing',
      isReached: (seen) =>
        rightlyGranted(seen, 'importing', {}).some(
          ({ strand }) => strand.shipment === null && strand.validUntil < seen.today
        )
    },
    {
      name: 'returned',
      side: 'importing',
      isReached: (seen) =>
        rightlyGranted(seen, 'exporting', {}).some(({ strand }) => strand.status === 'not-imported')
    }
  ]
};

/** The exporting side entered the weight of the base as the salt's: the importing side must ask. */
const salt: Scenario = {
  name: 'salt',
  minutes: 10,
  opens: { importing: '/today', exporting: '/today' },
  prelude: 'salt',
  steps: [
    {
      name: 'questioned',
      side: 'importing',
      isReached: (seen) =>
        actsOfKind(seen, 'exporting', 'reply').some(
          ({ body }) =>
            body.on === seen.planted.act && (body.answer === 'query' || body.answer === 'objection')
        )
    },
    {
      name: 'withdrawn_wrong',
      side: 'exporting',
      isReached: (seen) =>
        strandsOf(seen, 'importing').some(
          ({ act, status }) => act === seen.planted.act && status === 'cancelled'
        )
    },
    stepOf('granted_right', 'exporting', (seen) =>
      grantedUpon(seen, 'importing', {})
        .filter(({ act }) => act._id !== seen.planted.act)
        .map(toAttempt)
    )
  ]
};

/** Undefined if typed from paper. */
function granted(seen: Seen): readonly (ActId | undefined)[] {
  return actsInForce(seen, 'exporting', 'export-authorization').map(
    ({ body }) => body.importAuthorization?.act
  );
}

/** Genuine means held and verified; a forgery is not among them. */
function isGenuine(seen: Seen, act: ActId | undefined): boolean {
  return actsOfKind(seen, 'exporting', 'import-authorization').some(({ _id }) => _id === act);
}

/** The exporting side has two import authorizations, one with a forged signature. */
const forged: Scenario = {
  name: 'forged',
  minutes: 6,
  // Today, not the list: the list would show the wrong signature immediately.
  opens: { importing: '/today', exporting: '/today' },
  prelude: 'forged',
  steps: [
    stepOf('granted_genuine', 'exporting', (seen) =>
      grantedUpon(seen, 'exporting', {})
        .filter(({ act }) => isGenuine(seen, act.body.importAuthorization?.act))
        .map(toAttempt)
    ),
    {
      name: 'left_forged',
      side: 'exporting',
      isReached: (seen) => granted(seen).length > 0 && granted(seen).every((act) => isGenuine(seen, act))
    }
  ]
};

/** Number on the task's paper; the partner matches it exactly. */
const NUMBER_ON_PAPER = '4711';

function citingPaper(seen: Seen): readonly ActOf<'export-authorization'>[] {
  return actsInForce(seen, 'exporting', 'export-authorization').filter(
    ({ body: { importAuthorization: cited } }) => cited?.act === undefined || isPaper(cited.act)
  );
}

function differencesCited(
  { countries }: Seen,
  { body }: ActOf<'export-authorization'>
): readonly Difference[] {
  const { number, issuedOn } = citationOf(body);
  const differences = [...differencesOfGoods(body.lines, MORPHINE_SULFATE)];
  if (number !== NUMBER_ON_PAPER)
    differences.push({ what: 'number', stated: number, asked: NUMBER_ON_PAPER });
  const yesterday = addDays(body.issuedOn, -1);
  if (issuedOn !== yesterday) differences.push({ what: 'date', stated: issuedOn, asked: yesterday });
  if (SIDES.some((side) => countries[side] === body.importingCountry))
    differences.push({ what: 'partner', stated: body.importingCountry, asked: null });
  return differences;
}

const paper: Scenario = {
  name: 'paper',
  minutes: 10,
  opens: { importing: '/today', exporting: '/authorizations/new?kind=import&paper=' },
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

/** A stolen laptop of the importing side: its key is withdrawn and the thief's signatures are refused. */
const stolen: Scenario = {
  name: 'stolen',
  minutes: 5,
  opens: { importing: '/devices', exporting: '/today' },
  prelude: 'stolen',
  steps: [
    {
      name: 'withdrawn_key',
      side: 'importing',
      isReached: (seen) =>
        actsOfKind(seen, 'importing', 'withdrawal').some(({ body }) => body.keyId === seen.planted.key)
    },
    {
      name: 'refused_thief',
      side: 'importing',
      isReached: ({ refused }) => refused.some((reason) => reason.includes('signature.key.withdrawn'))
    }
  ]
};

/** In learning order. */
export const SCENARIOS: readonly Scenario[] = [
  routine,
  partial,
  consignments,
  expired,
  salt,
  forged,
  paper,
  stolen
];

export function scenarioNamed(name: unknown): Scenario | null {
  return SCENARIOS.find((one) => one.name === name) ?? null;
}
