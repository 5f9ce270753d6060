/** Today: work for this person, sorted by the required action. */
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { DeviceRequest } from './device.ts';
import type { RefusedWrite } from './line.ts';
import type { Need, RegisterRow } from './register.ts';

export interface TodayItem {
  readonly row: RegisterRow;
  readonly why: Need;
  readonly due: CalendarDate | null;
  readonly overdue: boolean;
}

/** `answer` includes own objections to settle; `compare`: goods that arrived short, differ or are missing. */
export type TodayNeed = Exclude<Need, 'settle' | 'send'>;

export interface Today {
  /** Only needs with work, in the order of the work; the most urgent item first. */
  readonly needs: ReadonlyMap<TodayNeed, readonly TodayItem[]>;
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly deviceRequests: readonly DeviceRequest[];
}
