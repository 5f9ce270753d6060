/**
 * National practices that count, for the form and the door. The latest one in force counts. An officer who is offline
 * goes on with the one that the device has, so the door accepts a replaced practice for some days.
 */
import type {
  Act,
  ActOf,
  AuthorizationAct,
  AuthorizationBody,
  BodyHead,
  DossierAct,
  ExportDeclarationBody
} from '../act/body.ts';
import { addDays, dateToDayNumber, instantToDate } from '../calendar-date.ts';
import { withNational, type NationalList } from '../goods/national-substance.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '../ids.ts';
import { PRACTICE_GRACE_DAYS } from '../own-choices.ts';
import type { Problem } from '../result.ts';
import type { CountrySettings } from './country-settings.ts';

export type PracticeAct = ActOf<'national-practice'>;

/** Null: the country has published none that is in force on that day. */
export function practiceOn(
  acts: readonly PracticeAct[],
  country: string,
  on: CalendarDate
): PracticeAct | null {
  return acts.reduce<PracticeAct | null>((latest, act) => {
    if (act.body.issuer !== country || act.body.effectiveFrom > on) return latest;
    return latest === null || isLater(act, latest) ? act : latest;
  }, null);
}

/** The later signed of two for one day counts; the id decides between two of one moment. */
function isLater({ _id, body }: PracticeAct, { _id: otherId, body: other }: PracticeAct): boolean {
  if (body.effectiveFrom !== other.effectiveFrom) return body.effectiveFrom > other.effectiveFrom;
  return body.at === other.at ? _id > otherId : body.at > other.at;
}

/** First day on which another practice of the same country counted in its place; null while it is the latest. */
export function replacedOn(acts: readonly PracticeAct[], practice: PracticeAct): CalendarDate | null {
  const days = acts
    .filter((act) => act.body.issuer === practice.body.issuer && isLater(act, practice))
    .map(({ body }) => laterOf(body.effectiveFrom, instantToDate(body.at)));
  return days.length === 0 ? null : days.reduce((first, day) => (day < first ? day : first));
}

function laterOf(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one > other ? one : other;
}

/** Acts of the country signed fewer days before or after this one: the order of their arrival does not matter. */
export function publishedWithin(
  days: number,
  acts: readonly Act[],
  { issuer, at }: Pick<BodyHead, 'issuer' | 'at'>
): readonly Act[] {
  const dayOf = (instant: Instant): number => dateToDayNumber(instantToDate(instant));
  return acts.filter(({ body }) => body.issuer === issuer && Math.abs(dayOf(body.at) - dayOf(at)) < days);
}

/** The named practices; an unknown one is left out, and `judgeNamed` reports it. */
export function practicesNamed(
  { practices = [] }: Pick<AuthorizationBody, 'practices'>,
  acts: readonly PracticeAct[]
): readonly PracticeAct[] {
  return acts.filter(({ _id }) => practices.indexOf(_id) >= 0);
}

/** Practices of the import authorization that an export cites: its goods are as those list them, however old. */
export function practicesCited({ body }: AuthorizationAct, dossier: readonly DossierAct[]): readonly ActId[] {
  return dossier.flatMap(({ body: other }) =>
    other.kind === 'import-authorization' && other.dossier === body.dossier ? (other.practices ?? []) : []
  );
}

export function judgeNamed(
  body: AuthorizationBody,
  acts: readonly PracticeAct[],
  cited: readonly ActId[]
): Problem[] {
  const [named, day] = [practicesNamed(body, acts), instantToDate(body.at)];
  if (named.length < (body.practices ?? []).length)
    return [{ code: 'authorization.practice.unknown', path: 'body.practices' }];
  return named.flatMap((practice): Problem[] => {
    const { issuer: country, effectiveFrom } = practice.body;
    const replaced = cited.indexOf(practice._id) < 0 ? replacedOn(acts, practice) : null;
    // The issuer's day can be one later than the day of `at` in UTC.
    if (effectiveFrom > addDays(day, 1))
      return [
        {
          code: 'authorization.practice.notYet',
          path: 'body.practices',
          values: { country, from: effectiveFrom }
        }
      ];
    return replaced !== null && addDays(replaced, PRACTICE_GRACE_DAYS) < day
      ? [
          {
            code: 'authorization.practice.superseded',
            path: 'body.practices',
            values: { country, since: replaced }
          }
        ]
      : [];
  });
}

/**
 * The practice of a country by which an act is judged. Who names none is held to the one that was in force when the grace
 * began: leaving out the name does not lift the limit. Null: none published.
 */
export function practiceOf(
  body: AuthorizationBody,
  country: string,
  acts: readonly PracticeAct[]
): PracticeAct | null {
  const since = addDays(instantToDate(body.at), -PRACTICE_GRACE_DAYS);
  const named = practicesNamed(body, acts).find(({ body: { issuer } }) => issuer === country);
  return named ?? practiceOn(acts, country, since);
}

/** Longest validity by the issuer's own practice; null: none published. */
export function monthsByPractice(
  body: Exclude<AuthorizationBody, ExportDeclarationBody>,
  acts: readonly PracticeAct[]
): number | null {
  const own = practiceOf(body, body.issuer, acts);
  if (own === null) return null;
  const { importMonths, importMonthsBySea, exportMonths } = own.body;
  if (body.kind === 'export-authorization') return exportMonths;
  return body.transport === 'sea' ? importMonthsBySea : importMonths;
}

/** Substances that the practices list, in addition to those of the edition. */
export function editionWith(edition: EditionIndex, practices: readonly PracticeAct[]): EditionIndex {
  return withNational(
    edition,
    practices.map(({ body: { issuer, effectiveFrom, substances } }): NationalList => {
      return { country: issuer as CountryCode, effectiveFrom, substances };
    })
  );
}

export function editionOf(
  { body }: AuthorizationAct,
  edition: EditionIndex,
  acts: readonly PracticeAct[]
): EditionIndex {
  return editionWith(edition, practicesNamed(body, acts));
}

/** The members that rules of the form read, for the country's own form and its partners'. */
export function settingsByPractice({ body }: PracticeAct): Partial<CountrySettings> {
  const { importMonths, importMonthsBySea, exportMonths, extendedSchedules, sealRequired } = body;
  return {
    importMonths,
    importMonthsBySea,
    exportMonths,
    extendedSchedules,
    sealRequired,
    sealRequiredSince: body.effectiveFrom
  };
}
