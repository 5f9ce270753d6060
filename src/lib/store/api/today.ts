/** Today: work for this person, sorted by the required action. */
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { DeviceRequest } from './device.ts';
import type { RefusedWrite } from './line.ts';
import type { Need, RegisterRow } from './register.ts';

export interface DeskItem {
  readonly row: RegisterRow;
  readonly why: Need;
  readonly due: CalendarDate | null;
  readonly overdue: boolean;
}

export interface Desk {
  readonly toDecide: readonly DeskItem[];
  readonly toAnswer: readonly DeskItem[];
  readonly toEndorse: readonly DeskItem[];
  readonly toMatch: readonly DeskItem[];
  /** Export authorizations with goods that arrived short, differ or are missing. */
  readonly toCompare: readonly DeskItem[];
  readonly toShip: readonly DeskItem[];
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly expiring: readonly DeskItem[];
  readonly deviceRequests: readonly DeviceRequest[];
}
