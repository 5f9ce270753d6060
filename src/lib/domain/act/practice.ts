/**
 * Mark of practice acts, and which installation accepts which mark. Practice must never pass for trade: its root is
 * unknown to real devices, the signed text says so, and databases refuse it.
 */
import { isPlainObject } from '../shape/shape.ts';
import type { Problem } from '../result.ts';

export const PRACTICE = 'practice';

/** False: real data. True: sample data of a demonstration. `PRACTICE`: practice in one browser. */
export type Invented = boolean | typeof PRACTICE;

export type InventedMark = Exclude<Invented, false>;

export function isPractice(body: unknown): boolean {
  return isPlainObject(body) && body['demonstration'] === PRACTICE;
}

/**
 * | act says it is  | real installation | demonstration | rehearsal |
 * |-----------------|-------------------|---------------|-----------|
 * | nothing of it   | yes               | yes           | no        |
 * | a demonstration | no                | yes           | no        |
 * | practice        | no                | no            | yes       |
 */
export function judgeInvented(body: unknown, installation: Invented): readonly Problem[] {
  const path = 'body.demonstration';
  const practises = installation === PRACTICE;
  if (isPractice(body)) return practises ? [] : [{ code: 'door.practice.refused', path }];
  if (practises) return [{ code: 'door.practice.real', path }];
  const isInvented = isPlainObject(body) && body['demonstration'] === true;
  return isInvented && !installation ? [{ code: 'door.demonstration.refused', path }] : [];
}
