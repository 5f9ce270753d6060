import { COUNTRY_SETTING, readReplyDays } from '#lib/domain/authorization/country-setting.ts';
import { isStillFresh, lastReminders, waitOf, type Wait } from '#lib/domain/partners/reminder.ts';
import { threadOf, type MessageAct } from '#lib/domain/partners/thread.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { KeptFound } from '#lib/domain/groups.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { MessageAbout } from '#lib/store/api.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';
import type { MessageStore } from './unread-messages.ts';

interface Reminded extends Wait {
  readonly partner: CountryCode;
  readonly reminder: MessageAct | null;
  /** Reminded, and the days for a reply have not passed. */
  readonly isFresh: boolean;
  /** Overdue, and without a recent reminder. */
  readonly isDue: boolean;
}

type WaitStore = MessageStore & Pick<Store, 'dossiers' | 'setting' | 'today'>;

export function readThread(
  store: MessageStore,
  partner: CountryCode,
  { dossier, trial }: MessageAbout = {}
): readonly MessageAct[] {
  const own = ownCountry(store);
  const thread = own ? threadOf(countedActs(store, 'message'), own, partner) : [];
  return thread.filter(
    ({ body }) =>
      (dossier === undefined || body.dossier === dossier || body.reminds?.includes(dossier)) &&
      (trial === undefined || body.trial === trial)
  );
}

/** Dossiers that wait for their partner, or for this one: the oldest first, with the last reminder of each. */
export function readWaits(store: WaitStore, asked?: CountryCode): readonly Reminded[] {
  const own = ownCountry(store);
  if (!own) return [];
  const replyDays = readReplyDays(store.setting(COUNTRY_SETTING));
  const last = lastReminders(countedActs(store, 'message'), own);
  const { today } = store;
  const of = `${own} ${today} ${replyDays}`;
  const waits: Reminded[] = [];
  for (const wait of waitsOf(store, of, (dossier) => waitOf(dossier, own, { today, replyDays }))) {
    const { key, importingCountry, exportingCountry } = wait.dossier;
    const partner = importingCountry === own ? exportingCountry : importingCountry;
    if (asked !== undefined && partner !== asked) continue;
    const reminder = last.get(key) ?? null;
    const isFresh = reminder !== null && isStillFresh(reminder, today, replyDays);
    waits.push({ ...wait, partner, reminder, isFresh, isDue: wait.isOverdue && !isFresh });
  }
  return waits.sort(byFirstDay);
}

interface KeptWaits {
  readonly of: string;
  readonly found: KeptFound<Dossier, Wait>;
}

const kept = new WeakMap<WaitStore, KeptWaits>();

/** A dossier that changes is another object, so only those are read again. */
function waitsOf(store: WaitStore, of: string, find: (dossier: Dossier) => Wait | null): Iterable<Wait> {
  const before = kept.get(store);
  const { found } = before?.of === of ? before : { found: new KeptFound(find) };
  kept.set(store, { of, found });
  return found.in(store.dossiers()).values();
}

function byFirstDay(a: Wait, b: Wait): number {
  const [left, right] = [firstDay(a), firstDay(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.dossier.key < b.dossier.key ? -1 : 1;
}

function firstDay({ silentSince, endorseBy }: Wait): string {
  return [silentSince, endorseBy].flatMap((day) => day ?? []).sort()[0] ?? '';
}

/** Text typed while `sent` was on its way. */
export function typedSince(sent: string, now: string): string {
  if (now === sent) return '';
  return now.startsWith(sent) ? now.slice(sent.length).trimStart() : now;
}
