/**
 * Reached when the partner holds a document that matches the task; a wrong authorization leads nowhere and can be
 * replaced.
 */
import type { ActOf } from '../act/body.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import type { ActId } from '../ids.ts';
import {
  differencesOfActuals,
  differencesOfGoods,
  differencesUpon,
  type Attempt,
  type Difference,
  type TaskGoods
} from './difference.ts';
import { actsOfKind, dossiersOf, type Seen, type Side, type Step } from './scenario.ts';

export interface Task {
  readonly goods?: TaskGoods;
  readonly consignments?: number;
}

export interface Granted {
  readonly act: ActOf<'export-authorization'>;
  /** Null if it does not count, such as one above the authorized quantity; then there is a difference. */
  readonly strand: ExportStrand | null;
  readonly differences: readonly Difference[];
}

interface RightlyGranted extends Granted {
  readonly strand: ExportStrand;
}

/** Otherwise the latest attempt's differences are shown. */
export function stepOf(name: string, side: Side, attempts: (seen: Seen) => readonly Attempt[]): Step {
  return {
    name,
    side,
    isReached: (seen) => attempts(seen).some(isRight),
    differences: (seen) => {
      const made = attempts(seen);
      if (made.some(isRight)) return [];
      const latest = made.reduce<Attempt | null>(
        (last, one) => (last && last.at > one.at ? last : one),
        null
      );
      return latest?.differences ?? [];
    }
  };
}

function isRight({ differences }: Attempt): boolean {
  return differences.length === 0;
}

export function askedStep(task: Task, name = 'asked'): Step {
  return stepOf(name, 'importing', (seen) =>
    actsInForce(seen, 'importing', 'import-authorization').flatMap(({ _id, body }) => {
      const differences = differencesAsked(seen, body, task);
      const isHeld = actsOfKind(seen, 'exporting', 'import-authorization').some((one) => one._id === _id);
      return differences.length > 0 || isHeld ? [{ at: body.at, differences }] : [];
    })
  );
}

export function grantedStep(task: Task): Step {
  return stepOf('granted', 'exporting', (seen) => grantedUpon(seen, 'importing', task).map(toAttempt));
}

export function toAttempt({ act, differences }: Granted): Attempt {
  return { at: act.body.at, differences };
}

/** Reached by default if all that was authorized is shipped. */
export function shippedStep(
  task: Task,
  name = 'shipped',
  differencesIn = (lines: ExportStrand['lines']) => differencesOfActuals(lines, 'exported', 'authorized')
): Step {
  return stepOf(name, 'exporting', (seen) =>
    rightlyGranted(seen, 'importing', task)
      .filter(({ strand }) => strand.shipment !== null)
      .map(({ act, strand }) => ({ at: act.body.at, differences: differencesIn(strand.lines) }))
  );
}

export function endorsedStep(
  task: Task,
  name = 'endorsed',
  isDue: (lines: ExportStrand['lines']) => boolean = () => true
): Step {
  return stepOf(name, 'importing', (seen) =>
    attemptsToEndorse(rightlyGranted(seen, 'exporting', task).filter(({ strand }) => isDue(strand.lines)))
  );
}

/** Without a recorded shipment an endorsement is not complete. */
export function attemptsToEndorse(granted: readonly RightlyGranted[]): readonly Attempt[] {
  return granted
    .filter(({ strand: { status, shipment } }) => status === 'endorsed' && shipment !== null)
    .map(({ act, strand }) => ({
      at: act.body.at,
      differences: differencesOfActuals(strand.lines, 'imported', 'exported')
    }));
}

export function rightlyGranted(seen: Seen, side: Side, task: Task): readonly RightlyGranted[] {
  return grantedUpon(seen, side, task).filter(isRightlyGranted);
}

export function isRightlyGranted(granted: Granted): granted is RightlyGranted {
  return granted.strand !== null && granted.differences.length === 0;
}

export function grantedUpon(seen: Seen, side: Side, task: Task): readonly Granted[] {
  return dossiersAsked(seen, side, task).flatMap((dossier) => grantedIn(seen, side, dossier, task));
}

export function grantedIn(
  seen: Seen,
  side: Side,
  { importAuthorization, exports }: Dossier,
  { consignments = 1 }: Task
): readonly Granted[] {
  const upon = actNamed(seen, side, 'import-authorization', importAuthorization);
  if (!upon) return [];
  return actsInForce(seen, side, 'export-authorization').flatMap((act) => {
    if (act.body.importAuthorization?.act !== upon._id) return [];
    const strand = exports.find((one) => one.act === act._id);
    if (strand?.status === 'cancelled') return [];
    const differences = differencesUpon(act.body.lines, upon.body.lines, consignments);
    return strand || differences.length > 0 ? [{ act, strand: strand ?? null, differences }] : [];
  });
}

export function dossiersAsked(seen: Seen, side: Side, task: Task): readonly Dossier[] {
  return dossiersOf(seen, side).filter(({ status, importAuthorization }) => {
    const act = actNamed(seen, side, 'import-authorization', importAuthorization);
    return act && status !== 'cancelled' && differencesAsked(seen, act.body, task).length === 0;
  });
}

function differencesAsked(
  { countries }: Seen,
  body: ActOf<'import-authorization'>['body'],
  { goods, consignments }: Task
): readonly Difference[] {
  const differences: Difference[] = goods ? [...differencesOfGoods(body.lines, goods)] : [];
  if (body.exportingCountry !== countries.exporting)
    differences.push({ what: 'partner', stated: body.exportingCountry, asked: countries.exporting });
  if (consignments !== undefined && body.consignments !== consignments)
    differences.push({ what: 'consignments', stated: body.consignments, asked: consignments });
  return differences;
}

export function actsInForce<K extends 'import-authorization' | 'export-authorization'>(
  seen: Seen,
  side: Side,
  kind: K
): readonly ActOf<K>[] {
  const cancelled = new Set<ActId>(actsOfKind(seen, side, 'cancellation').map(({ body }) => body.of));
  return actsOfKind(seen, side, kind).filter(({ _id }) => !cancelled.has(_id));
}

function actNamed<K extends 'import-authorization' | 'export-authorization'>(
  seen: Seen,
  side: Side,
  kind: K,
  id: ActId | null
): ActOf<K> | undefined {
  return actsOfKind(seen, side, kind).find(({ _id }) => _id === id);
}
