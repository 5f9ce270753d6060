/** The trade of one country that both benches of a full device read. */
import type { Act } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import {
  aCodeineLine,
  aLine,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU
} from '../samples/acts.ts';

const PARTNERS = ['CH', 'CH', 'CH', 'CH', 'DE', 'DE', 'FR', 'IN', 'GB', 'NL'];
const SUBSTANCES = CURRENT_EDITION.edition.rows.slice(0, 60).map(({ key }) => key);
const COMPANIES = 400;

interface Asked {
  readonly partners?: readonly string[];
  readonly first?: number;
}

/**
 * Dossiers of five documents with ten partners' shares (four tenths with one), sixty substances and four hundred
 * companies: order, export, shipment, endorsement, and a receipt that both own documents were delivered.
 */
export function* manyTrades({ partners = PARTNERS, first = 1 }: Asked = {}): Generator<Act> {
  const seen = new Map<string, number>();
  const numbered = (act: Act): Act => {
    const seq = (seen.get(act.body.issuer) ?? 0) + 1;
    seen.set(act.body.issuer, seq);
    return { ...act, body: { ...act.body, seq: { AU: seq } } } as Act;
  };
  for (let serial = first; ; serial++) {
    const day = `2026-${String(1 + (serial % 11)).padStart(2, '0')}-${String(1 + (serial % 28)).padStart(2, '0')}`;
    const at = `${day}T08:00:00.000Z`;
    const partner = partners[serial % partners.length] as CountryCode;
    const company = { name: `Company ${(serial * 7) % COMPANIES}`, address: 'Main Street 1', country: AU };
    const substance = SUBSTANCES[(serial * 13) % SUBSTANCES.length]!;
    const lines = [aLine({ substance, designation: substance, form: 'base' }), aCodeineLine()];
    const numberOf = (country: CountryCode, kind: 'import-authorization' | 'export-authorization'): string =>
      formatNumber({ country, kind, year: 2026, serial });
    const number = numberOf(AU, 'import-authorization');
    const over = { number, consignments: 0, exportingCountry: partner, importer: company, lines };
    const ia = anImportAuthorization({ at, over: over as never });
    const granted = { issuer: partner, number: numberOf(partner, 'export-authorization'), importer: company };
    const ea = anExportAuthorization(ia, { at, over: granted } as never);
    const end = anEndorsement(ea, { at });
    yield* [ia, ea, aShipment(ea, { at, issuer: partner } as never), end].map(numbered);
    yield delivered(partner, at, [ia._id, end._id]);
  }
}

function delivered(where: CountryCode, at: string, of: readonly string[]): Act {
  const by = { person: 'exchange', name: 'Exchange', function: 'Exchange' };
  const told = { issuer: 'EXCHANGE', to: [AU], seq: {}, at, by, stage: 'delivered', where, of };
  return anAct({ schema: 1, kind: 'receipt', ...told } as never);
}
