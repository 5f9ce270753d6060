/** A trainer's typed text and the plan it becomes. Times are in the training session's own zone. */
import { ANNOUNCEMENT_ROLES } from '#lib/domain/act/kinds/announcement.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { parsePlan, type Session, type SessionPlan } from '#lib/domain/training/session.ts';
import { latinDigits } from '#lib/i18n/decimal-text.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { currentZone, deviceZone, instantIn, wallIn } from '#lib/i18n/zone.ts';

type Whom = 'all' | 'region' | 'group';

const FIELDS = [
  ...(['title', 'aims', 'agenda', 'language', 'level', 'zone', 'place', 'link', 'capacity'] as const),
  ...(['fromDate', 'fromTime', 'untilDate', 'untilTime', 'isPublic', 'isLinkPublic'] as const),
  ...(['whom', 'region', 'groupName', 'countries', 'roles', 'helpers', 'materials', 'note'] as const)
] as const;
export type TypedPlan = Pick<PlanForm, (typeof FIELDS)[number]>;

export class PlanForm {
  title = $state('');
  aims = $state('');
  agenda = $state('');
  language = $state<string>(readLocale());
  level = $state<string>('introduction');
  fromDate = $state('');
  fromTime = $state('09:00');
  untilDate = $state('');
  untilTime = $state('12:00');
  zone = $state(deviceZone());
  place = $state('');
  link = $state('');
  capacity = $state('25');
  isPublic = $state(true);
  isLinkPublic = $state(false);
  whom = $state<string>('all' satisfies Whom);
  region = $state('');
  groupName = $state('');
  countries = $state.raw<readonly string[]>([]);
  roles = $state.raw<readonly string[]>([]);
  helpers = $state('');
  materials = $state('');
  note = $state('');

  take(session: Session, isCopy: boolean): void {
    const { title, aims, agenda = '', language, level, zone, place = '', link = '' } = session;
    Object.assign(this, { title, aims, agenda, language, level, zone: currentZone(zone), place, link });
    const [from, until] = [wallIn(session.startsAt, zone), wallIn(session.endsAt, zone)];
    [this.fromTime, this.untilTime] = [from.time, until.time];
    [this.fromDate, this.untilDate] = isCopy ? ['', ''] : [from.date, until.date];
    this.capacity = String(session.capacity);
    [this.isPublic, this.isLinkPublic] = [session.isPublic, session.isLinkPublic];
    const { region, group, roles = [] } = session.audience;
    this.whom = region ? 'region' : group ? 'group' : 'all';
    this.region = region ?? '';
    this.groupName = group?.name ?? '';
    [this.countries, this.roles] = [group?.countries ?? [], roles];
    this.helpers = (session.helpers ?? []).join(' ');
    this.materials = (session.materials ?? []).map((one) => `${one.title} ${one.link}`).join('\n');
  }

  get typed(): TypedPlan {
    return Object.fromEntries(FIELDS.map((field) => [field, this[field]])) as unknown as TypedPlan;
  }

  /** Values in an older version's format are left out. */
  takeTyped(kept: unknown): void {
    if (!isPlainObject(kept)) return;
    for (const field of FIELDS) {
      const [value, before] = [kept[field], this[field]];
      const isAlike = typeof value === typeof before && Array.isArray(value) === Array.isArray(before);
      if (isAlike) Object.assign(this, { [field]: value });
    }
  }

  read(): Result<SessionPlan> {
    const [fromTime, untilTime] = [tidyTime(this.fromTime), tidyTime(this.untilTime)];
    const startsAt = instantIn({ date: this.fromDate, time: fromTime }, this.zone);
    const endsAt = instantIn({ date: this.untilDate || this.fromDate, time: untilTime }, this.zone);
    const capacity = latinDigits(this.capacity.trim());
    const place = clean(this.place);
    const link = this.link.trim();
    const helpers = this.helpers.split(/[\s,;]+/).filter((one) => one !== '');
    const materials = readMaterials(this.materials);
    const missing: Problem[] = [
      // An invalid time is reported at its box, a missing day at the day.
      ...(startsAt || !isTime(this.fromTime) ? [] : [{ code: 'instant.malformed', path: 'startsAt' }]),
      ...(endsAt || !isTime(this.untilTime) ? [] : [{ code: 'instant.malformed', path: 'endsAt' }]),
      ...(isTime(this.fromTime) && isTime(this.untilTime)
        ? []
        : [{ code: 'instant.malformed', path: 'time' }]),
      ...(place === '' && link === '' ? [{ code: 'training.place.missing', path: 'place' }] : [])
    ];
    const plan = parsePlan({
      title: clean(this.title),
      aims: clean(this.aims),
      language: this.language,
      level: this.level,
      startsAt: startsAt ?? '2026-01-01T00:00:00.000Z',
      endsAt: endsAt ?? '2026-01-01T00:00:01.000Z',
      zone: this.zone,
      capacity: /^\d{1,4}$/.test(capacity) ? Number(capacity) : 0,
      audience: this.#audience(),
      isPublic: this.isPublic,
      isLinkPublic: this.isLinkPublic,
      ...(place === '' ? {} : { place }),
      ...(link === '' ? {} : { link }),
      ...(this.agenda.trim() === '' ? {} : { agenda: clean(this.agenda) }),
      ...(materials.length === 0 ? {} : { materials }),
      ...(helpers.length === 0 ? {} : { helpers })
    });
    const problems = [...missing, ...(plan.ok ? [] : plan.problems)];
    return problems.length > 0 || !plan.ok ? refuse(...problems) : accept(plan.value);
  }

  #audience(): object {
    const roles = ANNOUNCEMENT_ROLES.filter((role) => this.roles.includes(role));
    const some = roles.length === 0 ? {} : { roles };
    if (this.whom === 'region') return { ...some, region: this.region };
    if (this.whom !== 'group') return some;
    const group = { name: clean(this.groupName), countries: this.countries as readonly CountryCode[] };
    return { ...some, group };
  }
}

/** A typed time of day (`1130`, `9.30`, `9h`, `11:30`) as `hh:mm`; any other text stays as it is. */
export function tidyTime(text: string): string {
  const digits = latinDigits(text).trim();
  const found = /^(\d{1,2})(\d{2})$/.exec(digits) ?? /^(\d{1,2})(?:\s*[:.,h\s]\s*(\d{2})?)?$/i.exec(digits);
  const [, hours = '', minutes = '00'] = found ?? [];
  const isOnClock = hours !== '' && Number(hours) < 24 && Number(minutes) < 60;
  return isOnClock ? [hours.padStart(2, '0'), minutes].join(':') : text;
}

export function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(tidyTime(text));
}

function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\u00a0]/g, ' ')
    .trim()
    .normalize('NFC');
}

/** A line without a recognizable address keeps an invalid one, which is refused and shown. */
function readMaterials(text: string): readonly { readonly title: string; readonly link: string }[] {
  return clean(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^(.*\S)\s+(\S+)$/.exec(line);
      return { title: match?.[1] ?? line, link: match?.[2] ?? '' };
    });
}
