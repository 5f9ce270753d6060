/**
 * What concerns each company of a country, for its accounts: in memory, updated before each question. Only authorizations
 * of the country itself count, and only those that name the company beyond doubt.
 */
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { Mutex } from '#couch/base/turns.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { Reading, type NamedDatabase, type Wanted } from '#couch/database/registers.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isAuthorization, type ActOf, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { isAuthorizationKind } from '#lib/domain/act/number.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import {
  APPLICATION_PREFIX,
  applicationOf,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import {
  APPLICATION_SETTING_ID,
  readApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import { draftOfApplication } from '#lib/domain/application/application-state.ts';
import {
  readApplication,
  readEvent,
  type ApplicationEvent,
  type EventKind
} from '#lib/domain/application/application.ts';
import {
  readShipment,
  SHIPMENT_PREFIX,
  type AnnouncedShipment
} from '#lib/domain/company/announced-shipment.ts';
import { openBook, useOf, type CompanyBook } from '#lib/domain/company/company-book.ts';
import {
  COMPANY_PREFIX,
  parseCompany,
  statusOf,
  type Company,
  type MayApply
} from '#lib/domain/company/company.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

/** Of the account that asks. */
interface AccountHolder {
  readonly role: string;
  readonly authority: AuthorityCode;
  readonly company?: string;
  readonly mayApply?: MayApply;
}

interface Dated<Id> {
  readonly id: Id;
  readonly at: Instant;
}

export interface OwnPapers {
  readonly home: NamedDatabase;
  readonly company: Company;
  /** Its own id, and those of companies that were merged into it. */
  readonly ids: readonly string[];
  readonly setting: ReturnType<typeof readApplicationSetting>;
  readonly book: CompanyBook;
  /** That an officer has taken. */
  readonly applications: readonly Dated<ApplicationId>[];
  /** Of these, with an open question or an unpaid fee. */
  readonly asked: readonly Dated<ApplicationId>[];
  readonly authorizations: readonly Dated<ActId>[];
  readonly shipments: readonly AnnouncedShipment[];
  applicationOf(draft: string | undefined): ApplicationId | null;
  /** Number of the authorization that replaces a cancelled one. */
  cancellationOf(id: ActId): { readonly at: Instant; readonly by: string | null } | null;
}

export class CompanyPapers {
  readonly #engine: Engine;
  readonly #kept = new Map<string, KeptPapers>();
  readonly #turn = new Mutex();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Why an account opens nothing, or its company's papers. */
  async of(person: AccountHolder): Promise<Result<OwnPapers>> {
    const { authority, company, role } = person;
    const ended = refuse({ code: 'company.account.ended' });
    if (!may({ role }, 'apply') || company === undefined) return ended;
    const known = await this.#known(authority as CountryCode);
    if (!known) return ended;
    if (!known.papers.setting.hasCompanyAccounts) return refuse({ code: 'company.accounts.closed' });
    const own = known.papers.of(company);
    return own ? accept({ ...own, home: known.home }) : ended;
  }

  /** Null if a person of this company can be invited. */
  async judgeInvited(authority: AuthorityCode, company: unknown): Promise<Result<null>> {
    const known = await this.#known(authority as CountryCode);
    if (!known?.papers.setting.hasCompanyAccounts) return refuse({ code: 'company.accounts.closed' });
    const own = typeof company === 'string' ? known.papers.of(company)?.company : undefined;
    return own && own._id === company && statusOf(own) === 'active'
      ? accept(null)
      : refuse({ code: 'account.company.unknown', path: 'company' });
  }

  async #known(
    country: CountryCode
  ): Promise<{ readonly home: NamedDatabase; readonly papers: KeptPapers } | null> {
    const home = await openNamed(this.#engine, authorityToDatabase(country) ?? '');
    if (home === null) return null;
    const place = `${home.name}@${home.epoch}`;
    const papers = this.#kept.get(place) ?? new KeptPapers(country);
    this.#kept.set(place, papers);
    await this.#turn.run(place, () => papers.reading.readOn(home.database, papers));
    return { home, papers };
  }
}

type Cancellation = ActOf<'cancellation'>;

class KeptPapers implements Wanted {
  readonly reading = new Reading();
  readonly #country: CountryCode;
  readonly #work: SlicedTask;
  readonly #companies = new Map<string, Company>();
  /** Only the members that this module reads: a country can have fifty thousand acts. */
  readonly #acts = new Map<ActId, AuthorizationAct>();
  readonly #cancelled = new Map<ActId, Pick<Cancellation['body'], 'at' | 'replacedBy'>>();
  readonly #applications = new Map<string, Dated<ApplicationId> & { readonly company: string }>();
  /** The last event of each kind that asks the company, or ends the asking. */
  readonly #events = new Map<string, Map<EventKind, LastEvent>>();
  readonly #drafts = new Map<string, ApplicationId>();
  readonly #shipments = new Map<string, AnnouncedShipment>();
  #grouped: Grouped | null = null;
  setting = readApplicationSetting(null);

  constructor(country: CountryCode) {
    this.#country = country;
    this.#work = new SlicedTask(scheduleSliced(country));
  }

  isWanted(id: string): boolean {
    if (id.startsWith('act:')) {
      const parts = parseActId(id);
      return (
        parts?.issuer === this.#country && (isAuthorizationKind(parts.kind) || parts.kind === 'cancellation')
      );
    }
    return (
      id === APPLICATION_SETTING_ID ||
      [APPLICATION_PREFIX, COMPANY_PREFIX, SHIPMENT_PREFIX].some((prefix) => id.startsWith(prefix))
    );
  }

  async take(document: object): Promise<void> {
    await this.#work.yieldWhenDue();
    this.#grouped = null;
    const { _id } = document as { readonly _id: string };
    if (_id.startsWith('act:')) this.#takeAct(document);
    else if (_id === APPLICATION_SETTING_ID) this.setting = readApplicationSetting(document);
    else if (_id.startsWith(APPLICATION_PREFIX)) this.#takeApplication(document as { readonly _id: string });
    else if (_id.startsWith(SHIPMENT_PREFIX)) {
      const shipment = readShipment(document);
      if (shipment) this.#shipments.set(_id, shipment);
    } else {
      const parsed = parseCompany(document);
      if (parsed.ok) this.#companies.set(_id, parsed.value);
      else this.#companies.delete(_id);
    }
  }

  drop(id: string): void {
    this.#grouped = null;
    this.#companies.delete(id);
    this.#shipments.delete(id);
    this.#applications.delete(id);
    this.#events.delete(id);
    if (id === APPLICATION_SETTING_ID) this.setting = readApplicationSetting(null);
  }

  of(company: string): Omit<OwnPapers, 'home'> | null {
    const { book, authorizations, applications, shipments, ids } = this.#group();
    const own = book.left(company);
    const isHere = own !== null && own.country === this.#country && own.mergedInto === undefined;
    if (!isHere || statusOf(own) === 'ended') return null;
    const { _id } = own;
    return {
      company: own,
      ids: ids.get(_id) ?? [],
      setting: this.setting,
      book,
      authorizations: authorizations.get(_id) ?? [],
      applications: applications.get(_id) ?? [],
      asked: (applications.get(_id) ?? []).filter((one) => this.#isAsked(one.id)),
      shipments: shipments.get(_id) ?? [],
      applicationOf: (draft) => {
        const found = this.#drafts.get(draft ?? '') ?? null;
        const of = found && this.#applications.get(found)?.company;
        return of && book.left(of)?._id === _id ? found : null;
      },
      cancellationOf: (id) => {
        const found = this.#cancelled.get(id);
        const next = found?.replacedBy && this.#acts.get(found.replacedBy);
        return found ? { at: found.at, by: next ? next.body.number : null } : null;
      }
    };
  }

  #takeAct(document: object): void {
    const parsed = parseActContent(document);
    if (!parsed.ok) return;
    const act = parsed.value;
    if (isAuthorization(act)) this.#acts.set(act._id, pruned(act));
    else if (act.body.kind === 'cancellation') {
      const { of, at, replacedBy } = act.body;
      this.#cancelled.set(of, { at, ...(replacedBy ? { replacedBy } : {}) });
    }
  }

  #takeApplication(document: { readonly _id: string }): void {
    const event = readEvent(document);
    if (event) return this.#takeEvent(event);
    const application = readApplication(document);
    if (!application?.company) return;
    const { _id: id, at, company } = application;
    this.#applications.set(id, { id, at, company });
    this.#drafts.set(draftOfApplication(application), id);
  }

  #takeEvent(event: ApplicationEvent): void {
    const { _id, at, kind } = event;
    const of = applicationOf(_id) ?? '';
    const last = this.#events.get(of) ?? new Map<EventKind, LastEvent>();
    const place = `${at} ${_id}`;
    if (place > (last.get(kind)?.place ?? ''))
      last.set(kind, { place, isUnpaid: kind === 'fee' && !event.isPaid });
    this.#events.set(of, last);
  }

  #isAsked(id: ApplicationId): boolean {
    const last = this.#events.get(id);
    if (!last) return false;
    const placeOf = (kind: EventKind): string => last.get(kind)?.place ?? '';
    const question = placeOf('question');
    const isOpen = (['answer', 'refused', 'withdrawn'] as const).every((kind) => placeOf(kind) < question);
    return isOpen || last.get('fee')?.isUnpaid === true;
  }

  #group(): Grouped {
    if (this.#grouped) return this.#grouped;
    const counted = [...this.#acts.values()].filter(({ _id }) => !this.#cancelled.has(_id));
    const book = openBook([...this.#companies.values()], useOf(counted));
    const grouped: Grouped = {
      book,
      ids: new Map(),
      authorizations: new Map(),
      applications: new Map(),
      shipments: new Map()
    };
    const note = <T>(map: Map<string, T[]>, company: Company | null, one: T): void =>
      void (company && addTo(map, company._id, one));
    for (const id of this.#companies.keys()) note(grouped.ids, book.left(id), id);
    for (const { _id: id, body } of this.#acts.values()) {
      const party = body.kind === 'import-authorization' ? body.importer : body.exporter;
      note(grouped.authorizations, book.surelyOf(party), { id, at: body.at });
    }
    for (const { company, id, at } of this.#applications.values())
      note(grouped.applications, book.left(company), { id, at });
    for (const one of this.#shipments.values()) note(grouped.shipments, book.left(one.company), one);
    return (this.#grouped = grouped);
  }
}

interface LastEvent {
  /** Time and id, in the order of the events. */
  readonly place: string;
  readonly isUnpaid: boolean;
}

interface Grouped {
  readonly book: CompanyBook;
  readonly ids: Map<string, string[]>;
  readonly authorizations: Map<string, Dated<ActId>[]>;
  readonly applications: Map<string, Dated<ApplicationId>[]>;
  readonly shipments: Map<string, AnnouncedShipment[]>;
}

function pruned({ _id, body }: AuthorizationAct): AuthorizationAct {
  const { kind, at, number, issuedOn, importer, exporter } = body;
  const lines = body.lines.map(({ substance, base }) => ({ substance, base }));
  return {
    _id,
    body: { kind, at, number, issuedOn, importer, exporter, lines }
  } as unknown as AuthorizationAct;
}
