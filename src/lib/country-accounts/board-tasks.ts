import { registrationsOf } from '#lib/store/index/registry-reading.ts';
import { asksBoard, queueOf } from './queue.ts';

export function countBoardTasks(store: Parameters<typeof registrationsOf>[0]): number {
  return queueOf(registrationsOf(store), 'waiting').filter(asksBoard).length;
}
