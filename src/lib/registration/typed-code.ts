import { parseConfirmationCode, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';

const CODE_SIGNS = 20;
const GROUP = 5;

/** Capitals, O as 0, I and L as 1. */
export function codeSigns(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, CODE_SIGNS);
}

export function groupSigns(signs: string): string {
  return signs.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-');
}

export function caretAfter(signs: number): number {
  return signs + Math.max(0, Math.ceil(signs / GROUP) - 1);
}

type TypedCode =
  | { readonly state: 'short'; readonly left: number }
  /** A sign was misread: no code has these twenty. */
  | { readonly state: 'mistyped' }
  | { readonly state: 'good'; readonly code: ConfirmationCode };

export function judgeTyped(typed: string): TypedCode {
  const signs = codeSigns(typed);
  if (signs.length < CODE_SIGNS) return { state: 'short', left: CODE_SIGNS - signs.length };
  const parsed = parseConfirmationCode(signs);
  return parsed.ok ? { state: 'good', code: parsed.value } : { state: 'mistyped' };
}

/** In the fragment, which no server sees; it leaves the address once read. */
export function readToken(hash: string): string | null {
  const token = hash.replace(/^#/, '').trim();
  return /^[A-Za-z0-9_-]{20,200}$/.test(token) ? token : null;
}
