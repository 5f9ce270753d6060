/**
 * All that a customs officer reads of a dossier, by the number of one of its authorizations: the particulars of that
 * consignment. No reply, message, note, draft or attachment, no officer's name, and no other consignment.
 */
import { parseActId } from '../act/act-id.ts';
import { lastDayOf, type AuthorizationAct, type DossierAct } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { isPaper, readAuthorization } from '../act/stand-in.ts';
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
  /** The authority's record of the partner's paper, which the partner has not signed. */
  readonly isPaper: boolean;
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

/** `acts`: at least those of the dossiers. An import authorization is shown with all its consignments. */
export function inspectPapers(
  acts: readonly DossierAct[],
  asked: readonly ActId[],
  today: CalendarDate
): readonly InspectedPaper[] {
  return [...routeActs(acts)].flatMap(([key, group]) => {
    const ids = asked.filter((id) => group.some(({ _id }) => _id === id));
    if (ids.length === 0) return [];
    const dossier = foldDossier(key, group);
    const { importAuthorization, exports } = dossier;
    const counted = ids.map((id) => countedFor(dossier, id));
    const isImport = counted.some((id) => id === importAuthorization);
    const consignments = exports.filter((one) => isImport && !one.isApart).map(({ act }) => act);
    return [...new Set([importAuthorization, ...consignments, ...counted])].flatMap((one) => {
      const act = readAuthorization(group.find(({ _id }) => _id === one));
      return act ? [toPaper(dossier, act, today)] : [];
    });
  });
}

/** The partner's own document counts instead of the record of its paper. */
function countedFor(dossier: Dossier, id: ActId): ActId {
  const by = dossier.beside?.find(({ act }) => act === id)?.by;
  return by && parseActId(by)?.kind !== 'cancellation' ? countedFor(dossier, by) : id;
}

function toPaper(dossier: Dossier, { _id, body }: AuthorizationAct, today: CalendarDate): InspectedPaper {
  const strand = dossier.exports.find(({ act }) => act === _id) ?? null;
  const isImport = _id === dossier.importAuthorization;
  const counted = strand ? exportStatusOn(dossier, strand, today) : null;
  const moved = isImport ? dossier.lines : (strand?.lines ?? []);
  return {
    kind: body.kind,
    number: body.number,
    isPaper: isPaper(_id),
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
