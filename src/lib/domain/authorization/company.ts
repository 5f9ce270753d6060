/** A company that a country's officers choose from, as its administrators keep it. */
import { isPlainObject } from '../act/shape.ts';
import { accept, refuse, type Result } from '../result.ts';

export interface Company {
  readonly _id: string;
  readonly schema: 1;
  readonly name: string;
  readonly address: string;
  readonly licence?: string;
  /** Not offered any more; kept, because the server lets nobody delete a company. */
  readonly retired?: boolean;
}

/** What is stored, as it is read again; unknown further keys are of a later version and stay. */
export function parseCompany(value: unknown): Result<Company> {
  const wellFormed =
    isPlainObject(value) &&
    /^company:/.test(String(value['_id'])) &&
    typeof value['name'] === 'string' &&
    typeof value['address'] === 'string' &&
    (value['licence'] === undefined || typeof value['licence'] === 'string');
  return wellFormed ? accept(value as unknown as Company) : refuse({ code: 'document.malformed' });
}
