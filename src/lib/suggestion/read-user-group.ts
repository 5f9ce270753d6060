import { isLater } from '#lib/domain/suggestion/fold-wishes.ts';
import {
  foldUserGroup,
  type Meeting,
  type RecordAct,
  type UserGroup,
  type ReportAct,
  type VoteAct
} from '#lib/domain/suggestion/user-group.ts';
import { textFor } from '#lib/domain/outreach/letters.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';

type GroupStore = Pick<Store, 'actsOf' | 'counts'>;

/** Latest first. */
export function recordsOf(store: GroupStore): readonly RecordAct[] {
  return [...countedActs(store, 'user-group-record')].sort((a, b) => (isLater(a, b) ? -1 : 1));
}

export function userGroupOf(store: GroupStore): UserGroup {
  return foldUserGroup(recordsOf(store));
}

export function votesOf(store: GroupStore): readonly VoteAct[] {
  return countedActs(store, 'suggestion-vote');
}

export function actionReportsOf(store: GroupStore): readonly ReportAct[] {
  return countedActs(store, 'action-report');
}

export function meetingTitle({ record }: Meeting): string {
  return textFor(record.body.texts, readLocale())?.title ?? '';
}
