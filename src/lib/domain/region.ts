/**
 * United Nations standard M49, from Unicode CLDR 48.2 (territoryContainment), which follows it. Antarctica is in none.
 */
import type { CountryCode } from './ids.ts';
import { partsOfRegion, REGIONS, type RegionCode, type SubRegion } from './region-codes.ts';

const COUNTRIES: Readonly<Record<SubRegion, string>> = {
  '145': 'AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE',
  '143': 'KG KZ TJ TM UZ',
  '030': 'CN HK JP KP KR MN MO TW',
  '034': 'AF BD BT IN IR LK MV NP PK',
  '035': 'BN ID KH LA MM MY PH SG TH TL VN',
  '154': 'AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ',
  '155': 'AT BE CH DE FR LI LU MC NL',
  '151': 'BG BY CZ HU MD PL RO RU SK UA',
  '039': 'AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA',
  '015': 'DZ EG EH LY MA SD TN',
  '011': 'BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG',
  '017': 'AO CD CF CG CM GA GQ ST TD',
  '014': 'BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW',
  '018': 'BW LS NA SZ ZA',
  '021': 'BM CA GL PM US',
  '013': 'BZ CR GT HN MX NI PA SV',
  '029': 'AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI',
  '005': 'AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE',
  '053': 'AU CC CX HM NF NZ',
  '054': 'FJ NC PG SB VU',
  '057': 'FM GU KI MH MP NR PW UM',
  '061': 'AS CK NU PF PN TK TO TV WF WS'
};

/** None for an empty or unknown code: a draft holds any text. */
export function countriesOfRegion(code: string): readonly CountryCode[] {
  return partsOfRegion(code)
    .flatMap((part) => COUNTRIES[part].split(' ').map((code) => code as CountryCode))
    .sort();
}

const REGION_OF = new Map<string, RegionCode>(
  REGIONS.flatMap((region) => countriesOfRegion(region).map((country) => [country, region] as const))
);

/** Null for Antarctica. */
export function regionOf(country: CountryCode): RegionCode | null {
  return REGION_OF.get(country) ?? null;
}
