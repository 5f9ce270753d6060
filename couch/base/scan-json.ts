/**
 * Before parsing (threats P5): too deep, too large or ambiguous bodies are refused cheaply. Long lists are divided into
 * portions. Matching brackets keep the meaning of each portion.
 */

/** Values are counted by each opening bracket and each comma. */
export interface JsonBounds {
  readonly depth: number;
  readonly values: number;
  /** The limit of an indivisible part, such as one document. */
  readonly valuesOfOne: number;
  readonly keys: number;
  readonly textBytes: number;
}

/** The colons equal the keys unless a key is duplicate. */
interface JsonItems {
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly colons: number;
}

export interface DividedList {
  readonly key: readonly [number, number];
  readonly start: number;
  readonly end: number;
  readonly portions: readonly JsonItems[];
}

const [QUOTE, COMMA, MINUS, ZERO, NINE, COLON, BACKSLASH] = [
  0x22, 0x2c, 0x2d, 0x30, 0x39, 0x3a, 0x5c
] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const [BLANK, PLUS, POINT, CAPITAL_E, SMALL_E, SMALL_U] = [0x20, 0x2b, 0x2e, 0x45, 0x65, 0x75] as const;

/** A millisecond of the parser. */
const PORTION_BYTES = 32 * 1024;
const PORTION_VALUES = 2000;

export class JsonScan {
  readonly divided: DividedList[] = [];
  wrong: string | null = null;
  colons = 0;
  readonly #bytes: Uint8Array;
  readonly #bounds: JsonBounds;
  readonly #open: Uint8Array;
  readonly #keys: Uint32Array;
  #at = 0;
  #depth = 0;
  #values = 0;
  #loose = 0;
  #lastText: readonly [number, number] = [0, 0];
  #list: { key: readonly [number, number]; start: number; portions: JsonItems[] } | null = null;
  #portion = { start: 0, count: 1, loose: 0, colons: 0 };

  constructor(bytes: Uint8Array, bounds: JsonBounds) {
    this.#bytes = bytes;
    this.#bounds = bounds;
    this.#open = new Uint8Array(bounds.depth + 1);
    this.#keys = new Uint32Array(bounds.depth + 1);
  }

  /** Scans at most `most` more bytes. False at the end or after a problem. */
  step(most: number): boolean {
    const bytes = this.#bytes;
    const until = Math.min(bytes.length, this.#at + most);
    while (this.#at < until && this.wrong === null) {
      const byte = bytes[this.#at] as number;
      if (byte > BLANK) this.#take(byte);
      this.#at++;
    }
    if (this.wrong !== null) return false;
    if (this.#at < bytes.length) return true;
    if (this.#depth > 0) this.wrong = 'json.malformed';
    return false;
  }

  #take(byte: number): void {
    if (byte === QUOTE) this.#passText();
    else if (byte === COMMA) this.#passComma();
    else if (byte === COLON) this.#passColon();
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#openBracket(byte);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#closeBracket(byte);
    else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) this.#passNumber(byte);
  }

  #countValue(): void {
    const { values, valuesOfOne } = this.#bounds;
    if (++this.#values > values || ++this.#loose > valuesOfOne) this.wrong = 'json.tooMuch';
  }

  #openBracket(byte: number): void {
    if (this.#depth === this.#bounds.depth) return void (this.wrong = 'json.tooDeep');
    this.#depth++;
    this.#open[this.#depth] = byte;
    this.#keys[this.#depth] = 0;
    this.#countValue();
    if (this.#depth !== 2 || byte !== OPEN_LIST || this.#open[1] !== OPEN_OBJECT) return;
    this.#list = { key: this.#lastText, start: this.#at + 1, portions: [] };
    this.#beginPortion();
  }

  #closeBracket(byte: number): void {
    const isList = this.#open[this.#depth] === OPEN_LIST;
    if (this.#depth === 0 || isList !== (byte === CLOSE_LIST)) return void (this.wrong = 'json.malformed');
    this.#depth--;
    if (this.#depth !== 1 || this.#list === null) return;
    const list = this.#list;
    this.#list = null;
    if (list.portions.length === 0) return;
    this.#endPortion(list.portions);
    this.divided.push({ ...list, end: this.#at });
  }

  #passComma(): void {
    this.#countValue();
    if (this.#depth !== 2 || this.#list === null) return;
    const isFull =
      this.#at - this.#portion.start >= PORTION_BYTES || this.#loose - this.#portion.loose >= PORTION_VALUES;
    if (!isFull) return void this.#portion.count++;
    this.#endPortion(this.#list.portions);
    this.#beginPortion();
  }

  #beginPortion(): void {
    this.#portion = { start: this.#at + 1, count: 1, loose: this.#loose, colons: this.colons };
  }

  #endPortion(portions: JsonItems[]): void {
    const { start, count, loose, colons } = this.#portion;
    portions.push({ start, end: this.#at, count, colons: this.colons - colons });
    this.#loose = loose;
    this.colons = colons;
  }

  #passColon(): void {
    this.colons++;
    const keys = (this.#keys[this.#depth] ?? 0) + 1;
    this.#keys[this.#depth] = keys;
    if (keys > this.#bounds.keys) this.wrong = 'json.tooMuch';
  }

  /** Integers only, and only if every reader reads the same value. */
  #passNumber(first: number): void {
    const bytes = this.#bytes;
    const start = first === MINUS ? this.#at + 1 : this.#at;
    let value = 0;
    let at = start;
    for (; isDigit(bytes[at]) && value <= Number.MAX_SAFE_INTEGER; at++)
      value = value * 10 + ((bytes[at] as number) - ZERO);
    const isNought = bytes[start] === ZERO && (at > start + 1 || first === MINUS);
    if (isNought || at === start || value > Number.MAX_SAFE_INTEGER || isOfNumber(bytes[at]))
      this.wrong = 'json.number.notCanonical';
    this.#at = at - 1;
  }

  /** An escaped lone surrogate is refused here, a lone surrogate in UTF-8 by the decoder. */
  #passText(): void {
    const bytes = this.#bytes;
    const start = this.#at;
    const end = Math.min(bytes.length, start + this.#bounds.textBytes + 1);
    let at = start + 1;
    for (; at <= end && bytes[at] !== QUOTE; at++) {
      if (bytes[at] !== BACKSLASH) continue;
      if (bytes[++at] !== SMALL_U) continue;
      const unit = unitAt(bytes, at + 1);
      if (unit < 0xd800 || unit > 0xdfff) continue;
      const isWhole =
        unit < 0xdc00 &&
        bytes[at + 5] === BACKSLASH &&
        bytes[at + 6] === SMALL_U &&
        isLow(unitAt(bytes, at + 7));
      if (!isWhole) return void (this.wrong = 'json.surrogate');
      at += 10;
    }
    if (at > end) this.wrong = end < bytes.length ? 'json.tooMuch' : 'json.malformed';
    this.#lastText = [start, at + 1];
    this.#at = at;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isOfNumber(byte: number | undefined): boolean {
  return byte === POINT || byte === SMALL_E || byte === CAPITAL_E || byte === PLUS || byte === MINUS;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function unitAt(bytes: Uint8Array, start: number): number {
  let unit = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] ?? 0;
    const letter = byte | BLANK;
    if (isDigit(byte)) unit = unit * 16 + byte - ZERO;
    else if (letter >= 0x61 && letter <= 0x66) unit = unit * 16 + letter - 0x57;
    else return -1;
  }
  return unit;
}
