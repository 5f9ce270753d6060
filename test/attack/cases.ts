/** The cases of the attack, by principle. */
import type { AttackCase } from './attack.ts';
import { P1_APPLICATIONS, P5_CODES } from './cases/p1-applications.ts';
import { P1_COMPANIES } from './cases/p1-companies.ts';
import { P1_DOORS } from './cases/p1-doors.ts';
import { P1_GUESTS } from './cases/p1-guests.ts';
import { P1_NOTES } from './cases/p1-notes.ts';
import { P1_PUBLIC_FILES } from './cases/p1-public-files.ts';
import { P1_SCANS } from './cases/p1-scans.ts';
import { P1_OBSERVER } from './cases/p1-observer.ts';
import { P1_REGIONAL } from './cases/p1-regional.ts';
import { P1_ROLES } from './cases/p1-roles.ts';
import { P1_SYSTEMS } from './cases/p1-systems.ts';
import { P2_CARRIED } from './cases/p2-carried.ts';
import { P2_CORRECTIONS } from './cases/p2-corrections.ts';
import { P2_DOCUMENTS } from './cases/p2-documents.ts';
import { P2_LATER } from './cases/p2-later.ts';
import { P2_FILE_REPLIES } from './cases/p2-file-replies.ts';
import { P2_PAPER } from './cases/p2-paper.ts';
import { P2_NATIONAL_PRACTICE } from './cases/p2-national-practice.ts';
import { P2_PRACTICE } from './cases/p2-practice.ts';
import { P2_SIGNERS } from './cases/p2-signers.ts';
import { P2_TRADE } from './cases/p2-trade.ts';
import { P2_WORDS } from './cases/p2-words.ts';
import { P2_TRIALS } from './cases/p2-trials.ts';
import { P3_ACTS } from './cases/p3-acts.ts';
import { P4 } from './cases/p4-reading.ts';
import { P5_BODIES } from './cases/p5-bodies.ts';
import { P5 } from './cases/p5-bounds.ts';
import { P5_VERSIONS } from './cases/p5-versions.ts';
import { P6_NOTHING } from './cases/p6-nothing.ts';
import { P6_P8 } from './cases/p6-p8-trouble.ts';
import { P7 } from './cases/p7-leaving.ts';
import { P9_LISTS } from './cases/p9-lists.ts';
import { P9 } from './cases/p9-secrets.ts';

export const CASES: readonly AttackCase[] = [
  ...P1_DOORS,
  ...P1_NOTES,
  ...P1_PUBLIC_FILES,
  ...P1_SCANS,
  ...P1_ROLES,
  ...P1_OBSERVER,
  ...P1_REGIONAL,
  ...P1_GUESTS,
  ...P1_APPLICATIONS,
  ...P1_COMPANIES,
  ...P1_SYSTEMS,
  ...P2_CARRIED,
  ...P2_DOCUMENTS,
  ...P2_LATER,
  ...P2_PAPER,
  ...P2_FILE_REPLIES,
  ...P2_NATIONAL_PRACTICE,
  ...P2_PRACTICE,
  ...P2_SIGNERS,
  ...P2_TRADE,
  ...P2_CORRECTIONS,
  ...P2_WORDS,
  ...P2_TRIALS,
  ...P3_ACTS,
  ...P4,
  ...P5_VERSIONS,
  ...P6_NOTHING,
  ...P6_P8,
  ...P7,
  ...P9,
  ...P9_LISTS,
  ...P5_BODIES,
  P5_CODES,
  // Last: it leaves the address slowed.
  ...P5
];
