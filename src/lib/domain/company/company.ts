/**
 * A company that officers can choose, and its licences. Version 0.2.0 wrote a name, an address, one licence number and a
 * country; all later members are optional, so those documents stay valid.
 */
import { TREATY_SCHEDULES } from '../act/kinds/national-practice.ts';
import { addDays } from '../calendar-date.ts';
import { scanReference } from '../file/scan.ts';
import type { CalendarDate, SubstanceKey } from '../ids.ts';
import { RESPONSIBLE_DAYS } from '../own-choices.ts';
import type { Result } from '../result.ts';
import { slug } from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  integer,
  listOf,
  micrograms,
  oneOf,
  pattern,
  readStored,
  stored,
  text,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';

export const COMPANY_PREFIX = 'company:';
export const COMPANY_ROLES = ['importer', 'exporter', 'warehouse', 'manufacturer'] as const;
export type CompanyRole = (typeof COMPANY_ROLES)[number];
export const OPERATIONS = ['import', 'export', 'manufacture', 'storage'] as const;
export type Operation = (typeof OPERATIONS)[number];
const STATUSES = ['active', 'suspended', 'ended'] as const;
export type CompanyStatus = (typeof STATUSES)[number];
/** A company of this many licences is below the server's limit of bytes. */
export const MAX_LICENCES = 30;

export const companyReference = pattern(/^company:[0-9a-f-]{36}$/, 'document.malformed');
/** How far an account of a company goes: `prepare` sends nothing to the authority. */
export const MAY_APPLY = ['prepare', 'submit'] as const;
export type MayApply = (typeof MAY_APPLY)[number];

const licence = stored({
  required: {
    number: text(1, 80),
    operations: listOf(oneOf(OPERATIONS), 1, OPERATIONS.length),
    substances: listOf(slug<SubstanceKey>(), 0, 300),
    schedules: listOf(oneOf(TREATY_SCHEDULES), 0, TREATY_SCHEDULES.length),
    validFrom: calendarDate,
    validUntil: calendarDate
  },
  optional: {
    /** Name of the premises; all of them without it. */
    premises: text(1, 120),
    conditions: text(1, 1000, true),
    /** In the country's own files. A new scan replaces it; one that no company names any more is deleted. */
    scan: scanReference
  }
});
export type Licence = Checked<typeof licence>;

const company = stored({
  required: {
    _id: pattern(/^company:/, 'document.malformed'),
    schema: oneOf([1]),
    name: anyText,
    address: anyText
  },
  optional: {
    licence: anyText,
    /** Country of the address; a company without one is offered for every country. */
    country: anyText,
    /** Offered no longer, but kept, because the server forbids deletion. Also what version 0.2.0 knows of the status. */
    retired: yesOrNo,
    roles: listOf(oneOf(COMPANY_ROLES), 0, COMPANY_ROLES.length),
    nationalNumber: text(1, 80),
    /** Names of earlier days and of merged companies: authorizations name them. */
    earlierNames: listOf(text(1, 200), 0, 50),
    premises: listOf(
      stored({ required: { name: text(1, 120), address: text(1, 500, true) } }),
      0,
      MAX_LICENCES
    ),
    licences: listOf(licence, 0, MAX_LICENCES),
    /** Personal data, as scans of licences are; `withoutDuePerson` says until when. */
    responsible: stored({ required: { name: text(1, 120) }, optional: { office: text(1, 120) } }),
    quotas: listOf(
      stored({
        required: {
          substance: slug<SubstanceKey>(),
          operation: oneOf(OPERATIONS),
          year: integer(2000, 2100),
          /** Anhydrous base. */
          base: micrograms
        }
      }),
      0,
      200
    ),
    /** Who told this authority about a company abroad. */
    confirmed: stored({ required: { by: text(1, 200), on: calendarDate } }),
    /** The last one counts. Version 0.2.0 wrote none. */
    history: listOf(
      stored({
        required: { status: oneOf(STATUSES), on: calendarDate },
        optional: { reason: text(1, 500, true) }
      }),
      1,
      100
    ),
    /** Day of the last change of licences, premises or country; see `judgeIssuedCompany`. */
    changedOn: calendarDate,
    mergedInto: companyReference
  }
});
export type Company = Checked<typeof company>;
export type Quota = NonNullable<Company['quotas']>[number];

export function parseCompany(value: unknown): Result<Company> {
  return readStored(company, value);
}

export function statusOf({ history, retired }: Company): CompanyStatus {
  return history?.[history.length - 1]?.status ?? (retired ? 'ended' : 'active');
}

/** Before its first entry a company was active. */
export function statusOn(one: Company, date: CalendarDate): CompanyStatus {
  if (!one.history) return statusOf(one);
  const until = one.history.filter(({ on }) => on <= date);
  return until[until.length - 1]?.status ?? 'active';
}

/** An ended company is reopened, never suspended. */
const NEXT: Readonly<Record<CompanyStatus, readonly CompanyStatus[]>> = {
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: ['active']
};

export function nextStatuses(one: Company): readonly CompanyStatus[] {
  return one.mergedInto === undefined ? NEXT[statusOf(one)] : [];
}

export function canFollow(before: CompanyStatus, after: CompanyStatus): boolean {
  return NEXT[before].indexOf(after) >= 0;
}

export function withStatus(one: Company, status: CompanyStatus, on: CalendarDate, reason: string): Company {
  const before = one.history ?? [{ status: statusOf(one), on }];
  return { ...one, retired: status !== 'active', history: [...before, { status, on, reason }] };
}

/**
 * The name of the responsible person, and scans of licences, which show names: needed as long as the company can trade, and
 * for questions about its last consignments.
 */
export function personDueOn({ responsible, licences = [], history }: Company): CalendarDate | null {
  const last = history?.[history.length - 1];
  const holds = responsible !== undefined || licences.some(({ scan }) => scan !== undefined);
  return holds && last?.status === 'ended' ? addDays(last.on, RESPONSIBLE_DAYS) : null;
}

export function withoutDuePerson(one: Company, today: CalendarDate): Company {
  const due = personDueOn(one);
  return due === null || due > today ? one : withoutPersons(one);
}

export function withoutPersons({ responsible: _deleted, ...one }: Company): Company {
  const licences = one.licences?.map(({ scan: _scan, ...licence }) => licence);
  return { ...one, ...(licences ? { licences } : {}) };
}
