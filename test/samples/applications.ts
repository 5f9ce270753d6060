/** An application as a company sends it, its receipt code, and an open setting. */
import type { Submission } from '#lib/domain/application/application.ts';
import type { Attachment } from '#lib/domain/application/application.ts';
import { bytesToBase64 } from '#lib/crypto/bytes.ts';
import {
  bytesToConfirmationCode,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { aForm } from './forms.ts';
import type { SampleScan } from './scans.ts';

export const OPEN_SETTING = {
  _id: 'setting:applications',
  schema: 1,
  isOpen: true,
  targetDays: 10,
  keepMonths: 12,
  advice: 'Send the licence too.',
  fee: { amount: '120 AUD', howToPay: 'By transfer.' }
};

export function aCode(seed: number): ConfirmationCode {
  return bytesToConfirmationCode(new Uint8Array(12).map((_, at) => (seed * 31 + at * 7) & 255));
}

export function aSubmission(
  over: Record<string, string> = {},
  attachments?: readonly Attachment[]
): Submission {
  const { fields, lines } = aForm(over);
  const { validFrom: _from, ...own } = fields;
  return {
    of: 'import-authorization',
    language: 'en',
    form: { fields: own, lines: lines.map(({ fields: line }, at) => ({ key: `line-${at}`, fields: line })) },
    contact: { name: 'R. Lane', email: 'lane@southern.example' },
    ...(attachments ? { attachments } : {})
  };
}

export function anAttachment({ scan }: SampleScan, name = 'licence.png'): Attachment {
  return { hash: scan.sha256, name, type: scan.type as Attachment['type'], bytes: scan.bytes };
}

export function sentAttachment(
  code: ConfirmationCode,
  { scan: { sha256: hash, type } }: SampleScan,
  bytes: Uint8Array<ArrayBuffer>
): object {
  return { code, hash, type, name: 'licence.png', data: bytesToBase64(bytes) };
}
