/** Today: what waits for the person at work, sorted by what is to be done. */
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { DeviceRequest } from './device.ts';
import type { RefusedWrite } from './line.ts';
import type { Need, RegisterRow } from './register.ts';

export interface DeskItem {
  readonly row: RegisterRow;
  readonly why: Need;
  /** Day by which it is due, where there is one. */
  readonly due: CalendarDate | null;
  readonly overdue: boolean;
}

export interface Desk {
  readonly toDecide: readonly DeskItem[];
  readonly toAnswer: readonly DeskItem[];
  /** Overdue first. */
  readonly toEndorse: readonly DeskItem[];
  readonly toMatch: readonly DeskItem[];
  /** Export authorizations whose goods came short, differ or are gone missing. */
  readonly toCompare: readonly DeskItem[];
  /** Export authorizations of one's own whose goods have not left. */
  readonly toShip: readonly DeskItem[];
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly expiring: readonly DeskItem[];
  /** For administrators and INCB's people; empty for everybody else. */
  readonly deviceRequests: readonly DeviceRequest[];
}
