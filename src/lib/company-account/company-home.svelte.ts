/** The account of a company in this tab: who is signed in, and the server's last answer about the company. */
import { newApplication } from '#lib/apply/company-application.svelte.ts';
import { keepApplication, type KeptApplication } from '#lib/apply/kept-applications.ts';
import { COMPANY_DESK, type CompanyDesk } from '#lib/domain/application/company-desk.ts';
import type { AppliedKind } from '#lib/domain/application/application.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isPlainObject, readStored } from '#lib/domain/shape/shape.ts';
import { forget, remember, remembered } from '#lib/pwa/remember.ts';
import { noteSignedIn, patienceAtReload } from '#lib/sign-in/deep-link.ts';
import type { Person } from '#lib/store/api.ts';
import { store } from '#lib/store/store.svelte.ts';
import { companyApi } from './company-api.ts';

/** So that drafts go on without a connection. Signing out forgets it. */
const KEPT_AS = 'I2ES_COMPANY';

type State =
  | { readonly name: 'opening' | 'offline' | 'signed-out' }
  | { readonly name: 'foreign'; readonly person: Person }
  | { readonly name: 'refused'; readonly problems: readonly Problem[] }
  | { readonly name: 'open'; readonly desk: CompanyDesk; readonly at: Instant; readonly isOld: boolean };

const timeNow = (): Instant => new Date().toISOString() as Instant;

class CompanyHome {
  state = $state.raw<State>({ name: 'opening' });

  get desk(): CompanyDesk | null {
    return this.state.name === 'open' ? this.state.desk : null;
  }

  get maySend(): boolean {
    return this.desk?.mayApply === 'submit';
  }

  async arrive(): Promise<void> {
    // Another person can have left this tab.
    if (this.state.name !== 'open') this.state = { name: 'opening' };
    await store.start();
    // Ends first a session that was left without a connection.
    const resumed = await store.resumeSession(patienceAtReload());
    const { person } = store;
    if (!resumed.ok) return this.#note(resumed);
    if (person && !may(person, 'apply')) this.state = { name: 'foreign', person };
    else await this.read();
  }

  async read(): Promise<void> {
    this.#note(await companyApi.desk());
  }

  #note(told: Result<CompanyDesk | true>): void {
    if (told.ok && told.value !== true) {
      const at = timeNow();
      this.state = { name: 'open', desk: told.value, at, isOld: false };
      remember(KEPT_AS, { desk: told.value, at });
    } else if (!told.ok) this.state = this.#stateAfter(told.problems);
  }

  #stateAfter(problems: readonly Problem[]): State {
    if (problems.some(({ code }) => code.startsWith('line.'))) {
      const kept = remembered(KEPT_AS);
      const desk = isPlainObject(kept) ? readStored(COMPANY_DESK, kept['desk']) : null;
      const at = isPlainObject(kept) && isInstant(kept['at']) ? kept['at'] : null;
      return desk?.ok && at ? { name: 'open', desk: desk.value, at, isOld: true } : { name: 'offline' };
    }
    forget(KEPT_AS);
    const isOver = problems.some(({ code }) => /^(?:session|person)\./.test(code));
    return isOver ? { name: 'signed-out' } : { name: 'refused', problems };
  }

  async leave(): Promise<void> {
    forget(KEPT_AS);
    noteSignedIn(false);
    await store.signOut();
    this.state = { name: 'signed-out' };
  }

  /** A new draft with the company as the register has it. `from`: a copy, or one of a file. */
  begin(of: AppliedKind, from: KeptApplication | null = null): Result<KeptApplication> {
    const { desk } = this;
    if (!desk) return refuse({ code: 'line.offline' });
    const { company, authority, licences } = desk;
    const country = authority.country as CountryCode;
    const kept = from ?? newApplication(country, of);
    const role = kept.of === 'import-authorization' ? 'importer' : 'exporter';
    const operation = kept.of === 'import-authorization' ? 'import' : 'export';
    const fitting = licences.filter(({ operations }) => operations.includes(operation));
    const numbers = fitting.map(({ number }) => number);
    const chosen = numbers.find((one) => one === kept.form.fields[`${role}Licence`]);
    const own = {
      [`${role}Name`]: company.name,
      [`${role}Address`]: company.address,
      [`${role}Country`]: country,
      // The only one is chosen for its user.
      [`${role}Licence`]: chosen ?? (numbers.length === 1 ? (numbers[0] ?? '') : '')
    };
    const draft = {
      ...kept,
      country,
      company: company.id,
      licences: numbers,
      form: { ...kept.form, fields: { ...kept.form.fields, ...own } }
    };
    return keepApplication(draft) ? accept(draft) : refuse({ code: 'apply.unkept' });
  }
}

export const companyHome = new CompanyHome();
