/** INCB's monthly report in words, for an e-mail and for an announcement: the words of the overview. */
import type { AnnouncementLanguage } from '../act/kinds/announcement.ts';
import type { MonthlyReport, ReportLine } from './monthly-report.ts';

type Words = Readonly<Record<ReportLine['of'] | 'name' | 'colon' | 'same' | 'none' | 'meaning', string>>;

export const REPORT_WORDS: Readonly<Record<AnnouncementLanguage, Words>> = {
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
    meaning: 'In brackets: the change from the month before.'
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
    meaning: 'Entre parenthèses\u00a0: l’évolution par rapport au mois précédent.'
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
    meaning: 'Entre paréntesis: la variación respecto del mes anterior.'
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
    meaning: 'بين قوسين: التغيّر عن الشهر السابق.'
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
    meaning: 'В скобках: изменение по сравнению с предыдущим месяцем.'
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
    meaning: '括号内为与上月相比的变化。'
  }
};

/** Counts only. The caller writes the month. */
export function reportText(
  { lines }: MonthlyReport,
  language: AnnouncementLanguage
): { readonly name: string; readonly text: string } {
  const words = REPORT_WORDS[language];
  const rows = lines.map(({ of, now, before }) => words[of] + words.colon + countText(words, now, before));
  return { name: words.name, text: [...rows, '', words.meaning].join('\n') };
}

function countText({ none, same }: Words, now: number | null, before: number | null): string {
  if (now === null) return none;
  if (before === null) return String(now);
  const change = now - before;
  return `${now} (${change === 0 ? same : `${change > 0 ? '+' : '−'}${Math.abs(change)}`})`;
}
