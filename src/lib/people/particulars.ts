import { textProblem } from '#lib/domain/shape/shape.ts';
import { cleanText, isBlank } from '#lib/domain/act/typed-text.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export interface Particulars {
  readonly name: string;
  readonly address: string;
  readonly email: string;
  readonly legalBasis: string;
}

export type ParticularField = keyof Particulars;

/** UTF-16 units; same limits as in an act. */
export const MAX_PARTICULAR_LENGTHS = { name: 200, address: 500, email: 254, legalBasis: 300 } as const;
const MIN_LENGTHS = { name: 1, address: 1, legalBasis: 0 } as const;
export const NO_PARTICULARS: Particulars = { name: '', address: '', email: '', legalBasis: '' };

export function readParticulars(value: unknown): Particulars {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (field: ParticularField): string => {
    const said = given[field];
    return typeof said === 'string' ? said : '';
  };
  return {
    name: text('name'),
    address: text('address'),
    email: text('email'),
    legalBasis: text('legalBasis')
  };
}

export function judgeParticulars(typed: Particulars): Result<Particulars> {
  const clean: Particulars = {
    name: cleanText(typed.name),
    address: cleanText(typed.address, true),
    email: cleanText(typed.email),
    legalBasis: cleanText(typed.legalBasis)
  };
  const problems: Problem[] = [];
  for (const [field, least] of Object.entries(MIN_LENGTHS)) {
    const path = field as keyof typeof MIN_LENGTHS;
    const text = least > 0 && isBlank(clean[path]) ? '' : clean[path];
    const found = textProblem(text, least, MAX_PARTICULAR_LENGTHS[path], path === 'address');
    if (found) problems.push({ ...found, path });
  }
  const email = clean.email === '' ? null : parseEmail(clean.email);
  if (email && !email.ok) problems.push(...email.problems);
  return problems.length > 0 ? refuse(...problems) : accept(clean);
}

export function isSameParticulars(a: Particulars, b: Particulars): boolean {
  return a.name === b.name && a.address === b.address && a.legalBasis === b.legalBasis;
}
