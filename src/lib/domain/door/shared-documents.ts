import { APPLICATION_PREFIX } from '../application/application-id.ts';
import { ATTACHMENT_PREFIX } from '../file/attachment.ts';
import { INVITATION_PREFIX } from '../reply-file/invitation-id.ts';
import type { Right } from '../registration/rights.ts';
import { RETURN_PREFIX } from '../returns/return-id.ts';

/** Plain documents that an office shares among its devices, and who writes them; `door.ts` judges the same. */
const SHARED_PREFIXES: readonly (readonly [string, Right])[] = [
  ['company:', 'particulars'],
  ['setting:', 'particulars'],
  ['contact:', 'particulars'],
  [INVITATION_PREFIX, 'issue'],
  [RETURN_PREFIX, 'issue'],
  [APPLICATION_PREFIX, 'issue'],
  [ATTACHMENT_PREFIX, 'issue']
];

export function rightToShare(id: string): Right | null {
  return SHARED_PREFIXES.find(([prefix]) => id.startsWith(prefix))?.[1] ?? null;
}

export function isSharedDocument(id: string): boolean {
  return rightToShare(id) !== null;
}
