/** A difference as decimal text in per cent: exact digits, no binary fraction. */
import type { DecimalText } from '../ids.ts';

/** Decimals for values below a thousandth of a per cent; the smallest has eleven. */
const MAX_DECIMALS = 13;
/** Ten times a remainder must stay a safe integer. */
const MAX_WHOLE = 9e14;

/** `part` of `whole`, to two decimals or two significant digits; rounded half up. */
export function percentText(part: number, whole: number): DecimalText {
  if (whole > MAX_WHOLE) return percentText(Math.floor(part / 10), Math.floor(whole / 10));
  if (whole === 0) return '0' as DecimalText;
  let figure = Math.floor(part / whole);
  let rest = part % whole;
  let digits = 0;
  // Two places for per cent, then the decimals.
  while (digits < 4 || (figure < 10 && rest > 0 && digits < MAX_DECIMALS)) {
    figure = figure * 10 + Math.floor((rest * 10) / whole);
    rest = (rest * 10) % whole;
    digits++;
  }
  // A part is never rounded up to the whole.
  if (rest * 2 >= whole && String(figure + 1).length === String(figure).length) figure++;
  return toDecimal(figure, digits - 2);
}

function toDecimal(figure: number, decimals: number): DecimalText {
  const text = String(figure).padStart(decimals + 1, '0');
  const fraction = text.slice(-decimals).replace(/0+$/, '');
  return (text.slice(0, -decimals) + (fraction && `.${fraction}`)) as DecimalText;
}
