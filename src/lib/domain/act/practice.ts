/**
 * The mark of what is stated in a rehearsal, and which installation takes what. What is practised must never pass for
 * trade: it is signed under a root that no real device knows, it says so in what is signed, and no database takes it.
 */
import { isPlainObject } from '../shape/shape.ts';
import type { Problem } from '../result.ts';

export const PRACTICE = 'practice';

/** Of an installation's data: real (false), invented for a demonstration (true), or an exercise in one browser. */
export type Invented = boolean | typeof PRACTICE;

/** As an act says it of itself. */
export type InventedMark = Exclude<Invented, false>;

/** `body` is of an act, well formed or not. */
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
