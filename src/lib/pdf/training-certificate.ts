/**
 * Certificate of a finished lesson path: one sheet in the reader's language, with its issuer and a code to a
 * verification page.
 */
import type { PathFacts } from '#lib/domain/training/badge.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { authorityName, formatDate } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { CODE, drawCode } from './certificate-code.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

interface CertificateContent {
  readonly facts: PathFacts;
  readonly locale: Locale;
  readonly path: string;
  /** Content of the code: verification page with the badge after `#`. */
  readonly address: string;
}

const MIDDLE = { size: 12 } as const;
const SMALL = { size: 9, grey: 70 } as const;

/** Rejects if the library or a font fails to load. */
export async function trainingCertificate(
  content: CertificateContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { locale, facts } = content;
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedFor(doc, wordsOf(content), loadFont);
  drawWords(new LetterSheet({ doc, faces, direction: localeDirection(locale), scale: 1 }), content);
  drawCode(doc, content.address);
  doc.setProperties({ title: `I2ES: ${facts.path}`, creator: 'I2ES' });
  const filename = `i2es-training-${facts.path}-${facts.finishedOn}.pdf`;
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename };
}

function wordsOf({ facts, path, locale }: CertificateContent): string {
  const in_ = { locale };
  const authority = facts.authority ? authorityName(facts.authority, locale) : '';
  return [facts.name, path, authority, m.form_training_text({}, in_), m.form_training_verify({}, in_)].join();
}

function drawWords(sheet: LetterSheet, { facts, path, locale }: CertificateContent): void {
  const in_ = { locale };
  sheet.write(`I2ES · ${m.app_long_name({}, in_)}`, SMALL);
  sheet.gap(2);
  sheet.rule(0.5);
  sheet.gap(22);
  sheet.write(m.form_training_title({}, in_), { size: 26, bold: true });
  sheet.gap(14);
  sheet.write(facts.name, { size: 20, bold: true });
  if (facts.authority) sheet.write(authorityName(facts.authority, locale), MIDDLE);
  sheet.gap(6);
  sheet.write(m.form_training_text({}, in_), MIDDLE);
  sheet.gap(3);
  sheet.write(path, { size: 15, bold: true });
  sheet.gap(3);
  sheet.write(formatDate(facts.finishedOn, locale), MIDDLE);
  sheet.gap(8);
  sheet.write(wordText(facts, locale), { size: 10 });
  sheet.y = CODE.y + CODE.size + 4;
  sheet.write(m.form_training_verify({}, in_), SMALL);
}

/** The issuer of the certificate. */
function wordText({ word }: PathFacts, locale: Locale): string {
  return word === 'account'
    ? m.training_certificate_ask_lead({}, { locale })
    : m.training_verify_self({}, { locale });
}
