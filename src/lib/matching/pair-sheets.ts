/**
 * Two authorizations as sheets in the form's order. An export authorization cites the import authorization's number,
 * date and authority in one box; here they are next to the cited boxes.
 */
import type { ExportAuthorizationBody, ImportAuthorizationBody, Line } from '#lib/domain/act/body.ts';
import { importLineOf } from '#lib/domain/dossier/import-use.ts';
import { bodyToSheet, type Sheet, type SheetBox } from '#lib/authorization/sheet.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

type Body = ImportAuthorizationBody | ExportAuthorizationBody;

export interface PairBox {
  readonly name: string;
  readonly label: string;
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
  readonly isSame: boolean;
  /** The right side is a citation; the document's own value is in its heading. */
  readonly isCited: boolean;
}

export interface PairGoods {
  readonly key: string;
  readonly left: Line | null;
  readonly right: Line | null;
}

export interface PairSheets {
  readonly above: readonly PairBox[];
  readonly goods: readonly PairGoods[];
  readonly below: readonly PairBox[];
}

export function pairSheets(left: Body | null, right: Body | null): PairSheets {
  const [one, other] = [left && bodyToSheet(left), right && bodyToSheet(right)];
  const cites = left?.kind === 'import-authorization' && right?.kind === 'export-authorization';
  const cited = cites ? citedTexts(right) : {};
  const order = one ?? other;
  const isBonded = left?.bondedWarehouse !== undefined || right?.bondedWarehouse !== undefined;
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
