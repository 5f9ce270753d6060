/**
 * Two authorizations as sheets in the form's order. An export authorization cites the import authorization's number,
 * date and authority in one box; here they are next to the cited boxes.
 */
import { statedAs } from '#lib/domain/act/stated-as.ts';
import {
  type AuthorizationBody,
  type ExportAuthorizationBody,
  type Line,
  type Act,
  type ActOf,
  type ActualLine,
  type AuthorizationAct
} from '#lib/domain/act/body.ts';
import { readAct, readAuthorization } from '#lib/domain/act/stand-in.ts';
import { importLineOf, comparedAs } from '#lib/domain/dossier/import-use.ts';
import { bodyToSheet, type Sheet, type SheetBox } from '#lib/authorization/sheet.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { quantitiesOf } from '#lib/domain/dossier/state.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import { aBar } from '#lib/dossier/quantity-lines.ts';
import type { QuantityLine } from '#lib/ui/figure/QuantityBars.svelte';
import type { MatchingRow } from './matching-rows.ts';

export interface PairBox {
  readonly name: string;
  readonly label: string;
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
  readonly isSame: boolean;
  /** The right side is a citation; the document's own value is in its heading. */
  readonly isCited: boolean;
}

interface PairGoods {
  readonly key: string;
  readonly left: Line | null;
  readonly right: Line | null;
}

export interface PairSheets {
  readonly above: readonly PairBox[];
  readonly goods: readonly PairGoods[];
  readonly below: readonly PairBox[];
}

export function pairSheets(left: AuthorizationBody | null, right: AuthorizationBody | null): PairSheets {
  const [one, other] = [left && bodyToSheet(left), right && bodyToSheet(right)];
  const cites = left?.kind === 'import-authorization' && right?.kind === 'export-authorization';
  const cited = cites ? citedTexts(right) : {};
  const order = one ?? other;
  const isBonded = [left, right].some((body) => body !== null && 'bondedWarehouse' in body);
  const asNoWarehouse = (box: PairBox): PairBox =>
    box.name === 'bonded' && !isBonded && box.left && box.right
      ? { ...box, right: box.left, isSame: true }
      : box;
  const boxes = (part: 'above' | 'below'): readonly PairBox[] => {
    const own = order?.[part] ?? [];
    const rest = (other?.[part] ?? []).filter(
      ({ name }) => !(cites && name === 'reference') && !own.some((box) => box.name === name)
    );
    return [...own, ...rest].map((box) => toPair(box, one, other, cited)).map(asNoWarehouse);
  };
  return {
    above: boxes('above'),
    goods: pairGoods(left?.lines ?? [], right?.lines ?? []),
    below: boxes('below')
  };
}

type Cited = Readonly<Partial<Record<SheetBox['name'], readonly string[]>>>;

function citedTexts({ importAuthorization: cited }: ExportAuthorizationBody): Cited {
  // An emergency export cites nothing to compare.
  if (!cited) return {};
  return { number: [cited.number], issuedOn: [formatDate(cited.issuedOn)], authority: [cited.authority] };
}

function toPair({ name, label }: SheetBox, one: Sheet | null, other: Sheet | null, cited: Cited): PairBox {
  const [left, right] = [textsIn(one, name), cited[name] ?? textsIn(other, name)];
  const shown = name === 'authority' && cited.authority && left ? left.slice(0, 1) : left;
  const isSame = shown !== null && right !== null && shown.join('\n') === right.join('\n');
  return { name, label, left: shown, right, isSame, isCited: cited[name] !== undefined };
}

function textsIn(sheet: Sheet | null, name: SheetBox['name']): readonly string[] | null {
  const box = sheet && [...sheet.above, ...sheet.below].find((one) => one.name === name);
  if (!box) return null;
  return box.texts.length === 1 && box.texts[0] === m.form_not_stated() ? [] : box.texts;
}

function pairGoods(left: readonly Line[], right: readonly Line[]): readonly PairGoods[] {
  const taken = new Set<number>();
  const pairs = right.map((line): PairGoods => {
    const target = importLineOf(line, left);
    if (target) taken.add(target.no);
    return { key: `${target?.no ?? ''} ${line.no}`, left: target, right: line };
  });
  const others = left.filter(({ no }) => !taken.has(no));
  return [...pairs, ...others.map((line) => ({ key: `${line.no}`, left: line, right: null }))];
}

export interface Pair {
  readonly left: AuthorizationAct | null;
  readonly right: AuthorizationAct | null;
  readonly shipment: ActOf<'shipment'> | null;
  readonly endorsement: ActOf<'endorsement'> | null;
}

interface Known {
  act(id: ActId): Act | null;
  dossier(key: DossierKey): Dossier | null;
}

export function pairOf({ finding, proposal }: MatchingRow, chosen: number, known: Known): Pair {
  const dossier = known.dossier(finding.dossier);
  const strand = dossier?.exports.find(({ act }) => act === finding.on);
  const proposed = proposal?.candidates[chosen]?.act._id ?? null;
  const summed = proposal?.sum?.kind === 'one-import' ? proposal.sum.import : null;
  const twin = finding.says.kind === 'twice' ? finding.says.other : null;
  const left = authorization(known, twin ?? proposed ?? summed ?? dossier?.importAuthorization ?? null);
  const right = authorization(known, finding.on);
  const endorsed = strand?.endorsement ? known.act(strand.endorsement) : null;
  return {
    left,
    right: left?._id === right?._id ? null : right,
    shipment: strand?.shipment ? statedAs(known.act(strand.shipment), 'shipment') : null,
    endorsement: statedAs(endorsed && readAct(endorsed), 'endorsement')
  };
}

function authorization(known: Known, id: ActId | null): AuthorizationAct | null {
  return readAuthorization(id && known.act(id));
}

/** No bar for quantities that could not be entered yet. */
export function pairToBars(goods: readonly PairGoods[], pair: Pair): readonly QuantityLine[] {
  return goods.map(({ key, left, right }) => {
    // With two factors, only the bases differ.
    const hasTwo = left && right && left.factor.value !== right.factor.value;
    const measure = hasTwo ? 'base' : left && right ? comparedAs(right, left) : 'stated';
    const line = left ?? right;
    const bar = (name: string, stated: Pick<Line, 'stated' | 'base'> | null | undefined) =>
      aBar(name, stated ? quantitiesOf(stated) : null, measure);
    const name = line?.designation ?? '';
    const bars = [bar(leftName(pair), left), bar(rightName(pair), right)];
    const [shipped, arrived] = [lineIn(pair.shipment, right), lineIn(pair.endorsement, right)];
    if (shipped) bars.push(bar(m.matching_bar_shipped(), shipped));
    if (arrived) bars.push(bar(m.matching_bar_arrived(), arrived));
    const label = measure === 'stated' ? name : m.dossier_line_in_base({ designation: name });
    return { key, label, bars, differences: [] };
  });
}

function leftName({ left }: Pair): string {
  return left?.body.kind === 'export-authorization' ? m.matching_bar_export() : m.matching_bar_import();
}

function rightName({ right }: Pair): string {
  return right?.body.kind === 'import-authorization' ? m.matching_bar_import() : m.matching_bar_export();
}

function lineIn(
  act: ActOf<'shipment'> | ActOf<'endorsement'> | null,
  line: Line | null
): ActualLine | undefined {
  return act?.body.lines.find(({ no }) => no === line?.no);
}
