import { describe, expect, it } from 'vitest';
import { PERSON_ROLES } from '#lib/domain/registration/rights.ts';
import { readHouse, readRoutes } from './house.ts';
import { fits, onlyUnder, sightsOf, WITHOUT_ACCOUNT } from './sights.ts';

const house = await readHouse();
const { routes, desksOf } = house;
const sights = sightsOf(house, 'en');

describe('the contact sheet', () => {
  it('shows every page of the house to somebody', () => {
    const shown = new Set(sights.map(({ route }) => route));
    expect(routes.filter((route) => !shown.has(route))).toEqual(WITHOUT_ACCOUNT);
    expect(routes).toContain('/people/[person]');
    expect(routes).toContain('/');
  });

  it('shows every desk of every role, and none of them to nobody', () => {
    const all = PERSON_ROLES.flatMap((role) => desksOf(role));
    const desks = new Set(all.filter((desk) => !WITHOUT_ACCOUNT.includes(desk)));
    const seen = sights.filter(({ who, state }) => who !== 'nobody' && state === 'full');
    for (const desk of desks) {
      expect(seen.map(({ route }) => route)).toContain(desk);
      expect(sights.filter(({ who, route }) => who === 'nobody' && route === desk)).toEqual([]);
    }
  });

  it('shows no page behind the lock to nobody, since each stands under a desk', () => {
    const open = sights.filter(({ who }) => who === 'nobody').map(({ route }) => route);
    expect(readRoutes('(app)').filter((route) => open.includes(route))).toEqual([]);
  });

  it('shows a new desk by itself: full, off line, and empty to who has only begun', () => {
    const desks = ['/lanterns'];
    const states = sightsOf({ ...house, routes: desks, desksOf: () => desks }, 'en').map(
      ({ state, who }) => `${state} ${who}`
    );
    expect(states).toContain('full officer');
    expect(states).toContain('empty beginner');
    expect(states).toContain('offline officer');
  });

  it('shows nobody a desk that is not theirs, but for the one that shows the refusal', () => {
    const strange = sights.filter(
      ({ who, route, state }) =>
        who === 'trainer' && state !== 'refused' && !desksOf('trainer').some((desk) => route.startsWith(desk))
    );
    expect(strange).toEqual([]);
    expect(sights).toContainEqual({ route: '/people', who: 'trainer', state: 'refused', path: '/people' });
  });

  it('takes a record for a record, and not a page with a name of its own', () => {
    expect(fits('/authorizations/[id]', '/authorizations/AU-I-1', routes)).toBe(true);
    expect(fits('/authorizations/[id]', '/authorizations/new', routes)).toBe(false);
    expect(fits('/authorizations/[id]', '/authorizations/drafts/1', routes)).toBe(false);
  });

  it('makes a part of it where a part is asked for', () => {
    const part = onlyUnder(sights, ['/partners']);
    expect(new Set(part.map(({ route }) => route))).toEqual(
      new Set(['/partners', '/partners/[country]', '/partners/[country]/trials/[id]'])
    );
  });
});
