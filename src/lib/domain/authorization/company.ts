/** A company that officers can choose, kept by the country's administrators. */
import { anyText, oneOf, pattern, readStored, stored, yesOrNo, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';

const company = stored({
  required: {
    _id: pattern(/^company:/, 'document.malformed'),
    schema: oneOf([1]),
    name: anyText,
    address: anyText
  },
  optional: {
    licence: anyText,
    /** Country of the address; a company without one is offered for every country. */
    country: anyText,
    /** No longer offered, but kept: the server forbids deletion. */
    retired: yesOrNo
  }
});
export type Company = Checked<typeof company>;

export function parseCompany(value: unknown): Result<Company> {
  return readStored(company, value);
}
