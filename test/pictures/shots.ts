/** Which screens the lessons show, who opens them, and what is done there before the picture is taken. */
import type { Locator, Page } from '@playwright/test';
import type { Say } from '../e2e/pages/words.ts';

export type Who = 'nobody' | 'officer' | 'partner' | 'administrator' | 'secretariat';

/** Addresses of records that were found once; they are the same in every language. */
export type Places = Readonly<Record<'dossier' | 'received' | 'endorse' | 'difference', string>>;

export interface Shot {
  readonly name: string;
  readonly who: Who;
  readonly path: (places: Places) => string;
  /** What is awaited on the page before all else. */
  readonly await?: (page: Page, say: Say) => Locator;
  readonly before?: (page: Page, say: Say) => Promise<void>;
  readonly phone?: true;
}

const at = (path: string) => (): string => path;
const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
}

async function scrollTo(locator: Locator): Promise<void> {
  await locator.first().evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

export const SHOTS: readonly Shot[] = [
  { name: 'register', who: 'nobody', path: at('/register'), phone: true },
  { name: 'today', who: 'officer', path: at('/today'), phone: true },
  { name: 'dossier', who: 'officer', path: ({ dossier }) => dossier, phone: true },
  { name: 'new', who: 'officer', path: at('/authorizations/new'), phone: true },
  { name: 'received', who: 'partner', path: ({ received }) => received },
  {
    name: 'endorse',
    who: 'officer',
    path: ({ endorse }) => endorse,
    before: (page, say) => press(page, say('dossier_do_endorse'))
  },
  {
    name: 'difference',
    who: 'officer',
    path: ({ difference }) => difference,
    before: (page, say) => scrollTo(page.getByText(say('dossier_agreement')))
  },
  {
    name: 'print',
    who: 'officer',
    path: ({ dossier }) => dossier,
    before: (page, say) => press(page, say('dossier_form'))
  },
  { name: 'sync', who: 'officer', path: at('/sync'), phone: true },
  { name: 'people', who: 'administrator', path: at('/people') },
  { name: 'devices', who: 'administrator', path: at('/devices') },
  { name: 'settings', who: 'administrator', path: at('/settings') },
  { name: 'registrations', who: 'secretariat', path: at('/registrations') },
  { name: 'countries', who: 'secretariat', path: at('/countries') },
  { name: 'overview', who: 'secretariat', path: at('/overview') }
];

export const awaited = (shot: Shot, page: Page, say: Say): Locator =>
  shot.await?.(page, say) ?? heading(page);
