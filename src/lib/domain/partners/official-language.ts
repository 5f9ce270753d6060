/**
 * First guess of the language for a country: the official one with the most readers. Source: Unicode CLDR 48.2
 * (`territoryInfo`, official and de facto official languages). Exception: Israel, which CLDR lists with Arabic, has
 * none here (general knowledge, not sourced). The writer can change it; for a country without a row, ask.
 */
import type { CountryCode } from '../ids.ts';
import type { LetterLanguage } from '../registration/request.ts';

const COUNTRIES: Readonly<Record<LetterLanguage, string>> = {
  en:
    'AG AI AS AU BB BM BS BW BZ CA CC CK CX DM ER FJ FK FM GB GD GG GH GI GM GS GU GY IE IM IN IO JE ' +
    'JM KE KI KN KY LC LR LS MH MP MS MT MW NA NF NG NR NU NZ PG PH PK PN PW RW SB SG SH SL SS SX SZ ' +
    'TC TK TO TT TV TZ UG UM US VC VG VI VU WS ZA ZM ZW',
  fr:
    'BE BF BI BJ BL CD CF CG CH CI CM DJ FR GA GF GN GP HT LU MC MF MG ML MQ MU NC NE PF PM RE SC SN ' +
    'TG WF YT',
  es: 'AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE',
  ru: 'BY KG KZ RU UA',
  zh: 'CN HK MO TW',
  ar: 'AE BH DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE'
};

export function officialLanguage(country: CountryCode): LetterLanguage | null {
  const languages = Object.keys(COUNTRIES) as LetterLanguage[];
  return languages.find((language) => COUNTRIES[language].split(' ').indexOf(country) >= 0) ?? null;
}
