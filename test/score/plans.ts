/** One trade as it was meant, and the papers that would be written of it. */
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { toBase } from '#lib/domain/quantity.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../samples/acts.ts';
import { aCompany, NUMBER_STYLES, shiftDate } from './clerks.ts';
import type { Offices, Order } from './offices.ts';
import type { Chance } from './random.ts';

const COUNTRIES: readonly string[] = ['AU', 'CH', 'DE', 'FR', 'IN', 'KE', 'BR', 'JP'];
const GOODS = [
  ['morphine', 'sulfate-2-1-pentahydrate', 'morphine sulfate (2:1) pentahydrate', '0.7520'],
  ['codeine', 'phosphate-hemihydrate', 'codeine phosphate hemihydrate', '0.7367'],
  ['fentanyl', 'citrate', 'fentanyl citrate', '0.6365'],
  ['oxycodone', 'hydrochloride', 'oxycodone hydrochloride', '0.8964'],
  ['methadone', 'hydrochloride', 'methadone hydrochloride', '0.8946']
] as const;

export type Import = ActOf<'import-authorization'>;
export type Export = ActOf<'export-authorization'>;

/** One trade as it was meant: what is made wrong is made wrong of this. */
export interface Plan extends Order {
  readonly chance: Chance;
  readonly importing: string;
  readonly exporting: string;
  readonly number: string;
  readonly exportSerial: number;
  readonly issuedOn: string;
}

/** `share`: how much of the half year has passed; offices number what they issue day by day. */
export function aPlan(share: number, offices: Offices, chance: Chance, home?: string): Plan {
  const isImport = home !== undefined && chance.is(0.5);
  const importing = isImport ? home : chance.of(COUNTRIES.filter((one) => one !== home));
  const exporting = home && !isImport ? home : chance.of(COUNTRIES.filter((one) => one !== importing));
  const style = NUMBER_STYLES[COUNTRIES.indexOf(importing) % NUMBER_STYLES.length]!;
  return {
    chance,
    importing,
    exporting,
    number: style(offices.next(`${importing}-I`), 2026, importing),
    exportSerial: offices.next(`${exporting}-E`),
    issuedOn: shiftDate('2026-02-01', Math.floor(140 * share)),
    ...offices.order(`${importing} ${exporting}`, () => anOrder(chance), chance)
  };
}

function anOrder(chance: Chance): Order {
  const [substance, form, designation, value] = chance.of(GOODS);
  const factor = { value, source: 'computed', edition: '2026-1', date: '2026-01-01' };
  const stated = String(chance.between(20, 4000) * 250_000);
  return {
    line: aLine({ substance, form, designation, stated, factor, pharmaceuticalForm: 'powder' }),
    importer: aCompany(chance),
    exporter: aCompany(chance)
  };
}

export function anImport(plan: Plan, over: Record<string, unknown> = {}): Import {
  const { importing, exporting, number, issuedOn, line, importer, exporter } = plan;
  return anImportAuthorization({
    at: `${issuedOn}T08:00:00.000Z`,
    over: {
      issuer: importing,
      exportingCountry: exporting,
      number,
      lines: [line],
      importer,
      exporter,
      validUntil: shiftDate(issuedOn, 90),
      authority: { name: `Authority of ${importing}`, address: 'Capital' },
      ...over
    }
  });
}

/** Cites what is said, whether such an import authorization exists or not. */
export function anExport(
  plan: Plan,
  cites: { number?: string; issuedOn?: string } = {},
  over: Record<string, unknown> = {}
): Export {
  const { number = plan.number, issuedOn = plan.issuedOn } = cites;
  const paper = anImport(plan, { number, issuedOn });
  const day = shiftDate(plan.issuedOn, 6);
  return anExportAuthorization(paper, {
    at: `${day}T09:00:00.000Z`,
    over: {
      number: `${plan.exporting}-E-2026-${String(plan.exportSerial).padStart(6, '0')}`,
      importAuthorization: { number, issuedOn, authority: `Authority of ${plan.importing}` },
      authority: { name: `Authority of ${plan.exporting}`, address: 'Capital' },
      lines: [{ ...plan.line, importLine: 1 }],
      importer: plan.importer,
      exporter: plan.exporter,
      validUntil: shiftDate(plan.issuedOn, 80),
      ...over
    }
  });
}

export function left(plan: Plan, ea: Export, stated = Number(ea.body.lines[0]!.stated)): ActOf<'shipment'> {
  return aShipment(ea, { at: `${shiftDate(plan.issuedOn, 12)}T10:00:00.000Z`, stated: [String(stated)] });
}

export function arrived(
  plan: Plan,
  ea: Export,
  stated = Number(ea.body.lines[0]!.stated)
): ActOf<'endorsement'> {
  return anEndorsement(ea, { at: `${shiftDate(plan.issuedOn, 20)}T10:00:00.000Z`, stated: [String(stated)] });
}

export function whole(plan: Plan, ea: Export): DossierAct[] {
  return [ea, left(plan, ea), arrived(plan, ea)];
}

export function amountOf({ line }: Plan): number {
  return Number(line.stated);
}

export function withLine(plan: Plan, stated: number): Record<string, unknown> {
  const base = toBase(String(stated) as never, plan.line.factor.value as never);
  return { lines: [{ ...plan.line, stated: String(stated), base, importLine: 1 }] };
}
