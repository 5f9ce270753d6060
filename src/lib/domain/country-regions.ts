/**
 * The geographical regions of the United Nations Statistics Division (M49) and which countries and territories lie in
 * each, read from `datasets/country-codes` (public domain, ODC-PDDL; state of 15 May 2026). Antarctica lies in none.
 */
import type { CountryCode } from './ids.ts';

export const REGIONS = ['africa', 'americas', 'asia', 'europe', 'oceania'] as const;
export type Region = (typeof REGIONS)[number];

const MEMBERS: Readonly<Record<Region, string>> = {
  africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA ' +
    'NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW',
  americas:
    'AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF ' +
    'MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI',
  asia:
    'AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK ' +
    'PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE',
  europe:
    'AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT ' +
    'NL NO PL PT RO RS RU SE SI SJ SK SM UA VA',
  oceania: 'AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS'
};

const REGION_OF = new Map<string, Region>();
for (const region of REGIONS) for (const code of MEMBERS[region].split(' ')) REGION_OF.set(code, region);

export function regionOf(country: CountryCode): Region | null {
  return REGION_OF.get(country) ?? null;
}

export function countriesOf(region: Region): readonly CountryCode[] {
  return MEMBERS[region].split(' ') as readonly string[] as readonly CountryCode[];
}
