/** XML as events and as a table. A document type is refused: it can define entities that grow without end. */
import { fileRefused, type Room } from './file-room.ts';

export interface XmlEvents {
  /** Names are without their prefix. */
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

const MAX_DEPTH = 30;
/** A longer text without an end is damaged. */
const MAX_TAG_LENGTH = 65_536;
/** More than a bomb needs to be recognized. */
const MAX_TEXT_LENGTH = 8_000_000;
/** No choice to run back through: each part begins with a sign that the part before cannot have. */
const TAG = /<(\/?)([^\s<>/"'=]+)((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const NONE: Readonly<Record<string, string>> = {};
/** Parts without meaning for a table, and text that is taken as it is. */
const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>']
] as const;

/** Well-formed or refused (XML 1.0), piece by piece. */
export class XmlReader {
  readonly #events: XmlEvents;
  readonly #open: string[] = [];
  #rest = '';
  #hasRoot = false;
  #nextLine = 0;
  line = 1;

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  push(piece: string): void {
    this.#read(this.#rest + piece, false);
  }

  end(): void {
    this.#read(this.#rest, true);
    if (this.#open.length > 0 || !this.#hasRoot) fileRefused('damaged');
  }

  #read(all: string, isLast: boolean): void {
    let at = 0;
    this.#nextLine = lineEnd(all, 0);
    while (at < all.length) {
      const next = all.indexOf('<', at);
      const end = next < 0 ? all.length : next;
      if (end > at) {
        // Half an entity can be in the next piece.
        if (next < 0 && !isLast) break;
        this.#text(plain(all.slice(at, end)));
        this.#countLines(all, end);
      }
      const after = next < 0 ? all.length : this.#markup(all, next);
      if (after < 0) {
        at = end;
        break;
      }
      this.#countLines(all, after);
      at = after;
    }
    this.#rest = all.slice(at);
    const isTag = this.#rest.startsWith('<') && !this.#rest.startsWith('<!') && !this.#rest.startsWith('<?');
    if (this.#rest !== '' && (isLast || this.#rest.length > (isTag ? MAX_TAG_LENGTH : MAX_TEXT_LENGTH)))
      fileRefused('damaged');
  }

  /** Its end; negative if the rest of it is in the next piece. */
  #markup(all: string, at: number): number {
    const next = all[at + 1];
    // Most tags have no attributes and end what was opened last.
    const last = this.#open[this.#open.length - 1] ?? '';
    const close = at + 2 + last.length;
    if (next === '/' && last !== '' && all[close] === '>' && all.startsWith(last, at + 2)) {
      this.#finish(last);
      return close + 1;
    }
    for (const [begin, end] of next === '!' || next === '?' ? SECTIONS : []) {
      if (!all.startsWith(begin, at)) continue;
      const found = all.indexOf(end, at + begin.length);
      if (found >= 0 && end === ']]>') this.#text(all.slice(at + begin.length, found));
      return found < 0 ? -1 : found + end.length;
    }
    if (next === '!') {
      // Perhaps the beginning of a comment.
      const isCut = SECTIONS.some(([begin]) => begin.startsWith(all.slice(at)));
      return isCut ? -1 : fileRefused('doctype');
    }
    TAG.lastIndex = at;
    const [whole, slash = '', name = '', attributes = '', closed = ''] = TAG.exec(all) ?? [];
    if (whole === undefined) return -1;
    if (slash === '') this.#begin(name, attributes);
    if (slash !== '' || closed !== '') this.#finish(name);
    return at + whole.length;
  }

  #begin(name: string, attributes: string): void {
    if (this.#open.length === 0 && this.#hasRoot) fileRefused('damaged');
    this.#hasRoot = true;
    if (this.#open.push(name) > MAX_DEPTH) fileRefused('nested', { row: this.line });
    this.#events.open(localName(name), attributes === '' ? NONE : attributesOf(attributes));
  }

  #finish(name: string): void {
    if (this.#open.pop() !== name) fileRefused('damaged');
    this.#events.close(localName(name));
  }

  #text(text: string): void {
    if (this.#open.length > 0) this.#events.text(text);
    else if (text.trim() !== '') fileRefused('damaged');
  }

  #countLines(all: string, to: number): void {
    for (; this.#nextLine < to; this.#nextLine = lineEnd(all, this.#nextLine + 1)) this.line++;
  }
}

function lineEnd(all: string, from: number): number {
  const at = all.indexOf('\n', from);
  return at < 0 ? Infinity : at;
}

/** Of a tag that `TAG` has read: each value is between its quotation marks. */
function attributesOf(text: string): Readonly<Record<string, string>> {
  const read: Record<string, string> = {};
  for (let at = 0, sign = text.indexOf('='); sign >= 0; sign = text.indexOf('=', at)) {
    const key = text.slice(at, sign).trim();
    let begin = sign + 1;
    while (text[begin] !== '"' && text[begin] !== "'") begin++;
    const end = text.indexOf(text.charAt(begin), begin + 1);
    read[key.startsWith('xmlns') ? key : localName(key)] = plain(text.slice(begin + 1, end));
    at = end + 1;
  }
  return read;
}

const ENTITIES = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

/** Only the five entities that every file has, and characters by their number. */
function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|\w{1,8});|&/gi, (_whole, name?: string) => {
    const known = ENTITIES.get(name ?? '');
    if (known !== undefined) return known;
    const code = name?.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name?.slice(1));
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return name?.startsWith('#') && isCharacter ? String.fromCodePoint(code) : fileRefused('damaged');
  });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

interface Leaf {
  readonly column: number;
  readonly text: string;
  /** The element below the record, if it has parts of its own. */
  readonly group: number | null;
}

interface Group {
  readonly name: string;
  readonly line: number;
}

/** `together` in a file that has several rows for one record. */
const TOGETHER = 'together';

/**
 * Each child of the root is a record, and each of its values a column, named by its path. Parts that a record has
 * several times, such as lines of goods, are rows of their own.
 */
export class XmlTable {
  readonly #room: Room;
  readonly #reader: XmlReader;
  readonly #columns = new Map<string, number>([[TOGETHER, 0]]);
  readonly #path: string[] = [];
  #leaves: Leaf[] = [];
  #groups: Group[] = [];
  #text = '';
  #hasParts = false;
  #hasAttributes = false;
  #hasSeveral = false;
  #record = 0;
  #line = 0;

  constructor(room: Room) {
    this.#room = room;
    this.#reader = new XmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      close: () => this.#close(),
      text: (text) => void (this.#text += text)
    });
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  /** The headings: they are known when the last record is read. */
  end(): readonly string[] {
    this.#reader.end();
    if (this.#record === 0) fileRefused('notATable');
    return [...this.#columns.keys()].map((name, at) => (at === 0 && !this.#hasSeveral ? '' : name));
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(name);
    this.#text = '';
    this.#hasParts = this.#hasAttributes = false;
    const depth = this.#path.length;
    if (depth === 2) {
      this.#record++;
      [this.#leaves, this.#groups, this.#line] = [[], [], this.#reader.line];
    }
    if (depth === 3) this.#groups.push({ name, line: this.#reader.line });
    if (depth < 2) return;
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute.startsWith('xmlns')) continue;
      this.#hasAttributes = true;
      this.#leaf([...this.#path.slice(2), attribute], value, depth >= 3);
    }
  }

  #close(): void {
    const depth = this.#path.length;
    const text = this.#text.trim();
    this.#text = '';
    if (depth >= 2 && !this.#hasParts && text !== '')
      this.#leaf(
        depth === 2 ? this.#path.slice(1) : this.#path.slice(2),
        text,
        depth > 3 || (depth === 3 && this.#hasAttributes)
      );
    this.#path.pop();
    this.#hasParts = true;
    if (depth === 2) this.#endRecord();
  }

  #leaf(path: readonly string[], text: string, isInGroup: boolean): void {
    const name = path.join('/');
    const column = this.#columns.get(name) ?? this.#columns.size;
    this.#room.takeColumn(column, this.#reader.line);
    this.#columns.set(name, column);
    this.#leaves.push({ column, text, group: isInGroup ? this.#groups.length - 1 : null });
  }

  #endRecord(): void {
    const inGroups = new Set(this.#leaves.flatMap(({ group }) => group ?? []));
    const countOf = new Map<string, number>();
    for (const at of inGroups) {
      const name = this.#groups[at]?.name ?? '';
      countOf.set(name, (countOf.get(name) ?? 0) + 1);
    }
    const [repeated, ...more] = [...countOf].filter(([, count]) => count > 1).map(([name]) => name);
    // Two kinds of repeated parts are no table.
    if (more.length > 0) fileRefused('nested', { row: this.#line });
    const rows = [...inGroups].filter((at) => this.#groups[at]?.name === repeated);
    this.#hasSeveral ||= rows.length > 0;
    for (const row of rows.length > 0 ? rows : [null]) {
      const cells: string[] = Array.from({ length: this.#columns.size }, () => '');
      cells[0] = String(this.#record);
      for (const { column, text, group } of this.#leaves) {
        if (group !== null && group !== row && this.#groups[group]?.name === repeated) continue;
        cells[column] = cells[column] ? `${cells[column]}; ${text}` : text;
      }
      this.#room.takeRow(row === null ? this.#line : (this.#groups[row]?.line ?? this.#line), cells);
    }
  }
}
