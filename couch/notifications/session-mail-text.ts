/** E-mails about a training session, in the reader's language; the title and the trainer's notes stay as they were written. */
import type { MailMessage } from '#couch/outreach/mailer.ts';
import { methodOf, writeCalendar } from '#lib/domain/training/calendar-feed.ts';
import type { SessionNews } from '#lib/domain/training/session-news.ts';
import { daysOf, ON_LINE, type Session } from '#lib/domain/training/session.ts';
import type { NotificationLanguage } from './daily-hour.ts';

type Words = Readonly<
  Record<
    | SessionNews
    | 'place_'
    | 'link'
    | 'online'
    | 'organizer'
    | 'trainer'
    | 'open'
    | 'stop'
    | 'stopGuest'
    | 'invited'
    | 'take',
    string
  >
>;

export const SESSION_WORDS: Readonly<Record<NotificationLanguage, Words>> = {
  en: {
    place: 'You have a place',
    free: 'A place became free, and it is now yours',
    changed: 'The session has changed',
    cancelled: 'The session is cancelled',
    soon: 'The session begins soon',
    place_: 'Location',
    link: 'Link to join',
    online: 'Online',
    organizer: 'Organizer',
    trainer: 'Trainer',
    open: 'Open the session',
    stop: 'Stop these e-mails (also under “Security”)',
    stopGuest: 'Stop these e-mails',
    invited: 'You are invited to a training session',
    take: 'Take a place (without an account)'
  },
  fr: {
    place: 'Vous avez une place',
    free: 'Une place s’est libérée, et elle est maintenant à vous',
    changed: 'La session a changé',
    cancelled: 'La session est annulée',
    soon: 'La session commence bientôt',
    place_: 'Lieu',
    link: 'Lien pour participer',
    online: 'En ligne',
    organizer: 'Organisateur',
    trainer: 'Formateur',
    open: 'Ouvrir la session',
    stop: 'Arrêter ces courriels (aussi sous «\u00a0Sécurité\u00a0»)',
    stopGuest: 'Arrêter ces courriels',
    invited: 'Vous êtes invité à une session de formation',
    take: 'Prendre une place (sans compte)'
  },
  es: {
    place: 'Tiene una plaza',
    free: 'Ha quedado libre una plaza y ahora es suya',
    changed: 'La sesión ha cambiado',
    cancelled: 'La sesión se ha cancelado',
    soon: 'La sesión empieza pronto',
    place_: 'Lugar',
    link: 'Enlace para participar',
    online: 'En línea',
    organizer: 'Organizador',
    trainer: 'Instructor',
    open: 'Abrir la sesión',
    stop: 'Detener estos correos (también en «Seguridad»)',
    stopGuest: 'Detener estos correos',
    invited: 'Se le invita a una sesión de formación',
    take: 'Reservar una plaza (sin cuenta)'
  },
  ar: {
    place: 'لديك مكان',
    free: 'شغر مكان وأصبح الآن لك',
    changed: 'تغيّرت الدورة',
    cancelled: 'أُلغيت الدورة',
    soon: 'تبدأ الدورة قريبًا',
    place_: 'المكان',
    link: 'رابط المشاركة',
    online: 'عبر الإنترنت',
    organizer: 'الجهة المنظِّمة',
    trainer: 'المدرب',
    open: 'افتح الدورة',
    stop: 'أوقف هذه الرسائل (أو من صفحة «الأمان»)',
    stopGuest: 'أوقف هذه الرسائل',
    invited: 'أنت مدعوّ إلى دورة تدريبية',
    take: 'احجز مكانًا (دون حساب)'
  },
  ru: {
    place: 'У вас есть место',
    free: 'Освободилось место, и теперь оно ваше',
    changed: 'Занятие изменено',
    cancelled: 'Занятие отменено',
    soon: 'Занятие скоро начнётся',
    place_: 'Место проведения',
    link: 'Ссылка для участия',
    online: 'Онлайн',
    organizer: 'Организатор',
    trainer: 'Преподаватель',
    open: 'Открыть занятие',
    stop: 'Отключить эти письма (также в разделе «Безопасность»)',
    stopGuest: 'Отключить эти письма',
    invited: 'Вас приглашают на учебное занятие',
    take: 'Занять место (без учётной записи)'
  },
  zh: {
    place: '您已有名额',
    free: '有名额空出，现归您所有',
    changed: '培训有更改',
    cancelled: '培训已取消',
    soon: '培训即将开始',
    place_: '地点',
    link: '参加链接',
    online: '在线',
    organizer: '主办方',
    trainer: '讲师',
    open: '打开培训',
    stop: '停止这些邮件（也可在“安全”页面停止）',
    stopGuest: '停止这些邮件',
    invited: '诚邀您参加培训',
    take: '报名（无需账户）'
  }
};

interface Known {
  readonly language: NotificationLanguage;
  /** Of this session, for its reader; null if the server does not know its own address. */
  readonly page: string | null;
  /** Before the id of a session; null for a guest, who cannot open it. */
  readonly pages: string | null;
  readonly isGuest?: boolean;
  readonly from: string;
  readonly to: string;
  /** Of the page that stops these e-mails; null if `page` is. */
  readonly stop: string | null;
}

/** `hasEntry`: the session is in the person's calendar, or comes into it with this e-mail. */
export function writeSessionMail(
  news: SessionNews,
  session: Session,
  { language, page, pages, from, to, stop, isGuest }: Known,
  hasEntry: boolean
): Omit<MailMessage, 'to' | 'headers'> {
  const words = SESSION_WORDS[language];
  const colon = colonOf(language);
  const { title, cancelled, changes } = session;
  const note = news === 'changed' ? changes?.[changes.length - 1]?.note : undefined;
  const blocks = [
    words[news] + (language === 'zh' ? '。' : '.'),
    cancelled?.reason ?? note,
    describe(session, language),
    page === null ? undefined : `${words.open}${colon}${page}`,
    stop === null ? undefined : `${isGuest ? words.stopGuest : words.stop}${colon}${stop}`
  ];
  const text = `${blocks.filter((one) => one !== undefined && one !== '').join('\n\n')}\n`;
  const subject = `${words[news]}${colon}${title}`;
  if (!hasEntry) return { subject, text };
  const invitation = { organizer: addressIn(from), attendee: to };
  const content = writeCalendar([session], { name: title, address: pages, reminds: true, invitation });
  return { subject, text, calendar: { method: methodOf([session]), content } };
}

function colonOf(language: NotificationLanguage): string {
  return { fr: '\u00a0: ', zh: '：' }[language as string] ?? ': ';
}

function describe(session: Session, language: NotificationLanguage): string {
  const words = SESSION_WORDS[language];
  const labelled = (label: string, text: string | undefined): readonly string[] =>
    text === undefined ? [] : [label + colonOf(language) + text];
  const { title, zone, place, link, body, trainer } = session;
  return [
    title,
    ...daysOf(session).map((day) => spanOf(day, zone, language)),
    zone.replace(/_/g, ' '),
    ...labelled(words.place_, place === undefined || place === ON_LINE ? words.online : place),
    ...labelled(words.link, link),
    ...labelled(words.organizer, body?.name),
    ...labelled(words.trainer, trainer.name)
  ].join('\n');
}

/** In the language of the session: its trainers know no other one of these people. `page`: with the secret of the link. */
export function writeGuestInvitation(session: Session, page: string): Pick<MailMessage, 'subject' | 'text'> {
  const { language } = session;
  const words = SESSION_WORDS[language];
  const { link: _link, ...seen } = session;
  const subject = `${words.invited}${colonOf(language)}${session.title}`;
  const blocks = [
    words.invited + (language === 'zh' ? '。' : '.'),
    describe(session.isLinkPublic ? session : seen, language),
    words.take + colonOf(language) + page
  ];
  return { subject, text: `${blocks.join('\n\n')}\n` };
}

/** `Name <address>` or the address alone. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** In the zone of the session, which the e-mail names. */
function spanOf(
  { startsAt, endsAt }: Pick<Session, 'startsAt' | 'endsAt'>,
  zone: string,
  language: NotificationLanguage
): string {
  const format = (timeZone: string): string =>
    new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn' : language, {
      dateStyle: 'full',
      timeStyle: 'short',
      timeZone,
      hourCycle: 'h23'
    }).formatRange(new Date(startsAt), new Date(endsAt));
  try {
    return format(zone);
  } catch {
    // A zone that this server does not know.
    return `${format('UTC')} UTC`;
  }
}
