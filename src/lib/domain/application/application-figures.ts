/** Figures for the head of the authority: only what the documents say. */
import type { CalendarDate } from '../ids.ts';
import { fieldOf, lineFieldOf } from '../authorization/form-fields.ts';
import { addMonths } from '../calendar-date.ts';
import { foldText } from '../act/typed-text.ts';
import { medianOfSorted } from '../median.ts';
import { APPLIED_KINDS, type AppliedKind } from './application.ts';
import { daysWithAuthority, isFinished, type ApplicationState } from './application-state.ts';

interface Counts {
  readonly applied: number;
  readonly authorized: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly open: number;
}

export interface FiguresRow extends Counts {
  readonly key: string;
  readonly name: string;
}

export interface ApplicationFigures extends Counts {
  /** From the first with an application to the last, with the empty ones between them. */
  readonly months: readonly FiguresRow[];
  /** Days with the authority until the authorization; null if none was issued. */
  readonly medianDays: Readonly<Record<AppliedKind, number | null>>;
  readonly companies: readonly FiguresRow[];
  readonly substances: readonly FiguresRow[];
  readonly partners: readonly FiguresRow[];
}

export function countApplications(all: readonly ApplicationState[], today: CalendarDate): ApplicationFigures {
  const days = (of: AppliedKind): number | null =>
    medianOfSorted(
      all
        .filter(({ application, status }) => application.of === of && status === 'authorized')
        .map((one) => daysWithAuthority(one, today))
        .sort((a, b) => a - b)
    );
  const [imports, exports] = APPLIED_KINDS;
  return {
    ...countsOf(all),
    medianDays: { [imports]: days(imports), [exports]: days(exports) } as ApplicationFigures['medianDays'],
    months: everyMonth(rowsBy(all, ({ application }) => [application.at.slice(0, 7)])),
    companies: rowsBy(all, ({ application: { of }, form }) => [
      fieldOf(form, of === imports ? 'importerName' : 'exporterName').trim()
    ]),
    substances: rowsBy(all, ({ form }) => form.lines.map((line) => lineFieldOf(line, 'substance'))),
    partners: rowsBy(all, ({ application: { of }, form }) => [
      fieldOf(form, of === imports ? 'exportingCountry' : 'importingCountry')
    ])
  };
}

/** An application counts once under each of its keys; what was left empty counts nowhere. */
function rowsBy(
  all: readonly ApplicationState[],
  namesOf: (one: ApplicationState) => readonly string[]
): FiguresRow[] {
  const groups = new Map<string, { readonly name: string; readonly all: Set<ApplicationState> }>();
  for (const one of all) {
    for (const name of namesOf(one)) {
      const key = foldText(name);
      const group = groups.get(key) ?? { name, all: new Set() };
      if (key !== '') groups.set(key, group);
      group.all.add(one);
    }
  }
  return Array.from(groups, ([key, group]) => ({
    key,
    name: group.name,
    ...countsOf(Array.from(group.all))
  })).sort((a, b) => b.applied - a.applied || (a.key < b.key ? -1 : 1));
}

function everyMonth(rows: readonly FiguresRow[]): FiguresRow[] {
  const held = new Map(rows.map((row) => [row.key, row]));
  const keys = [...held.keys()].sort();
  const last = keys[keys.length - 1] ?? '';
  const months: FiguresRow[] = [];
  for (let key = keys[0]; key !== undefined && key <= last; key = nextMonth(key))
    months.push(held.get(key) ?? { key, name: key, ...countsOf([]) });
  return months;
}

function nextMonth(key: string): string {
  return addMonths(`${key}-01` as CalendarDate, 1).slice(0, 7);
}

function countsOf(all: readonly ApplicationState[]): Counts {
  const count = (status: ApplicationState['status']): number =>
    all.filter((one) => one.status === status).length;
  return {
    applied: all.length,
    authorized: count('authorized'),
    refused: count('refused'),
    withdrawn: count('withdrawn'),
    open: all.filter((one) => !isFinished(one)).length
  };
}
