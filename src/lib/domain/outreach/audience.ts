/** Whom an announcement is for. The reader's own device asks, and the server that writes it as e-mail: the same rule. */
import type { AnnouncementBody } from '../act/body.ts';
import { ANNOUNCEMENT_ROLES } from '../act/kinds/announcement.ts';
import { COUNTRY_CODES } from '../country.ts';
import type { AuthorityCode, CountryCode } from '../ids.ts';
import { countriesOfRegion } from '../region.ts';
import type { Standing } from '../registration/standing.ts';

export type Audience = AnnouncementBody['audience'];

export interface Reader {
  readonly authority: AuthorityCode;
  readonly role: string;
  /** In which they read; null where that is not known, and nobody is left out by it. */
  readonly language: string | null;
}

/** In the order of their codes. */
export function countriesOf({ region, group }: Audience): readonly CountryCode[] {
  if (region !== undefined) return countriesOfRegion(region);
  return group === undefined ? COUNTRY_CODES : [...new Set(group.countries)].sort();
}

export interface Receivers {
  /** Registered here and not suspended: somebody of them can read it. */
  readonly can: readonly CountryCode[];
  readonly cannot: readonly CountryCode[];
}

/** A country that is not registered, is suspended or has closed receives nothing: who writes is told of both parts. */
export function receiversOf(
  audience: Audience,
  standings: readonly Pick<Standing, 'country' | 'state'>[]
): Receivers {
  const here = new Set(standings.flatMap(({ country, state }) => (state === 'registered' ? [country] : [])));
  const countries = countriesOf(audience);
  return {
    can: countries.filter((country) => here.has(country)),
    cannot: countries.filter((country) => !here.has(country))
  };
}

/** Whatever order their lists were typed in. */
export function isSameAudience(one: Audience, other: Audience): boolean {
  return audienceKey(one) === audienceKey(other);
}

function audienceKey(audience: Audience): string {
  const lists = [audience.roles, audience.languages].map((list) => [...(list ?? [])].sort());
  return JSON.stringify([countriesOf(audience), ...lists, isEverywhere(audience)]);
}

/** Trainers, who are of no country, belong to everywhere alone. */
function isEverywhere({ region, group }: Audience): boolean {
  return region === undefined && group === undefined;
}

/**
 * | stated     | is for                                          |
 * |------------|-------------------------------------------------|
 * | nothing    | everybody of every country, and trainers        |
 * | region     | the people of its countries                     |
 * | group      | the people of the countries that it names       |
 * | roles      | of these, who have one of them                  |
 * | languages  | of these, who read one of them, or nobody knows |
 *
 * The Board's own people have written it: it is nobody's news to them.
 */
export function isAddressed(audience: Audience, reader: Reader): boolean {
  if ((ANNOUNCEMENT_ROLES as readonly string[]).indexOf(reader.role) < 0) return false;
  const { roles, languages } = audience;
  if (!isEverywhere(audience) && countriesOf(audience).indexOf(reader.authority as CountryCode) < 0)
    return false;
  if (roles && (roles as readonly string[]).indexOf(reader.role) < 0) return false;
  return (
    !languages || reader.language === null || (languages as readonly string[]).indexOf(reader.language) >= 0
  );
}
