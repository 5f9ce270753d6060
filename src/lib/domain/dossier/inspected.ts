/**
 * All that a customs officer reads of a dossier, by the number of one of its authorizations: the particulars of that
 * consignment. No reply, message, note, draft or attachment, no officer's name, and no other consignment.
 */
import { lastDayOf, type AuthorizationAct, type DossierAct } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { readAuthorization } from '../act/stand-in.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import { routeActs } from './dossier-index.ts';
import type { Dossier } from './dossier.ts';
import { foldDossier } from './fold-dossier.ts';
import { exportStatusOn, statusOn } from './status-on.ts';

type InspectedParty = { readonly name: string; readonly address: string };

export interface InspectedPaper {
  readonly kind: AuthorizationKind;
  readonly number: string;
  readonly issuer: AuthorityCode;
  readonly issuedOn: CalendarDate;
  readonly until: CalendarDate;
  /** Null: it does not count. */
  readonly status: ReturnType<typeof statusOn> | ReturnType<typeof exportStatusOn> | null;
  readonly importer: InspectedParty;
  readonly exporter: InspectedParty;
  readonly shippedOn: CalendarDate | null;
  readonly receivedOn: CalendarDate | null;
  /** Micrograms as stated. */
  readonly lines: readonly {
    readonly no: number;
    readonly designation: string;
    readonly stated: number;
    readonly exported: number | null;
    readonly imported: number | null;
  }[];
}

/** `acts`: at least those of the dossier. An import authorization is shown with all its consignments. */
export function inspectPapers(
  acts: readonly DossierAct[],
  id: ActId,
  today: CalendarDate
): readonly InspectedPaper[] {
  for (const [key, group] of routeActs(acts)) {
    const asked = group.find((one) => one._id === id);
    if (!asked) continue;
    const dossier = foldDossier(key, group);
    const { importAuthorization, exports } = dossier;
    const isImport = id === importAuthorization;
    const shown = [
      importAuthorization,
      ...exports.filter((one) => isImport && !one.isApart).map(({ act }) => act)
    ];
    const ids = [...shown, id].filter((one, index, all) => one !== null && all.indexOf(one) === index);
    return ids.flatMap((one) => {
      const act = readAuthorization(group.find(({ _id }) => _id === one));
      return act ? [toPaper(dossier, act, today)] : [];
    });
  }
  return [];
}

function toPaper(dossier: Dossier, { _id, body }: AuthorizationAct, today: CalendarDate): InspectedPaper {
  const strand = dossier.exports.find(({ act }) => act === _id) ?? null;
  const isImport = _id === dossier.importAuthorization;
  const counted = strand ? exportStatusOn(dossier, strand, today) : null;
  const moved = isImport ? dossier.lines : (strand?.lines ?? []);
  return {
    kind: body.kind,
    number: body.number,
    issuer: body.issuer,
    issuedOn: body.issuedOn,
    until: lastDayOf(body),
    status: isImport ? statusOn(dossier, today) : counted,
    importer: { name: body.importer.name, address: body.importer.address },
    exporter: { name: body.exporter.name, address: body.exporter.address },
    shippedOn: strand?.shippedOn ?? null,
    receivedOn: strand?.receivedOn ?? null,
    lines: body.lines.map(({ no, designation, stated }) => {
      const line = moved.find((one) => one.no === no);
      return {
        no,
        designation,
        stated: microgramsOf(stated),
        exported: line?.exported?.stated ?? null,
        imported: line?.imported?.stated ?? null
      };
    })
  };
}
