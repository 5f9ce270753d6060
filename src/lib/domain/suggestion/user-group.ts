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

function actionOrder({ body: { state = 'open', due, item } }: RecordAct): string {
  return [ACTION_STATES.indexOf(state), due, item].join(' ');
}

export function isOverdue({ body: { state, due } }: RecordAct, today: CalendarDate): boolean {
  return state === 'open' && due !== undefined && due < today;
}

/** Countries whose vote names the answer, or an earlier version of it, in alphabetical order; `votes`: `latestVotes`. */
export function supportersOf(
  answer: WordAct,
  answers: readonly WordAct[],
  votes: readonly VoteAct[]
): readonly CountryCode[] {
  const names = new Set(versionsOf(answer, answers).map(({ _id }) => wishHash(_id)));
  return votes
    .filter(({ body }) => body.supports.some((one) => names.has(one)))
    .map(({ body }) => body.issuer as CountryCode)
    .sort();
}

/** One of each country. */
export function latestVotes(votes: readonly VoteAct[]): readonly VoteAct[] {
  const latest = new Map<string, VoteAct>();
  for (const vote of votes) {
    const before = latest.get(vote.body.issuer);
    if (!before || isLater(vote, before)) latest.set(vote.body.issuer, vote);
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

/** The list of a country with one answer more or less. It names the versions that are shown now. */
export function withVote(
  answer: WordAct,
  supports: boolean,
  country: CountryCode,
  {
    shown,
    answers,
    votes
  }: Readonly<Record<'shown' | 'answers', readonly WordAct[]>> & {
    readonly votes: readonly VoteAct[];
  }
): readonly string[] {
  const isSupported = (one: WordAct): boolean => supportersOf(one, answers, votes).indexOf(country) >= 0;
  return shown
    .filter((one) => (one._id === answer._id ? supports : isSupported(one)))
    .map(({ _id }) => wishHash(_id));
}

export type RecordField =
  | `${'title' | 'text'}.${'en' | 'fr' | 'es' | 'ru' | 'zh' | 'ar'}`
  | Exclude<keyof Particulars, 'texts' | 'withdrawn'>;

export function recordFields({ texts, countries, ...others }: Particulars): Typed {
  const { part, item, heldOn, session, meeting, owner, due, state } = others;
  const given = Object.entries({ part, item, heldOn, session, meeting, owner, due, state });
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
    ...of('state')
  } as Particulars;
  const problems = judgeContent('user-group-record', ['INCB', '*'], particulars);
  return problems.length > 0 ? refuse(...problems) : accept(particulars);
}
