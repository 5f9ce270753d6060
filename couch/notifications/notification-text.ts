/** The calendar of deadlines, the daily e-mail and the notification, in the words of Today: a test compares them. */
import { addDays } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { escapeText, joinLines, toUtc } from '#lib/domain/training/calendar-feed.ts';
import { DIGEST_DAYS } from '#lib/domain/own-choices.ts';
import { DATED, type CountsByDay, type DigestCounts } from '#lib/domain/notifications/waiting.ts';
import type { NotificationLanguage } from './daily-hour.ts';

type Words = Readonly<
  Record<
    (typeof DATED)[number] | 'overdue' | 'colon' | 'name' | 'fresh' | 'news' | 'due' | 'open' | 'stop',
    string
  >
>;

export const NOTIFICATION_WORDS: Readonly<Record<NotificationLanguage, Words>> = {
  en: {
    decide: 'To decide',
    endorse: 'To endorse',
    record: 'Papers to record',
    copy: 'Copies of declarations to send',
    ship: 'Shipments to record',
    overdue: 'overdue',
    colon: ': ',
    name: 'I2ES: authorizations',
    fresh: 'New since the last e-mail',
    news: 'New since the last notification',
    due: 'Due in the next {days} days',
    open: 'Open “Today”',
    stop: 'Stop these e-mails (also under “Security”)'
  },
  fr: {
    decide: 'À décider',
    endorse: 'À endosser',
    record: 'Documents papier à enregistrer',
    copy: 'Copies de déclarations à envoyer',
    ship: 'Expéditions à enregistrer',
    overdue: 'en retard',
    colon: '\u00a0: ',
    name: 'I2ES\u00a0: autorisations',
    fresh: 'Nouveau depuis le dernier courriel',
    news: 'Nouveau depuis la dernière notification',
    due: 'À faire dans les {days} prochains jours',
    open: 'Ouvrir «\u00a0Aujourd’hui\u00a0»',
    stop: 'Arrêter ces courriels (aussi sous «\u00a0Sécurité\u00a0»)'
  },
  es: {
    decide: 'Por decidir',
    endorse: 'Por refrendar',
    record: 'Documentos en papel por registrar',
    copy: 'Copias de declaraciones por enviar',
    ship: 'Envíos por registrar',
    overdue: 'con retraso',
    colon: ': ',
    name: 'I2ES: autorizaciones',
    fresh: 'Nuevo desde el último correo',
    news: 'Nuevo desde la última notificación',
    due: 'Vence en los próximos {days} días',
    open: 'Abrir «Hoy»',
    stop: 'Detener estos correos (también en «Seguridad»)'
  },
  ar: {
    decide: 'بانتظار البت',
    endorse: 'بانتظار التظهير',
    record: 'مستندات ورقية للتسجيل',
    copy: 'نسخ إقرارات للإرسال',
    ship: 'شحن بانتظار التسجيل',
    overdue: 'متأخر',
    colon: ': ',
    name: 'I2ES: الأذون',
    fresh: 'الجديد منذ آخر رسالة',
    news: 'الجديد منذ آخر إشعار',
    due: 'المستحق خلال {days} أيام القادمة',
    open: 'افتح «اليوم»',
    stop: 'أوقف هذه الرسائل (أو من صفحة «الأمان»)'
  },
  ru: {
    decide: 'Требуют решения',
    endorse: 'Ждут подтверждения импорта',
    record: 'Бумажные документы для записи',
    copy: 'Экземпляры деклараций для отправки',
    ship: 'Отправки, которые нужно записать',
    overdue: 'просрочено',
    colon: ': ',
    name: 'I2ES: разрешения',
    fresh: 'Новое после последнего письма',
    news: 'Новое после последнего уведомления',
    due: 'Срок в ближайшие {days} дней',
    open: 'Открыть «Сегодня»',
    stop: 'Отключить эти письма (также в разделе «Безопасность»)'
  },
  zh: {
    decide: '待决定',
    endorse: '待加签',
    record: '待记录的纸质文书',
    copy: '待寄送的申报书副本',
    ship: '待登记的发运',
    overdue: '逾期',
    colon: '：',
    name: 'I2ES：准许证',
    fresh: '自上次邮件以来新增',
    news: '自上次通知以来新增',
    due: '{days}天内到期',
    open: '打开“今日”',
    stop: '停止这些邮件（也可在“安全”页面停止）'
  }
};

interface Notification {
  readonly language: NotificationLanguage;
  /** Origin of the app; null if the server does not know it. */
  readonly address: string | null;
}

/** Whole days, so that a day is the same day in every zone. */
export function writeDeadlines(
  days: CountsByDay,
  { language, address, now }: Notification & { readonly now: Instant }
): string {
  const words = NOTIFICATION_WORDS[language];
  const events = [...days].flatMap(([day, counts]) => [
    'BEGIN:VEVENT',
    `UID:deadlines-${day}@i2es`,
    `DTSTAMP:${toUtc(now)}`,
    `DTSTART;VALUE=DATE:${day.replace(/-/g, '')}`,
    `DTEND;VALUE=DATE:${addDays(day, 1).replace(/-/g, '')}`,
    `SUMMARY;LANGUAGE=${language}:${escapeText(
      words.name +
        words.colon +
        (['overdue', ...DATED] as const)
          .flatMap((what) => (counts[what] ? [`${words[what]} ${counts[what]}`] : []))
          .join(' · ')
    )}`,
    ...(address === null ? [] : [`URL:${address}/today`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT'
  ]);
  return joinLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//I2ES//Deadlines//EN',
    `NAME:${escapeText(words.name)}`,
    `X-WR-CALNAME:${escapeText(words.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...events,
    'END:VCALENDAR'
  ]);
}

interface DigestLinks extends Notification {
  /** Of the page that stops these e-mails without a sign-in; null if `address` is. */
  readonly stop: string | null;
}

/** Null without anything to report: then no e-mail is sent. */
export function writeDigest(
  counts: DigestCounts,
  { language, address, stop }: DigestLinks
): { readonly subject: string; readonly text: string } | null {
  const words = NOTIFICATION_WORDS[language];
  const lines = linesOf(counts, language, words.fresh);
  if (lines.length === 0) return null;
  const to = (what: string, link: string | null): string =>
    link === null ? what : what + words.colon + link;
  const foot = [to(words.open, address && `${address}/today`), to(words.stop, stop)];
  return { subject: words.name, text: `${[...lines, '', ...foot].join('\n')}\n` };
}

/** What the service worker shows. */
export function writePush(counts: DigestCounts, language: NotificationLanguage): string {
  const { name, news } = NOTIFICATION_WORDS[language];
  return JSON.stringify({ title: name, body: linesOf(counts, language, news).join('\n'), language });
}

function linesOf(
  { fresh, due, overdue }: DigestCounts,
  language: NotificationLanguage,
  news: string
): readonly string[] {
  const words = NOTIFICATION_WORDS[language];
  const rows: readonly (readonly [string, number])[] = [
    [words.overdue, overdue],
    [words.due.replace('{days}', String(DIGEST_DAYS)), due],
    [news, fresh]
  ];
  return rows.flatMap(([what, count]) => (count > 0 ? [what + words.colon + String(count)] : []));
}
