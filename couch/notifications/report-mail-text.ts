/** INCB's monthly report as an e-mail, in the reader's language. */
import type { MailMessage } from '#couch/outreach/mailer.ts';
import type { MonthlyReport } from '#lib/domain/usage/monthly-report.ts';
import { REPORT_WORDS, reportText } from '#lib/domain/usage/report-text.ts';
import type { NotificationLanguage } from './daily-hour.ts';

const LINKS: Readonly<Record<NotificationLanguage, { readonly open: string; readonly stop: string }>> = {
  en: { open: 'Open the overview', stop: 'Stop these e-mails (also under “Security”)' },
  fr: { open: 'Ouvrir la vue d’ensemble', stop: 'Arrêter ces courriels (aussi sous «\u00a0Sécurité\u00a0»)' },
  es: { open: 'Abrir el panorama', stop: 'Detener estos correos (también en «Seguridad»)' },
  ar: { open: 'افتح صفحة التسجيل والاستخدام', stop: 'أوقف هذه الرسائل (أو من صفحة «الأمان»)' },
  ru: { open: 'Открыть обзор', stop: 'Отключить эти письма (также в разделе «Безопасность»)' },
  zh: { open: '打开概览', stop: '停止这些邮件（也可在“安全”中停止）' }
};

interface Known {
  readonly language: NotificationLanguage;
  /** Origin of the app, or null. */
  readonly address: string | null;
  readonly stop: string | null;
}

/** Counts only: an e-mail is not encrypted. */
export function writeReport(
  report: MonthlyReport,
  { language, address, stop }: Known
): Pick<MailMessage, 'subject' | 'text'> {
  const { name, text } = reportText(report, language);
  const { colon } = REPORT_WORDS[language];
  const links = [
    ...(address === null ? [] : [LINKS[language].open + colon + `${address}/overview`]),
    ...(stop === null ? [] : [LINKS[language].stop + colon + stop])
  ];
  return {
    subject: `${name}, ${report.month}`,
    text: [text, '', ...links, ''].join('\n')
  };
}
