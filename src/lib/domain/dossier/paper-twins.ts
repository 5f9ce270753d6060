/**
 * A partner that joins can issue in I2ES what this authority has recorded from its paper, under a new number. An import
 * authorization with no room for both can only mean the same goods, so they count once, as the partner's own document:
 *
 * | a decision about the two (`match-decision` with `paperRecord`) | both count          | goods                          |
 * |----------------------------------------------------------------|---------------------|--------------------------------|
 * | links them (`papers.ts`)                                       | the partner's own   | leave and arrive upon it       |
 * | is missing                                                     | the partner's own   | no new shipment or endorsement |
 * | says that they differ                                          | yes, as a finding   | no new shipment                |
 */
import type { ActOf, AuthorizationBody } from '../act/body.ts';
import { isPaper } from '../act/stand-in.ts';
import { sameName } from '../act/typed-text.ts';
import { OWN_RULE, type Problem } from '../result.ts';
import { countStrand } from './actual-quantities.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { areConsignmentsUsed, countUsing, isUsing, takenBy, unusedOf } from './import-use.ts';
import { minus, type DossierState, type StrandState } from './state.ts';

type Compared = Pick<AuthorizationBody, 'kind' | 'lines' | 'importer' | 'exporter'>;

/** The same goods between the same companies. */
export function areAlike(a: Compared, b: Compared): boolean {
  if (a.kind !== b.kind || goodsOf(a) !== goodsOf(b)) return false;
  return sameName(a.importer.name, b.importer.name) && sameName(a.exporter.name, b.exporter.name);
}

function goodsOf({ lines }: Compared): string {
  const texts = lines.map(({ substance, form, stated }) => [substance, form, stated].join());
  return texts.sort().join(' ');
}

function isTwin({ act, view }: StrandState, own: ActOf<'export-authorization'>): boolean {
  return isPaper(act._id) && !isPaper(own._id) && isUsing(view) && areAlike(act.body, own.body);
}

/** The dossier in which `own` is judged: a record of the same goods takes nothing from it. */
export function withoutTwins(state: DossierState, own: ActOf<'export-authorization'>): DossierState {
  const twins = state.papers ? state.strands.filter((one) => isTwin(one, own)) : [];
  if (twins.length === 0) return state;
  const lines = state.lines.map((line) => {
    const taken = twins.flatMap(({ view }) =>
      view.lines.filter(({ importLine }) => importLine === line.no).map((one) => takenBy(view, one))
    );
    return { ...line, taken: taken.reduce(minus, line.taken) };
  });
  return { ...state, lines, strands: state.strands.filter((one) => twins.indexOf(one) < 0) };
}

/** Each record has one twin at most, and is the twin of one. */
export function pairTwins(state: DossierState): void {
  const { papers, strands } = state;
  if (papers === null || !isExceeded(state)) return;
  for (const record of strands) {
    const alike = strands.filter(
      ({ act, view }) => isUsing(view) && view.twin === undefined && isTwin(record, act)
    );
    const open = alike.find(({ act }) => !papers.denied.has(`${record.act._id} ${act._id}`));
    const own = open ?? alike[0];
    if (!own) continue;
    record.view.twin = own.act._id;
    own.view.twin = record.act._id;
    if (!open) continue;
    countStrand(state, record, -1);
    record.view.isPresumed = true;
    countStrand(state, record, 1);
  }
}

function isExceeded({ importAuthorization: ia, lines, strands }: DossierState): boolean {
  if (ia === null) return false;
  const exports = strands.map(({ view }) => view);
  const isMore = areConsignmentsUsed(ia.body.consignments, countUsing(exports) - 1);
  return isMore || lines.some((line) => unusedOf(line, exports) < 0);
}

/** No authority has decided whether it and its twin are the same. */
export function isUndecided(
  { exports }: Pick<Dossier, 'exports'>,
  { act, isPresumed }: ExportStrand
): boolean {
  return isPresumed === true || exports.some((one) => one.twin === act && one.isPresumed);
}

/** The import authorization covers the goods of only one of the two. */
export function judgeTwin(
  dossier: Dossier,
  of: ExportStrand | undefined,
  what: 'shipment' | 'endorsement'
): readonly Problem[] {
  const twin = dossier.exports.find(({ act }) => act === of?.twin);
  if (!of || !twin || (what === 'endorsement' && !isUndecided(dossier, of))) return [];
  const values = { number: of.number, other: twin.number };
  return [{ code: 'paper.twin.undecided', values, article: OWN_RULE }];
}
