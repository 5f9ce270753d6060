/**
 * Two offline devices of one authority can sign the same thing. The server refuses the second and names the colleague's
 * document, never a partner's.
 */
import { numberOf } from '../act/act-number.ts';
import type { DossierAct } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Dossier } from './dossier.ts';
import { isUsing } from './import-use.ts';

const MAX_RIVALS = 3;

/** `problems`: why `act` does not count in `dossier`. Returns the documents of its own authority in its place. */
export function rivalsOf(
  acts: readonly DossierAct[],
  dossier: Dossier,
  act: DossierAct,
  problems: readonly Problem[]
): readonly Problem[] {
  const ids = problems.flatMap(({ code }) => idsBehind(acts, dossier, act, code));
  return acts
    .filter((one) => ids.indexOf(one._id) >= 0 && isColleagues(one, act))
    .slice(0, MAX_RIVALS)
    .map(nameRival);
}

export function isColleagues(other: DossierAct, { _id, body }: DossierAct): boolean {
  return other._id !== _id && other.body.issuer === body.issuer && other.body.kind === body.kind;
}

export function nameRival(rival: DossierAct): Problem {
  const number = numberOf(rival);
  const values = { person: rival.body.by.name, act: rival._id };
  return rival.body.kind === 'export-authorization' && number !== null
    ? { code: 'export.import.used', values: { ...values, number }, article: '1961:31.4(d)' }
    : { code: 'dossier.act.rival', values };
}

function idsBehind(
  acts: readonly DossierAct[],
  { exports, timeline }: Dossier,
  { body }: DossierAct,
  code: string
): readonly ActId[] {
  if (code === 'export.line.exceedsImport' || code === 'export.consignments.exceeded')
    return exports.filter(isUsing).map(({ act }) => act);
  if (code === 'cancellation.twice' && body.kind === 'cancellation')
    return acts
      .filter((one) => one.body.kind === 'cancellation' && one.body.of === body.of)
      .map(({ _id }) => _id)
      .filter((id) => timeline.indexOf(id) >= 0);
  if (body.kind === 'shipment' && code === 'shipment.twice')
    return idsOf(exports.find(({ act }) => act === body.exportAuthorization)?.shipment);
  if (body.kind === 'endorsement' && code === 'endorsement.twice')
    return idsOf(exports.find(({ act }) => act === body.exportAuthorization)?.endorsement);
  return [];
}

function idsOf(id: ActId | null | undefined): readonly ActId[] {
  return id ? [id] : [];
}
