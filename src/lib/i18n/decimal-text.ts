/** `1,500` is one and a half in Paris and fifteen hundred in London: ambiguous text is refused, never guessed. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { decimalSigns } from './format.ts';
import { readLocale } from './locale.ts';

const SPACES = /[\s\u00a0\u202f\u2009'’٬]/g;

export function latinDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/٫/g, '.');
}

/** Exactly three digits after a single sign that is this language's thousands separator. */
function hasTwoReadings(text: string, group: string): boolean {
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) && text.includes(group) && group !== '';
}

function withoutGroups(text: string, group: string): string {
  const grouped = group === ',' ? /^\d{1,3}(,\d{3})+(\.\d+)?$/ : /^\d{1,3}(\.\d{3})+(,\d+)?$/;
  const isGrouped = (group === ',' || group === '.') && grouped.test(text);
  return isGrouped ? text.split(group).join('') : text;
}

export function parseDecimalText(typed: string, path = 'decimal', locale = readLocale()): Result<string> {
  const { group } = decimalSigns(locale);
  const compact = latinDigits(typed).replace(SPACES, '');
  if (compact === '') return refuse({ code: 'number.missing', path, weight: 'todo' });
  if (hasTwoReadings(compact, group)) return refuse({ code: 'number.ambiguous', path, values: { typed } });
  const plain = withoutGroups(compact, group).replace(',', '.');
  const match = /^(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return refuse({ code: 'number.malformed', path, values: { typed } });
  const whole = (match[1] ?? '0').replace(/^0+(?=\d)/, '');
  return accept(match[2] ? `${whole}.${match[2]}` : whole);
}
