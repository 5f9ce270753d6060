/** INCB's monthly report as an e-mail, in the reader's language, with the words of the overview. */
import type { MailMessage } from '#couch/outreach/mailer.ts';
import type { MonthlyReport, ReportLine } from '#lib/domain/usage/monthly-report.ts';
import type { NotificationLanguage } from './daily-hour.ts';

type Words = Readonly<
  Record<ReportLine['of'] | 'name' | 'colon' | 'same' | 'none' | 'open' | 'stop', string>
>;

export const REPORT_WORDS: Readonly<Record<NotificationLanguage, Words>> = {
  en: {
    name: 'I2ES: registration and usage',
    active: 'Active countries',
    registered: 'Registered countries',
    requested: 'Countries with an open request',
    issued: 'Authorizations issued in the month',
    exchanged: 'Authorizations exchanged in the month',
    colon: ': ',
    same: 'no change',
    none: 'not counted',
    open: 'Open the overview',
    stop: 'Stop these e-mails (also under “Security”)'
  },
  fr: {
    name: 'I2ES\u00a0: inscription et utilisation',
    active: 'Pays actifs',
    registered: 'Pays inscrits',
    requested: 'Pays avec une demande ouverte',
    issued: 'Autorisations délivrées dans le mois',
    exchanged: 'Autorisations échangées dans le mois',
    colon: '\u00a0: ',
    same: 'inchangé',
    none: 'non compté',
    open: 'Ouvrir la vue d’ensemble',
    stop: 'Arrêter ces courriels (aussi sous «\u00a0Sécurité\u00a0»)'
  },
  es: {
    name: 'I2ES: registro y uso',
    active: 'Países activos',
    registered: 'Países registrados',
    requested: 'Países con una solicitud abierta',
    issued: 'Autorizaciones expedidas en el mes',
    exchanged: 'Autorizaciones intercambiadas en el mes',
    colon: ': ',
    same: 'sin cambios',
    none: 'no contabilizado',
    open: 'Abrir el panorama',
    stop: 'Detener estos correos (también en «Seguridad»)'
  },
  ar: {
    name: 'I2ES: التسجيل والاستخدام',
    active: 'البلدان النشطة',
    registered: 'البلدان المسجّلة',
    requested: 'البلدان ذات الطلبات المفتوحة',
    issued: 'الأذون الصادرة خلال الشهر',
    exchanged: 'الأذون المتبادلة خلال الشهر',
    colon: ': ',
    same: 'بلا تغيير',
    none: 'غير محتسب',
    open: 'افتح صفحة التسجيل والاستخدام',
    stop: 'أوقف هذه الرسائل (أو من صفحة «الأمان»)'
  },
  ru: {
    name: 'I2ES: регистрация и использование',
    active: 'Активные страны',
    registered: 'Зарегистрированные страны',
    requested: 'Страны с открытым запросом',
    issued: 'Разрешений выдано за месяц',
    exchanged: 'Разрешений передано за месяц',
    colon: ': ',
    same: 'без изменений',
    none: 'не учтено',
    open: 'Открыть обзор',
    stop: 'Отключить эти письма (также в разделе «Безопасность»)'
  },
  zh: {
    name: 'I2ES：登记与使用情况',
    active: '活跃国家',
    registered: '已登记国家',
    requested: '有待处理申请的国家',
    issued: '本月签发的准许证',
    exchanged: '本月交换的准许证',
    colon: '：',
    same: '无变化',
    none: '未统计',
    open: '打开概览',
    stop: '停止这些邮件（也可在“安全”中停止）'
  }
};

interface Known {
  readonly language: NotificationLanguage;
  /** Origin of the app, or null. */
  readonly address: string | null;
  readonly stop: string | null;
}

/** Counts only: an e-mail is not encrypted. */
export function writeReport(
  { month, lines }: MonthlyReport,
  { language, address, stop }: Known
): Pick<MailMessage, 'subject' | 'text'> {
  const words = REPORT_WORDS[language];
  const rows = lines.map(({ of, now, before }) => words[of] + words.colon + countText(words, now, before));
  const links = [
    ...(address === null ? [] : [words.open + words.colon + `${address}/overview`]),
    ...(stop === null ? [] : [words.stop + words.colon + stop])
  ];
  return { subject: `${words.name}, ${month}`, text: [...rows, '', ...links, ''].join('\n') };
}

function countText({ none, same }: Words, now: number | null, before: number | null): string {
  if (now === null) return none;
  if (before === null) return String(now);
  const change = now - before;
  return `${now} (${change === 0 ? same : `${change > 0 ? '+' : '−'}${Math.abs(change)}`})`;
}
