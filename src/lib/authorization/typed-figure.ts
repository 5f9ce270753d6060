/** An exact quantity as an officer types it, figure and unit apart, with only one reading. */
import { quantityToText } from '#lib/domain/authorization/typed-quantity.ts';

export interface TypedFigure {
  readonly quantity: string;
  readonly unit: string;
}

export function typedFigure(micrograms: number): TypedFigure {
  const [quantity = '', unit = ''] = quantityToText(micrograms).split(' ');
  return { quantity: toUnambiguous(quantity), unit };
}

export function emptyFigure(beside: number): TypedFigure {
  return { ...typedFigure(beside), quantity: '' };
}

/** `1.234` can be read in two ways; `1.2340` cannot. */
export function toUnambiguous(decimal: string): string {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(decimal) ? decimal + '0' : decimal;
}
