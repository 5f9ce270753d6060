/**
 * Official e-mail address: RFC 5321 dot-string at a domain name, in ASCII. Quoting, comments and bracketed addresses
 * are refused: ministries do not use them and mailers read them differently.
 */
import { accept, refuse, type Result } from '../result.ts';

const MAX_LENGTH = 254;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const EMAIL = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+[A-Za-z]{2,63}$`);

export function parseEmail(value: unknown, path = 'email'): Result<string> {
  if (typeof value !== 'string' || value === '') return refuse({ code: 'registration.email.missing', path });
  if (value.length > MAX_LENGTH || !EMAIL.test(value))
    return refuse({ code: 'registration.email.malformed', path });
  return accept(value);
}
