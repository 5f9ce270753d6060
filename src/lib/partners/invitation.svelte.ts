/** An invitation as it is being written: language, addressee and words, and what of them cannot be printed as it stands. */
import { SvelteMap } from 'svelte/reactivity';
import { cleanText, findTextProblem } from '#lib/domain/authorization/typed-text.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { CURRENT_EDITION } from '#lib/domain/substance.ts';
import {
  invitationFigures,
  type InvitationFigures,
  type TradeCount
} from '#lib/domain/partners/invitation.ts';
import { officialLanguage } from '#lib/domain/partners/official-language.ts';
import { tradeWordsIn } from '#lib/domain/partners/trade-words.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { countrySettings } from '#lib/authorization/judge-form.ts';
import { COUNTRY_SETTING, directoryEntry } from '#lib/authorization/read-context.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import type { InvitationBrief } from '#lib/pdf/invitation-brief.ts';
import type { InvitationLetter } from '#lib/pdf/invitation-letter.ts';
import { store } from '#lib/store/store.svelte.ts';
import { latestDays, letterText, toBrief, toLetter, type Correspondents } from './kit-words.ts';
import { readMembers, readPartners } from './read-partners.ts';

/** UTF-16 units: two sheets at most, and an address as the directory of authorities takes it. */
export const LONGEST_IN_KIT = { text: 6000, authority: 200, address: 500, attention: 200 } as const;
export type KitField = keyof typeof LONGEST_IN_KIT;

export class Invitation {
  readonly official: Locale | null;
  readonly figures: InvitationFigures;
  readonly who: Correspondents;
  readonly #latest: TradeCount | null;
  /** Of each language, what was typed instead of the text that is proposed. */
  readonly #typed = new SvelteMap<Locale, string>();

  locale = $state<Locale | null>(null);
  hasFailed = $state(false);
  authority = $state('');
  address = $state('');
  attention = $state('');

  constructor(own: CountryCode, partner: CountryCode, registerAddress: string) {
    const memberOf = readMembers(store);
    const isMember = (country: CountryCode): boolean => memberOf(country).state === 'on';
    const { today, demonstration } = store;
    this.official = officialLanguage(partner);
    this.figures = invitationFigures(store.dossiers(), { authority: own, partner, today, isMember });
    this.#latest = readPartners(store, latestDays(today)).find((one) => one.partner === partner) ?? null;
    const sender = countrySettings(store.setting(COUNTRY_SETTING), directoryEntry(own)).authority;
    this.who = { own, partner, sender, address: registerAddress, today, demonstration };
    const entry = directoryEntry(partner)?.body;
    this.authority = entry?.name ?? '';
    this.address = entry?.address ?? '';
  }

  /** Its words have to be here before anything is said in it. */
  async choose(locale: Locale | null): Promise<void> {
    this.hasFailed = false;
    if (locale !== null)
      await loadCatalog(locale).catch(() => {
        this.hasFailed = true;
      });
    this.locale = this.hasFailed ? null : locale;
  }

  get text(): string {
    return this.locale === null ? '' : (this.#typed.get(this.locale) ?? this.#proposed(this.locale));
  }

  set text(typed: string) {
    if (this.locale === null) return;
    if (typed === this.#proposed(this.locale)) this.#typed.delete(this.locale);
    else this.#typed.set(this.locale, typed);
  }

  get isChanged(): boolean {
    return this.locale !== null && this.#typed.has(this.locale);
  }

  restore(): void {
    if (this.locale !== null) this.#typed.delete(this.locale);
  }

  #proposed(locale: Locale): string {
    return letterText(this.#latest, this.who, locale);
  }

  clean(field: KitField): string {
    return cleanText(this[field], field === 'text' || field === 'address');
  }

  problemOf(field: KitField): string | undefined {
    const isMultiline = field === 'text' || field === 'address';
    const problem = findTextProblem(this.clean(field), LONGEST_IN_KIT[field], isMultiline);
    return problem ? problemText(problem) : undefined;
  }

  get isPrintable(): boolean {
    const fields = Object.keys(LONGEST_IN_KIT) as KitField[];
    return this.clean('text') !== '' && fields.every((field) => this.problemOf(field) === undefined);
  }

  /** Substances, companies and quantities that somebody typed. */
  get tradeWords(): readonly string[] {
    const typed = [this.text, this.attention].join('\n');
    return tradeWordsIn(typed, { substances: substanceNames(), companies: companyNames() });
  }

  get letter(): InvitationLetter | null {
    if (this.locale === null) return null;
    const to = {
      authority: this.clean('authority'),
      address: this.clean('address'),
      attention: this.clean('attention')
    };
    return toLetter(this.who, to, this.clean('text'), this.locale);
  }

  get brief(): InvitationBrief | null {
    return this.locale === null ? null : toBrief(this.figures, this.who, this.locale);
  }
}

function substanceNames(): readonly string[] {
  return CURRENT_EDITION.edition.rows.flatMap(({ name, synonyms }) => [name, ...synonyms]);
}

/** Of the list, and of every paper that names one. */
function companyNames(): ReadonlySet<string> {
  const acts = [...store.actsOf('import-authorization'), ...store.actsOf('export-authorization')];
  const parties = (acts as readonly ActOf<'import-authorization'>[]).flatMap(({ body }) => [
    body.importer.name,
    body.exporter.name
  ]);
  return new Set([...store.companies().map(({ name }) => name), ...parties]);
}
