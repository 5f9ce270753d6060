/** Every screen of the house, by whom it is looked at and in which state: derived from its routes and its desks. */
import type { House } from './house.ts';
import { roleOf, type Who } from './people.ts';

export const STATES = ['full', 'empty', 'refused', 'offline'] as const;
export type State = (typeof STATES)[number];

export interface Sight {
  readonly route: string;
  readonly who: Who;
  readonly state: State;
  /** A plain address, or the route's own pattern where the first link that fits it is followed. */
  readonly path: string;
  /** The word on the button that is pressed there, with nothing typed. */
  readonly press?: string;
}

const A_DRAFT = '00000000-0000-4000-8000-000000000017';

/** Routes with a part that no link of a full desk fills: a paper is begun here, by those who may. */
const BEGUN: Readonly<Record<string, Pick<Sight, 'path' | 'press'> & { readonly by: readonly Who[] }>> = {
  '/authorizations/drafts/[id]': {
    path: '/authorizations/new?kind=export',
    by: ['officer']
  },
  '/company/drafts/[id]': { path: '/company', press: 'apply_for_import', by: ['company'] },
  '/announcements/drafts/[id]': { path: `/announcements/drafts/${A_DRAFT}`, by: ['incb'] },
  '/surveys/drafts/[id]': { path: `/surveys/drafts/${A_DRAFT}?from=availability`, by: ['incb'] },
  '/sessions/plan/[id]': { path: `/sessions/plan/${A_DRAFT}?new`, by: ['trainer'] }
};

/** What is refused when it is sent with nothing typed, and by the press of which button. */
const REFUSED: Readonly<Record<string, string>> = {
  '/sign-in': 'person_sign_in',
  '/register': 'registration_send',
  '/authorizations/drafts/[id]': 'authorization_issue'
};

/** The demonstration has no regional body. INCB looks at the same parts in `/overview/regional`. */
export const WITHOUT_ACCOUNT: readonly string[] = ['/region'];

const LOOKS_AT_ALL: readonly Who[] = ['officer', 'incb', 'trainer'];
const isUnder = (desk: string, route: string): boolean => route === desk || route.startsWith(`${desk}/`);

/** Whoever looks first at what several may see; the Board and trainers look at theirs too, since it looks otherwise to them. */
function lookersAt(route: string, { desksOf }: House): readonly Who[] {
  if (isUnder('/company', route)) return ['company'];
  const begun = BEGUN[route];
  if (begun) return begun.by;
  const may = (who: Who): boolean => desksOf(roleOf(who) ?? '').some((desk) => isUnder(desk, route));
  const lookers = LOOKS_AT_ALL.filter(may);
  // Customs has one page that no other role has.
  if (lookers.length === 0 && may('customs')) return ['customs'];
  return lookers.includes('officer') || !may('administrator') ? lookers : ['administrator', ...lookers];
}

function isDesk(route: string, house: House): boolean {
  return lookersAt(route, house).length > 0;
}

/** Every way in which a desk is looked at. */
function atADesk(route: string, house: House): Sight[] {
  const begun = BEGUN[route];
  const look = { route, path: begun?.path ?? route, ...(begun?.press && { press: begun.press }) };
  const lookers = lookersAt(route, house);
  const press = REFUSED[route];
  const beginner = house.desksOf('administrator').some((desk) => desk === route);
  const kept = lookers.filter((who) => who !== 'trainer').slice(0, 1);
  const stranger = house.desksOf('trainer').includes(route) ? [] : (['trainer'] as const);
  return [
    ...lookers.map((who) => ({ ...look, who, state: 'full' as const })),
    ...(beginner ? [{ ...look, who: 'beginner' as const, state: 'empty' as const }] : []),
    ...(press ? kept.map((who) => ({ ...look, who, state: 'refused' as const, press })) : []),
    // A desk of others looks the same wherever it is: once is enough.
    ...(route === '/people' ? stranger.map((who) => ({ ...look, who, state: 'refused' as const })) : []),
    ...kept.map((who) => ({ ...look, who, state: 'offline' as const }))
  ];
}

function inPublic(route: string, { publicPaths }: House, locale: string): Sight[] {
  const look = { route, who: 'nobody', state: 'full' } as const;
  if (route.startsWith('/[language')) return publicPaths(locale).map((path) => ({ ...look, path }));
  const press = REFUSED[route];
  return [
    { ...look, path: route },
    ...(press ? [{ ...look, state: 'refused' as const, path: route, press }] : [])
  ];
}

export function sightsOf(house: House, locale: string): readonly Sight[] {
  return house.routes
    .filter((route) => !WITHOUT_ACCOUNT.includes(route))
    .flatMap((route) => (isDesk(route, house) ? atADesk(route, house) : inPublic(route, house, locale)));
}

/** Whether an address is one of a route's; what another route names in full is not. */
export function fits(route: string, path: string, routes: readonly string[]): boolean {
  const pattern = route.replace(/\[[^\]]+\]/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path) && !routes.includes(path);
}

/** What begins with none of them is left out; all of it where none is named. */
export function onlyUnder(sights: readonly Sight[], only: readonly string[]): readonly Sight[] {
  if (only.length === 0) return sights;
  return sights.filter(({ route, path }) => only.some((one) => isUnder(one, route) || isUnder(one, path)));
}
