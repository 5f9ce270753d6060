/**
 * Reads a paper record as the partner's document that it replaces, for every rule. The id stays the record's, so that every
 * screen can tell it from the partner's own document.
 */
import type { ActId, CountryCode } from '../ids.ts';
import {
  asKind,
  isAuthorization,
  type Act,
  type ActOf,
  type AuthorizationAct,
  type DossierAct
} from './body.ts';
import { exportingCountryOf, importingCountryOf } from './dossier-key.ts';
import type { DossierBody } from './kinds.ts';
import { toExportBody } from './kinds/export-declaration.ts';
import type { PaperRecordBody } from './kinds/paper-record.ts';

/** The mark of everything that is read from paper. */
export function isPaper(id: ActId): boolean {
  return id.indexOf(':paper-record:') > 0;
}

/** The authority whose paper it is: the other one of the dossier. */
export function authorOfPaper({ issuer, dossier }: PaperRecordBody): CountryCode {
  const importing = importingCountryOf(dossier);
  return issuer === importing ? exportingCountryOf(dossier) : importing;
}

/** Null for an instrument without an electronic counterpart in the dossier. */
export function standInOf({ body }: Pick<ActOf<'paper-record'>, 'body'>): DossierBody | null {
  const {
    paper,
    comparedBy: _by,
    comparedOn: _on,
    scan: _scan,
    corrects: _corrects,
    evidence: _reply,
    ...head
  } = body;
  const { instrument, ...particulars } = paper;
  const as = (more: object): DossierBody =>
    ({
      ...head,
      ...particulars,
      issuer: authorOfPaper(body),
      to: [head.issuer],
      ...more
    }) as object as DossierBody;
  if (instrument === 'import-authorization') return as({ kind: instrument, exportingCountry: head.issuer });
  if (instrument === 'export-authorization' || instrument === 'export-declaration')
    return as({ kind: instrument, importingCountry: head.issuer });
  if (instrument === 'endorsed-copy') return as({ kind: 'endorsement' });
  if (instrument === 'objection') return as({ kind: 'reply', answer: 'objection' });
  return instrument === 'reply' || instrument === 'cancellation' ? as({ kind: instrument }) : null;
}

/** The act itself, or a record as the partner's document that it replaces. */
export function readAct<A extends Act>(act: A): A | DossierAct {
  const body = act.body.kind === 'paper-record' ? standInOf(act as Act as ActOf<'paper-record'>) : null;
  return body ? { ...act, body } : act;
}

/** An authorization, or what a record says of one on paper. */
export function readAuthorization(act: Act | null | undefined): AuthorizationAct | null {
  const read = act ? readAct(act) : null;
  return isAuthorization(read) ? read : null;
}

/** The rules for goods of an export authorization also hold for those of a declaration (1971 art. 12(2)). */
export function asExport(act: Act | null | undefined): ActOf<'export-authorization'> | null {
  const read = act ? readAct(act) : null;
  const declaration = asKind(read, 'export-declaration');
  return declaration
    ? { ...declaration, body: toExportBody(declaration.body) }
    : asKind(read, 'export-authorization');
}
