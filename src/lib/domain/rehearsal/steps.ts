/**
 * The steps of a trade that several scenarios share. Each is reached once the partner holds what was stated, and only by
 * what the task says: what comes upon a wrong authorization leads nowhere, and another may be issued in its place.
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

/** What a task says of the import authorization; what it does not name is the learner's choice. */
export interface Task {
  readonly goods?: TaskGoods;
  /** Into how many consignments, each as much as the other. */
  readonly consignments?: number;
}

/** An export authorization in force, upon an import authorization that is as the task says. */
export interface Granted {
  readonly act: ActOf<'export-authorization'>;
  /** Null where it counts for nothing, as one beyond what was asked for; then something differs. */
  readonly strand: ExportStrand | null;
  readonly differences: readonly Difference[];
}

export interface RightlyGranted extends Granted {
  readonly strand: ExportStrand;
}

/** Reached by any attempt in which nothing differs; else the latest is told of. */
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

/** The import authorization is issued as the task says, and the exporting side holds it. */
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

/** All that was granted left. */
export function shippedStep(task: Task): Step {
  return stepOf('shipped', 'exporting', (seen) =>
    rightlyGranted(seen, 'importing', task)
      .filter(({ strand }) => strand.shipment !== null)
      .map(({ act, strand }) => ({
        at: act.body.at,
        differences: differencesOfActuals(strand.lines, 'exported', 'authorized')
      }))
  );
}

export function endorsedStep(task: Task): Step {
  return stepOf('endorsed', 'importing', (seen) =>
    rightlyGranted(seen, 'exporting', task)
      .filter(({ strand }) => isShippedAndEndorsed(strand))
      .map(({ act, strand }) => ({ at: act.body.at, differences: differencesEndorsed(strand) }))
  );
}

/** What arrived is what left; what else was found is the scenario's to say. */
export function differencesEndorsed({ lines }: ExportStrand): readonly Difference[] {
  return differencesOfActuals(lines, 'imported', 'exported');
}

/** What nobody has stated as shipped is not endorsed as it should be. */
export function isShippedAndEndorsed({ status, shipment }: ExportStrand): boolean {
  return status === 'endorsed' && shipment !== null;
}

export function rightlyGranted(seen: Seen, side: Side, task: Task): readonly RightlyGranted[] {
  return grantedUpon(seen, side, task).filter(isRightlyGranted);
}

export function isRightlyGranted(granted: Granted): granted is RightlyGranted {
  return granted.strand !== null && granted.differences.length === 0;
}

/** As that side holds them. */
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
    if (act.body.importAuthorization.act !== upon._id) return [];
    const strand = exports.find((one) => one.act === act._id);
    if (strand?.status === 'cancelled') return [];
    const differences = differencesUpon(act.body.lines, upon.body.lines, consignments);
    return strand || differences.length > 0 ? [{ act, strand: strand ?? null, differences }] : [];
  });
}

/** Those whose import authorization is as the task says. */
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

/** Not cancelled by whoever issued it. */
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
