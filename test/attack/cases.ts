/** The cases of the attack, by principle. */
import type { AttackCase } from './attack.ts';
import { P1_DOORS } from './cases/p1-doors.ts';
import { P1_ROLES } from './cases/p1-roles.ts';
import { P2_P3 } from './cases/p2-p3-acts.ts';
import { P4 } from './cases/p4-reading.ts';
import { P5 } from './cases/p5-bounds.ts';
import { P6_P8 } from './cases/p6-p8-trouble.ts';
import { P9 } from './cases/p9-secrets.ts';

export const CASES: readonly AttackCase[] = [
  ...P1_DOORS,
  ...P1_ROLES,
  ...P2_P3,
  ...P4,
  ...P6_P8,
  ...P9,
  // Last: it leaves the address slowed.
  ...P5
];
