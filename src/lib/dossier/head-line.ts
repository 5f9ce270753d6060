import type { ActOf } from '#lib/domain/act/body.ts';
import type { Party } from '#lib/domain/goods/goods.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { countryName, formatQuantity, formatSeries } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

const MAX_GOODS = 2;
/** A longer last line is the whole address, not a town. */
const MAX_TOWN_LENGTH = 60;

/** `authority`: whose side the line describes, as the rows of the register do. */
export function headLine(
  { body }: ActOf<'import-authorization'> | ActOf<'export-authorization'>,
  authority: AuthorityCode | undefined
): string {
  const isImport = body.kind === 'import-authorization';
  const importing = (isImport ? body.issuer : body.importingCountry) as CountryCode;
  const exporting = (isImport ? body.exportingCountry : body.issuer) as CountryCode;
  const lead = importing === authority ? m.dossier_lead_import : m.dossier_lead;
  const way = lead({
    importing: partyText(body.importer, importing),
    exporting: partyText(body.exporter, exporting)
  });
  const goods = body.lines
    .slice(0, MAX_GOODS)
    .map(({ designation, stated }) => `${designation} ${formatQuantity(stated)}`);
  const others = body.lines.length - goods.length;
  const more = others > 0 ? ` ${m.register_more_substances({ count: others })}` : '';
  return `${way} · ${formatSeries(goods)}${more}`;
}

function partyText({ name, address }: Party, country: CountryCode): string {
  const land = countryName(country);
  return formatSeries([name, ...townOf(address, land), land]);
}

/** Addresses follow each country's own style; the last line is the town unless it is the country. */
function townOf(address: string, land: string): readonly string[] {
  const lines = address
    .split(/\n|,\s/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && foldText(line) !== foldText(land));
  const town = lines.at(-1);
  return town === undefined || town.length > MAX_TOWN_LENGTH ? [] : [town];
}
