import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { NOTICE_PREFIX, parseNotice, type RegistrationNotice } from '#lib/domain/registration/notice.ts';

const NOTED_SETTING = 'registry-noted';

interface Noted {
  readonly until: Instant;
  readonly by: string;
  readonly at: Instant;
}

interface Documents {
  documents(prefix: string): readonly unknown[];
  setting(name: string): unknown;
}

type Noting = Documents & Pick<Store, 'person' | 'saveSetting'>;

export function noticesOf(store: Documents): readonly RegistrationNotice[] {
  const notices = store.documents(NOTICE_PREFIX).flatMap((document) => {
    const read = parseNotice(document);
    return read.ok ? [read.value] : [];
  });
  return notices.sort((a, b) => (a.at < b.at ? 1 : -1));
}

export function notedOf(store: Documents): Noted | null {
  const held = (store.setting(NOTED_SETTING) ?? {}) as Record<string, unknown>;
  const { until, by, at } = held;
  return isInstant(until) && isInstant(at) && typeof by === 'string' ? { until, by, at } : null;
}

export function newNoticesOf(store: Documents): readonly RegistrationNotice[] {
  const noted = notedOf(store);
  return noticesOf(store).filter(({ at }) => noted === null || at > noted.until);
}

export function noteAll(store: Noting): void {
  const [latest] = noticesOf(store);
  if (!latest || !store.person) return;
  const at = new Date().toISOString() as Instant;
  void store.saveSetting(NOTED_SETTING, { until: latest.at, by: store.person.id, at });
}
