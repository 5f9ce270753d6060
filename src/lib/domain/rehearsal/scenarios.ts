/** All scenarios in learning order; a new one is a file and a line. */
import { consignments } from './scenarios/consignments.ts';
import { expired } from './scenarios/expired.ts';
import { forged } from './scenarios/forged.ts';
import { paper } from './scenarios/paper.ts';
import { partial } from './scenarios/partial.ts';
import { routine } from './scenarios/routine.ts';
import { salt } from './scenarios/salt.ts';
import { stolen } from './scenarios/stolen.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [
  routine,
  partial,
  consignments,
  expired,
  salt,
  forged,
  paper,
  stolen
];

export function scenarioNamed(name: unknown): Scenario | null {
  return SCENARIOS.find((one) => one.name === name) ?? null;
}
