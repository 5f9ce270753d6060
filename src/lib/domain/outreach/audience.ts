/** The reader's device and the server's e-mail share this rule. */
import type { BodyOf } from '../act/body.ts';
import { ANNOUNCEMENT_ROLES } from '../act/kinds/announcement.ts';
import { COUNTRY_CODES } from '../country.ts';
import type { AuthorityCode, CountryCode } from '../ids.ts';
import { countriesOfRegion } from '../region.ts';
import type { Standing } from '../registration/standing.ts';
import type { Problem } from '../result.ts';

export type Audience = BodyOf<'announcement'>['audience'];

export interface Reader {
  readonly authority: AuthorityCode;
  readonly role: string;
  readonly language: string | null;
}

export function countriesOf({ region, group }: Audience): readonly CountryCode[] {
  if (region !== undefined) return countriesOfRegion(region);
  return group === undefined ? COUNTRY_CODES : [...new Set(group.countries)].sort();
}

export interface Receivers {
  /** Registered and not suspended, so its users can read it. */
  readonly can: readonly CountryCode[];
  readonly cannot: readonly CountryCode[];
}

/** Others receive nothing; the author sees both lists. */
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

export function findReceiverProblem({ can, cannot }: Receivers): Problem | undefined {
  const isUnreached = can.length === 0 && cannot.length > 0;
  return isUnreached ? { code: 'audience.unreached', path: 'audience' } : undefined;
}

export function isSameAudience(one: Audience, other: Audience): boolean {
  return audienceKey(one) === audienceKey(other);
}

function audienceKey(audience: Audience): string {
  const lists = [audience.roles, audience.languages].map((list) => [...(list ?? [])].sort());
  return JSON.stringify([countriesOf(audience), ...lists, isEverywhere(audience)]);
}

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
