import { SvelteSet } from 'svelte/reactivity';
import { cleanText, findTextProblem } from '#lib/domain/act/typed-text.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { draftIdOf } from '#lib/domain/draft/draft.ts';
import { namesOf } from '#lib/domain/goods/substance-search.ts';
import {
  invitationFigures,
  type InvitationFigures,
  type TradeCount,
  officialLanguage,
  tradeWordsIn
} from '#lib/domain/partners/invitation.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { countrySettings } from '#lib/domain/authorization/judge-form.ts';
import { COUNTRY_SETTING } from '#lib/domain/authorization/country-setting.ts';
import { directoryEntry } from '#lib/authorization/read-context.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { isLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import type { DraftForm } from '#lib/draft/draft-form.svelte.ts';
import { openDraftForm } from '#lib/draft/open-draft.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import type { InvitationBrief, InvitationLetter } from '#lib/pdf/invitation.ts';
import { store } from '#lib/store/store.svelte.ts';
import { latestDays, letterText, toBrief, toLetter, type Correspondents } from './kit-words.ts';
import { readMembers, readPartners } from './read-partners.ts';

/** UTF-16 units: at most two sheets of text; address limit as in the directory of authorities. */
export const MAX_KIT_LENGTHS = { text: 6000, authority: 200, address: 500, attention: 200 } as const;
type KitField = keyof typeof MAX_KIT_LENGTHS;
/** Stored only if it differs from the proposal in its language. */
type InvitationField = 'locale' | 'authority' | 'address' | 'attention' | `text.${Locale}`;

export class Invitation {
  readonly official: Locale | null;
  readonly figures: InvitationFigures;
  readonly who: Correspondents;
  readonly form: DraftForm<'invitation', InvitationField>;
  readonly #latest: TradeCount | null;
  /** They stay empty while the page is open. */
  readonly #emptied = new SvelteSet<Locale>();

  locale = $state<Locale | null>(null);
  hasFailed = $state(false);

  constructor(own: CountryCode, partner: CountryCode, registerAddress: string) {
    const memberOf = readMembers(store);
    const isMember = (country: CountryCode): boolean => memberOf(country).state === 'on';
    const { today, invented: demonstration } = store;
    this.official = officialLanguage(partner);
    this.figures = invitationFigures(store.dossiers(), { authority: own, partner, today, isMember });
    this.#latest = readPartners(store, latestDays(today)).find((one) => one.partner === partner) ?? null;
    const sender = countrySettings(store.setting(COUNTRY_SETTING), directoryEntry(own)).authority;
    this.who = { own, partner, sender, address: registerAddress, today, demonstration };
    const entry = directoryEntry(partner);
    this.form = openDraftForm('invitation', draftIdOf('invitation', partner), {
      fields: { authority: entry?.name ?? '', address: entry?.address ?? '' }
    });
  }

  get first(): Locale | null {
    const chosen = this.form.read('locale');
    return isLocale(chosen) ? chosen : this.official;
  }

  get authority(): string {
    return this.form.read('authority');
  }

  get address(): string {
    return this.form.read('address');
  }

  get attention(): string {
    return this.form.read('attention');
  }

  write(field: Exclude<KitField, 'text'>, typed: string): void {
    this.form.write({ [field]: typed });
  }

  async choose(locale: Locale | null): Promise<void> {
    this.hasFailed = false;
    if (locale !== null)
      await loadCatalog(locale).catch(() => {
        this.hasFailed = true;
      });
    this.locale = this.hasFailed ? null : locale;
  }

  async chooseAndKeep(locale: Locale | null): Promise<void> {
    await this.choose(locale);
    this.form.write({ locale: this.locale ?? '' });
  }

  get text(): string {
    const { locale } = this;
    if (locale === null || this.#emptied.has(locale)) return '';
    return this.form.read(`text.${locale}`) || this.#proposed(locale);
  }

  set text(typed: string) {
    const { locale } = this;
    if (locale === null) return;
    if (typed === '') this.#emptied.add(locale);
    else this.#emptied.delete(locale);
    this.form.write({ [`text.${locale}`]: typed === this.#proposed(locale) ? '' : typed });
  }

  get isChanged(): boolean {
    return this.locale !== null && this.text !== this.#proposed(this.locale);
  }

  restore(): void {
    if (this.locale !== null) this.text = this.#proposed(this.locale);
  }

  #proposed(locale: Locale): string {
    return letterText(this.#latest, this.who, locale);
  }

  clean(field: KitField): string {
    return cleanText(this[field], field === 'text' || field === 'address');
  }

  problemOf(field: KitField): string | undefined {
    const isMultiline = field === 'text' || field === 'address';
    const problem = findTextProblem(this.clean(field), MAX_KIT_LENGTHS[field], isMultiline);
    return problem ? problemText(problem) : undefined;
  }

  get obstacle(): string | null {
    const fields = Object.keys(MAX_KIT_LENGTHS) as KitField[];
    if (fields.some((field) => this.problemOf(field) !== undefined)) return m.kit_letter_marked();
    return this.clean('text') === '' ? m.kit_letter_empty() : null;
  }

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
  return editionShown().edition.rows.flatMap(namesOf);
}

function companyNames(): ReadonlySet<string> {
  const acts = [...store.actsOf('import-authorization'), ...store.actsOf('export-authorization')];
  const parties = (acts as readonly ActOf<'import-authorization'>[]).flatMap(({ body }) => [
    body.importer.name,
    body.exporter.name
  ]);
  return new Set([...store.companies().map(({ name }) => name), ...parties]);
}
