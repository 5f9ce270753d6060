/** What the badges of the Board's desks count. */
import { registrationsOf } from '#lib/store/index/registry-reading.ts';
import { asksBoard, queueOf } from './queue.ts';

/** How many requests of those that wait ask the Board for something. */
export function countBoardTasks(store: Parameters<typeof registrationsOf>[0]): number {
  return queueOf(registrationsOf(store), 'waiting').filter(asksBoard).length;
}
