/** Box contents in the form's words; missing values are named as missing. */
import type { ImportReference, Party, Purpose, TransportMode } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { purposeWord, transportWord } from '#lib/i18n/particular-words.ts';
import type { BoxText } from './boxes.ts';
import { shortActId } from './figures.ts';
import type { AuthorizationAct, FormLocale } from './print-request.ts';

type Body = AuthorizationAct['body'];

export function statedTexts(text: string | undefined, locale: FormLocale): BoxText[] {
  return text ? [{ text }] : [{ text: m.form_not_stated({}, { locale }), small: true }];
}

export function transportTexts(mode: TransportMode | undefined, locale: FormLocale): BoxText[] {
  return statedTexts(mode && transportWord(mode, locale), locale);
}

export function purposeText(purpose: Purpose, locale: FormLocale): BoxText {
  return { text: purposeWord(purpose, locale) };
}

/** `Australia (AU)`: name for the reader, code for comparison. */
export function countryText(code: AuthorityCode, locale: FormLocale): string {
  const name = countryName(code, locale);
  return name === code ? code : `${name} (${code})`;
}

export function partyTexts({ name, address, country, licence }: Party, locale: FormLocale): BoxText[] {
  const texts: BoxText[] = [
    { text: name, bold: true },
    { text: address },
    ...(country ? [{ text: countryText(country, locale) }] : [])
  ];
  return licence ? [...texts, { text: m.form_licence({ number: licence }, { locale }), small: true }] : texts;
}

export function authorityTexts({ kind, authority, issuer }: Body, locale: FormLocale): BoxText[] {
  const in_ = { locale };
  const authorizes = kind === 'import-authorization' ? m.form_authorizes_import : m.form_authorizes_export;
  const basis = authority.legalBasis ?? m.form_not_stated({}, in_);
  return [
    { text: authority.name, bold: true },
    { text: authority.address },
    { text: countryText(issuer, locale) },
    { text: m.form_legal_basis({ text: basis }, in_), small: true },
    { text: authorizes({}, in_) }
  ];
}

/** 1961 art. 31(4)(d); 0 is "no limit stated". */
export function consignmentsText(count: number, locale: FormLocale): BoxText {
  const in_ = { locale };
  if (count === 1) return { text: m.form_consignments_one({}, in_) };
  return {
    text: count === 0 ? m.form_consignments_unlimited({}, in_) : m.form_consignments_many({ count }, in_)
  };
}

/** 1961 art. 31(9): a bonded warehouse needs the importing Government's certificate. */
export function bondedTexts({ kind, bondedWarehouse }: Body, locale: FormLocale): BoxText[] {
  if (bondedWarehouse) return partyTexts(bondedWarehouse, locale);
  const words = kind === 'import-authorization' ? m.form_bonded_none : m.form_bonded_none_export;
  return [{ text: words({}, { locale }), small: true }];
}

export function referenceTexts(cited: ImportReference, locale: FormLocale): BoxText[] {
  const in_ = { locale };
  const date = formatDate(cited.issuedOn, locale);
  return [
    { text: m.form_reference_number({ number: cited.number }, in_), bold: true },
    { text: m.form_reference_date({ date }, in_) },
    { text: m.form_reference_authority({ authority: cited.authority }, in_) },
    ...(cited.act ? [{ text: m.form_reference_act({ act: shortActId(cited.act) }, in_), small: true }] : [])
  ];
}

export function remarkTexts({ remarks, replaces }: Body, locale: FormLocale): BoxText[] {
  const texts: BoxText[] = [
    ...(remarks ? [{ text: remarks }] : []),
    ...(replaces ? [{ text: m.form_replaces({ act: shortActId(replaces) }, { locale }) }] : [])
  ];
  return texts.length > 0 ? texts : [{ text: m.form_none({}, { locale }), small: true }];
}
