/** Companies and the country's setting for rule R26, in memory and updated before each question. */
import { Reading, type NamedDatabase, type Wanted } from '#couch/database/registers.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { toCountrySettings, type CountrySettings } from '#lib/domain/authorization/country-settings.ts';
import type { CompanyRules } from '#lib/domain/authorization/judge-company.ts';
import { openBook } from '#lib/domain/company/company-book.ts';
import { parseCompany, type Company } from '#lib/domain/company/company.ts';
import { isOfRegister } from '#lib/domain/door/blocks.ts';

interface KnownCompanies extends CompanyRules {
  readonly settings: CountrySettings;
  readonly companies: readonly Company[];
}

export class CompanyRegister {
  readonly #kept = new Map<string, KeptRegister>();

  async known({ name, epoch, database }: NamedDatabase): Promise<KnownCompanies> {
    const place = `${name}@${epoch}`;
    const kept = this.#kept.get(place) ?? new KeptRegister();
    this.#kept.set(place, kept);
    await kept.reading.readOn(database, kept);
    return kept.rules;
  }
}

class KeptRegister implements Wanted {
  readonly reading = new Reading();
  readonly #companies = new Map<string, Company>();
  #settings = toCountrySettings(null);
  #rules: KnownCompanies | null = null;

  readonly isWanted = isOfRegister;

  /** A quota is not judged at the door, so no act is needed. */
  get rules(): KnownCompanies {
    const companies = [...this.#companies.values()];
    return (this.#rules ??= { book: openBook(companies), settings: this.#settings, companies });
  }

  take(document: object): void {
    this.#rules = null;
    const { _id } = document as { readonly _id: string };
    if (_id === COUNTRY_SETTING_ID) return void (this.#settings = toCountrySettings(document));
    const parsed = parseCompany(document);
    if (parsed.ok) this.#companies.set(_id, parsed.value);
    else this.#companies.delete(_id);
  }

  drop(id: string): void {
    this.#rules = null;
    this.#companies.delete(id);
  }
}
