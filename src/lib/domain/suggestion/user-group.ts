/** The user group from INCB's records, and the countries that support a suggestion. */
import type { ActOf, BodyOf } from '../act/body.ts';
import { ACTION_OWNERS, ACTION_STATES, RECORD_PARTS, type RecordPart } from '../act/kinds/user-group.ts';
import { judgeContent } from '../act/parse-act.ts';
import type { Typed } from '../draft/draft.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { draftTexts, lettersFields } from '../outreach/draft-letter.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isLater, wishHash, type WordAct } from './fold-wishes.ts';

export type RecordAct = ActOf<'user-group-record'>;
export type VoteAct = ActOf<'suggestion-vote'>;
export type ReportAct = ActOf<'action-report'>;
type Particulars = Pick<
  BodyOf<'user-group-record'>,
  | 'part'
  | 'item'
  | 'texts'
  | 'heldOn'
  | 'session'
  | 'meeting'
  | 'owner'
  | 'countries'
  | 'due'
  | 'state'
  | 'withdrawn'
  | 'replaces'
>;

export interface Meeting {
  readonly record: RecordAct;
  readonly heldOn: CalendarDate;
  readonly minutes: RecordAct | null;
  readonly decisions: readonly RecordAct[];
  readonly actions: readonly RecordAct[];
}

export interface UserGroup {
  /** The latest first. */
  readonly meetings: readonly Meeting[];
  /** Open ones first, by date. */
  readonly actions: readonly RecordAct[];
}

export function foldUserGroup(acts: readonly RecordAct[]): UserGroup {
  const standing = standingRecords(acts);
  const of = (part: RecordPart): readonly RecordAct[] => standing.filter(({ body }) => body.part === part);
  const actions = [...of('action')].sort((a, b) => (actionOrder(a) < actionOrder(b) ? -1 : 1));
  const meetings = of('meeting').map((record): Meeting => {
    const { item, heldOn } = record.body;
    const isOfIt = ({ body }: RecordAct): boolean => body.meeting === item;
    return {
      record,
      heldOn: heldOn as CalendarDate,
      minutes: of('minutes').find(({ body }) => body.item === item) ?? null,
      decisions: of('decision').filter(isOfIt).reverse(),
      actions: actions.filter(isOfIt)
    };
  });
  meetings.sort((a, b) => (a.heldOn > b.heldOn ? -1 : 1));
  return { meetings, actions };
}

/** The latest record of each item that INCB has not withdrawn, latest first. */
function standingRecords(acts: readonly RecordAct[]): readonly RecordAct[] {
  const seen = new Set<string>();
  const latestFirst = [...acts].sort((a, b) => (isLater(a, b) ? -1 : 1));
  return latestFirst.filter(({ body: { part, item, withdrawn } }) => {
    const isFirst = !seen.has(`${part} ${item}`);
    seen.add(`${part} ${item}`);
    return isFirst && withdrawn === undefined;
  });
}

/** Changes of the same item that the writer of this record had not seen, latest first. Readers see none of them. */
export function unseenChanges(record: RecordAct, acts: readonly RecordAct[]): readonly RecordAct[] {
  const { part, item, replaces } = record.body;
  const before = acts.find(({ _id }) => _id === replaces);
  if (!before) return [];
  const others = acts.filter(
    (one) => one.body.part === part && one.body.item === item && isLater(one, before) && isLater(record, one)
  );
  return others.sort((a, b) => (isLater(a, b) ? -1 : 1));
}

function actionOrder({ body: { state = 'open', due, item } }: RecordAct): string {
  return [ACTION_STATES.indexOf(state), due, item].join(' ');
}

/** Of an action of the user group or of a regional body. */
export function isOverdue(
  { state, due }: Pick<RecordAct['body'], 'state' | 'due'>,
  today: CalendarDate
): boolean {
  return state === 'open' && due !== undefined && due < today;
}

/** Countries whose latest vote on the answer, or on an earlier version of it, supports it; in alphabetical order. */
export function supportersOf(
  answer: WordAct,
  answers: readonly WordAct[],
  votes: readonly VoteAct[]
): readonly CountryCode[] {
  const names = new Set(versionsOf(answer, answers).map(({ _id }) => wishHash(_id)));
  return latestOfCountries(votes.filter(({ body }) => names.has(body.answerHash)))
    .filter(({ body }) => body.supports)
    .map(({ body }) => body.issuer as CountryCode)
    .sort();
}

/** The latest report of each country that owns the action, the latest first. */
export function reportsOn(action: RecordAct, reports: readonly ReportAct[]): readonly ReportAct[] {
  const owned = reports.filter(
    ({ body }) => body.item === action.body.item && isOwner(action, body.issuer as CountryCode)
  );
  return latestOfCountries(owned).sort((a, b) => (isLater(a, b) ? -1 : 1));
}

export function isOwner({ body: { owner, countries = [] } }: RecordAct, country: CountryCode): boolean {
  return owner === 'users' || countries.indexOf(country) >= 0;
}

function latestOfCountries<A extends VoteAct | ReportAct>(acts: readonly A[]): A[] {
  const latest = new Map<string, A>();
  for (const act of acts) {
    const before = latest.get(act.body.issuer);
    if (!before || isLater(act, before)) latest.set(act.body.issuer, act);
  }
  return [...latest.values()];
}

/** The answer and those that it replaced, latest first. */
export function versionsOf(answer: WordAct, answers: readonly WordAct[]): readonly WordAct[] {
  const versions = [answer];
  for (let next: WordAct | undefined = answer; next;) {
    const { replaces }: WordAct['body'] = next.body;
    next = answers.find(({ _id }) => _id === replaces && !versions.some((one) => one._id === _id));
    if (next) versions.push(next);
  }
  return versions;
}

export type RecordField =
  | `${'title' | 'text'}.${'en' | 'fr' | 'es' | 'ru' | 'zh' | 'ar'}`
  | Exclude<keyof Particulars, 'texts' | 'withdrawn'>;

export function recordFields({ texts, countries, ...others }: Particulars): Typed {
  const { part, item, heldOn, session, meeting, owner, due, state, replaces } = others;
  const given = Object.entries({ part, item, heldOn, session, meeting, owner, due, state, replaces });
  return {
    ...lettersFields({ texts, audience: {} }),
    ...Object.fromEntries(given.filter((one): one is [string, string] => one[1] !== undefined)),
    ...(countries ? { countries: countries.join(' ') } : {})
  };
}

/** Problems at `texts.en.title`, `due` and so on. */
export function judgeRecord(fields: Typed): Result<Particulars> {
  const of = (name: string): Record<string, string> => (fields[name] ? { [name]: fields[name] } : {});
  const owner = ACTION_OWNERS.find((one) => one === fields['owner']);
  const countries = (fields['countries'] ?? '').split(' ').filter((one) => one !== '') as CountryCode[];
  const particulars = {
    part: RECORD_PARTS.find((one) => one === fields['part']) ?? 'meeting',
    item: fields['item'] ?? '',
    texts: draftTexts(fields),
    ...of('heldOn'),
    ...of('session'),
    ...of('meeting'),
    ...of('owner'),
    ...(owner === 'countries' && countries.length > 0 ? { countries } : {}),
    ...of('due'),
    ...of('state'),
    ...of('replaces')
  } as Particulars;
  const problems = judgeContent('user-group-record', ['INCB', '*'], particulars);
  return problems.length > 0 ? refuse(...problems) : accept(particulars);
}
