/** Compares shipments and receipts while typed, as they will be after signing. */
import type { ActOf, ActualLine } from '../act/body.ts';
import { quantitiesOf } from '../dossier/state.ts';
import { compare, sidesOf, type Comparison } from './comparison.ts';

/** `shipment`: given for an endorsement; `undefined` for a shipment itself. */
export function compareTyped(
  { _id: on, body }: ActOf<'export-authorization'>,
  actual: ActualLine,
  shipment?: ActOf<'shipment'> | null
): Comparison | null {
  const line = body.lines.find(({ no }) => no === actual.no);
  if (!line) return null;
  const shipped = shipment?.body.lines.find(({ no }) => no === actual.no);
  const pair =
    shipment === undefined ? 'export-shipment' : shipped ? 'shipment-endorsement' : 'export-endorsement';
  const about = { on, number: body.number, line: line.no, importLine: line.importLine ?? null };
  const paired = { pair, goods: line, target: line, basis: 'stated', ...sidesOf(body) } as const;
  return compare(about, paired, quantitiesOf(shipped ?? line), quantitiesOf(actual));
}
