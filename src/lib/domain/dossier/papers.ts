/**
 * Puts paper records in the place of the partner's missing documents, before the fold. What the partner issued itself
 * counts, and a record of it is only shown beside (rule R25): nothing is counted twice.
 *
 * | a record of                     | counts as the partner's, unless                                   |
 * |---------------------------------|-------------------------------------------------------------------|
 * | an import authorization         | that one is here, or a record of it that allows less              |
 * | an export authorization         | one with its number and date is here, or a decision names its own |
 * | an export declaration           | that one is here                                                  |
 * | an endorsed copy                | the partner endorsed that export itself                           |
 * | a reply, objection, cancellation| (always)                                                          |
 * | a record that was corrected     | never (`corrected-papers.ts`)                                     |
 */
import type { ActOf, ActualLine, DossierAct, Line } from '../act/body.ts';
import { parseActId } from '../act/act-id.ts';
import { normalizeNumber } from '../act/dossier-key.ts';
import { paperLinks, supersededBy, type PaperLink } from './corrected-papers.ts';
import { isPaper, readAct, readAuthorization } from '../act/stand-in.ts';
import { sameName } from '../act/typed-text.ts';
import type { ActId, MicrogramsText } from '../ids.ts';
import { microgramsOf, toBase } from '../quantity.ts';
import type { Problem } from '../result.ts';

type ImportAct = ActOf<'import-authorization'>;
type ExportAct = ActOf<'export-authorization'> | ActOf<'export-declaration'>;

export interface Papers {
  readonly acts: readonly DossierAct[];
  /** Import authorizations on paper, each a limit of the exports that name its record. */
  readonly limits: readonly ImportAct[];
  /** Record, and what counts in its place. */
  readonly beside: ReadonlyMap<ActId, ActId>;
  readonly links: readonly PaperLink[];
  readonly superseded: ReadonlyMap<ActId, ActId>;
  readonly differences: readonly Problem[];
  /** Record and own document that the latest decision says are not the same. */
  readonly denied: ReadonlySet<string>;
}

export function readPapers(given: readonly DossierAct[]): Papers | null {
  if (!given.some(({ _id }) => isPaper(_id))) return null;
  const links = paperLinks(given);
  const superseded = supersededBy(links);
  const acts = superseded.size === 0 ? given : given.map((act) => cancelNewest(act, superseded));
  const read = acts.map(readAct);
  const withdrawn = new Map([...acts.flatMap((act) => withdrawnBy(acts, act)), ...superseded]);
  const counted = read.filter(({ _id }) => !withdrawn.has(_id));
  const cancelled = new Set(counted.flatMap(({ body }) => (body.kind === 'cancellation' ? [body.of] : [])));
  const isOpen = ({ _id }: DossierAct): boolean => !cancelled.has(_id);
  const beside = new Map<ActId, ActId>();
  const isHere = ({ _id }: DossierAct): boolean => !superseded.has(_id);
  const imports = read.filter(isImport).filter(isHere);
  const limits = imports.filter((act) => isPaper(act._id) && isOpen(act));
  const opener = imports.find(({ _id }) => !isPaper(_id)) ?? lowest(limits) ?? imports[0];
  for (const { _id } of imports)
    if (opener && isPaper(_id) && _id !== opener._id) beside.set(_id, opener._id);
  const exports = read.filter(isExport);
  // A cancelled authorization of the partner still is the one on the paper: the fold judges whether it was cancelled.
  const aside = exports.filter((one) => !isPaper(one._id) && !isOpen(one));
  const candidates = [...exports.filter(isOpen), ...aside].filter(isHere);
  for (const act of exports.filter(isHere)) {
    const other = isPaper(act._id) ? counterpartOf(act, candidates, decidedOn(acts, act, superseded)) : null;
    if (other) beside.set(act._id, other._id);
  }
  const resolve = (id: ActId): ActId => {
    const other = superseded.get(id) ?? beside.get(id);
    return other ? resolve(other) : id;
  };
  const renamed = read.map((act) => rename(act, resolve, exports));
  for (const { _id, body } of renamed) {
    if (!isPaper(_id) || body.kind !== 'endorsement' || withdrawn.has(_id)) continue;
    const own = renamed.find((one) => !isPaper(one._id) && isEndorsementOf(one, body.exportAuthorization));
    if (own) beside.set(_id, own._id);
  }
  const byId = new Map(renamed.map((act) => [act._id, act]));
  const differences = [...beside].flatMap(([record, by]) => compare(byId.get(record), byId.get(by)));
  const replaced = new Map([...beside, ...withdrawn]);
  const denied = deniedIn(acts, superseded);
  return { acts: renamed, limits, beside: replaced, links, superseded, differences, denied };
}

function deniedIn(acts: readonly DossierAct[], superseded: ReadonlyMap<ActId, ActId>): ReadonlySet<string> {
  const denied = new Set<string>();
  for (const { body } of acts) {
    if (body.kind !== 'match-decision' || !body.paperRecord || !body.exportAuthorization) continue;
    const pair = `${newestOf(body.paperRecord, superseded)} ${body.exportAuthorization}`;
    if (body.decision === 'unlink') denied.add(pair);
    else denied.delete(pair);
  }
  return denied;
}

/** A cancellation of an earlier record, or of the paper as it was recorded first, cancels the newest. */
function cancelNewest(act: DossierAct, superseded: ReadonlyMap<ActId, ActId>): DossierAct {
  const { body } = act;
  const moved = <T extends { readonly of: ActId }>(one: T): T => ({
    ...one,
    of: newestOf(one.of, superseded)
  });
  if (body.kind === 'cancellation') return { ...act, body: moved(body) };
  if (body.kind !== 'paper-record' || body.paper.instrument !== 'cancellation') return act;
  return { ...act, body: { ...body, paper: moved(body.paper) } };
}

/** Its holder cancels a record that it mistyped and records the paper anew; an authorization is cancelled as every one. */
function withdrawnBy(acts: readonly DossierAct[], { _id, body }: DossierAct): readonly [ActId, ActId][] {
  if (body.kind !== 'cancellation' || !isPaper(body.of) || parseActId(body.of)?.issuer !== body.issuer)
    return [];
  const record = acts.find((one) => one._id === body.of);
  return record && !readAuthorization(record) ? [[record._id, _id]] : [];
}

function isImport(act: DossierAct): act is ImportAct {
  return act.body.kind === 'import-authorization';
}

function isExport(act: DossierAct): act is ExportAct {
  return act.body.kind === 'export-authorization' || act.body.kind === 'export-declaration';
}

function isEndorsementOf({ body }: DossierAct, of: ActId): boolean {
  return body.kind === 'endorsement' && body.exportAuthorization === of;
}

/** The record that allows less holds, of two records of one paper. */
function lowest(limits: readonly ImportAct[]): ImportAct | undefined {
  const base = ({ body }: ImportAct): number =>
    body.lines.reduce((sum, one) => sum + microgramsOf(one.base), 0);
  return limits.reduce<ImportAct | undefined>(
    (low, one) => (low === undefined || base(one) < base(low) ? one : low),
    undefined
  );
}

/** The export authorization that the latest decision says the record is of. */
function decidedOn(
  acts: readonly DossierAct[],
  { _id }: ExportAct,
  superseded: ReadonlyMap<ActId, ActId>
): ActId | undefined {
  let decided: ActId | undefined;
  for (const { body } of acts)
    if (body.kind === 'match-decision' && body.paperRecord && newestOf(body.paperRecord, superseded) === _id)
      decided = body.decision === 'link' ? body.exportAuthorization : undefined;
  return decided;
}

function newestOf(id: ActId, superseded: ReadonlyMap<ActId, ActId>): ActId {
  return superseded.get(id) ?? id;
}

/** The partner's own, or the first record of the same paper. */
function counterpartOf(
  record: ExportAct,
  exports: readonly ExportAct[],
  decided: ActId | undefined
): ExportAct | null {
  const alike = exports.filter((one) => one._id === decided || isSamePaper(one, record));
  const counts = alike.find(({ _id }) => !isPaper(_id)) ?? alike[0];
  return counts && counts._id !== record._id ? counts : null;
}

function isSamePaper({ body: a }: ExportAct, { body: b }: ExportAct): boolean {
  // The dossier is of one number and date of despatch.
  if (a.kind === 'export-declaration' && b.kind === a.kind) return true;
  return a.issuedOn === b.issuedOn && normalizeNumber(a.number) === normalizeNumber(b.number);
}

/** Acts about a record apply to the document that counts in its place; a letter that cancels a paper cancels only that. */
function rename(act: DossierAct, resolve: (id: ActId) => ActId, exports: readonly ExportAct[]): DossierAct {
  const { body } = act;
  if (body.kind === 'reply')
    return body.on === resolve(body.on) ? act : { ...act, body: { ...body, on: resolve(body.on) } };
  if (body.kind === 'suspension')
    return body.of === resolve(body.of) ? act : { ...act, body: { ...body, of: resolve(body.of) } };
  const stated = body.kind === 'paper-record' ? body.paper : body;
  const from = 'exportAuthorization' in stated ? stated.exportAuthorization : undefined;
  const isOfGoods =
    body.kind === 'shipment' ||
    body.kind === 'endorsement' ||
    body.kind === 'correction' ||
    body.kind === 'paper-record';
  const id = from && resolve(from);
  if (!isOfGoods || !from || !id || id === from) return act;
  const find = (one: ActId): readonly Line[] => exports.find(({ _id }) => _id === one)?.body.lines ?? [];
  const moved = <T extends object>(one: T): T =>
    'lines' in one
      ? { ...one, lines: inLinesOf(find(id), one.lines as readonly ActualLine[], find(from)) }
      : one;
  if (body.kind === 'paper-record')
    return {
      ...act,
      body: { ...body, paper: moved({ ...body.paper, exportAuthorization: id }) }
    } as DossierAct;
  const { shipment, endorsement } = body.kind === 'correction' ? body : {};
  const corrected = {
    ...(shipment ? { shipment: moved(shipment) } : {}),
    ...(endorsement ? { endorsement: moved(endorsement) } : {})
  };
  return { ...act, body: { ...moved(body), ...corrected, exportAuthorization: id } } as DossierAct;
}

/** Quantities of the record's lines, as lines of the partner's own document: of the same goods, by its factor. */
function inLinesOf(
  lines: readonly Line[],
  actuals: readonly ActualLine[],
  recorded: readonly Line[]
): readonly ActualLine[] {
  const left = actuals.slice();
  return lines.map(({ no, substance, form, factor }) => {
    const at = left.findIndex((one) => {
      const line = recorded.find((known) => known.no === one.no);
      return line?.substance === substance && line.form === form;
    });
    const [actual] = at < 0 ? [] : left.splice(at, 1);
    const stated = actual?.stated ?? ('0' as MicrogramsText);
    return { no, stated, base: toBase(stated, factor.value) };
  });
}

/** Two records of one paper, or a record and the partner's own document, should say the same. */
function compare(record: DossierAct | undefined, counted: DossierAct | undefined): Problem[] {
  if (!record || !counted || !('lines' in record.body) || !('lines' in counted.body)) return [];
  const [a, b] = [record.body, counted.body];
  const number = 'number' in b ? b.number : '';
  const problems: Problem[] = [];
  for (let at = 0; at < Math.max(a.lines.length, b.lines.length); at++)
    if (lineText(a.lines[at]) !== lineText(b.lines[at])) {
      const figures = { quantity: a.lines[at]?.stated ?? '0', other: b.lines[at]?.stated ?? '0' };
      const values = { number, line: at + 1, ...figures };
      problems.push({ code: 'matching.paper.line.differs', path: record._id, values, weight: 'todo' });
    }
  if (termsText(a) !== termsText(b) || !haveSameParties(a, b))
    problems.push({ code: 'matching.paper.differs', path: record._id, values: { number }, weight: 'todo' });
  return problems;
}

function lineText(line: Partial<Line> | undefined): string {
  return line ? [line.substance, line.form, line.stated].join() : '';
}

type Recorded = DossierAct['body'];

function termsText(body: Recorded): string {
  if (!('validUntil' in body)) return 'receivedOn' in body ? body.receivedOn : '';
  return [body.validUntil, 'consignments' in body ? body.consignments : ''].join();
}

function haveSameParties(a: Recorded, b: Recorded): boolean {
  if (!('importer' in a) || !('importer' in b)) return true;
  return sameName(a.importer.name, b.importer.name) && sameName(a.exporter.name, b.exporter.name);
}
