/** JSON Schema 2020-12 from shapes. */
import type { Check, Members, Note } from '../../shape/shape.ts';
import { act, NAMED } from './described.ts';
import { wordsOf } from './words.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Neither blank ends nor controls (`shape/shape.ts`). Readable with the `u` flag, and in XSD. */
export const ONE_LINE = '(?:[^\\s\\p{Z}\\p{Cc}](?:[^\\p{Cc}]*[^\\s\\p{Z}\\p{Cc}])?)?';
export const LINES = '(?:[^\\s\\p{Z}\\p{Cc}](?:(?:[^\\p{Cc}]|\\n)*[^\\s\\p{Z}\\p{Cc}])?)?';

/** 1900 to 2199; the number of days of a month is left to `format`. */
export const DATE = '(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';
export const INSTANT = DATE + 'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z';

interface WriterOptions {
  readonly base: string;
  readonly named: ReadonlyMap<Check, string>;
  readonly words: (path: readonly string[]) => string | null;
  /** Shapes that are written as others are. */
  readonly instead?: ReadonlyMap<Check, Check>;
}

/** Writes shapes; those with a name are written once, under `base` + name. */
export class SchemaWriter {
  private readonly written = new Map<string, JsonSchema>();

  constructor(private readonly options: WriterOptions) {}

  /** Sorted by name, so that a difference shows where it is. */
  get definitions(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.written].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  write(shape: Check, path: readonly string[] = []): JsonSchema {
    const { base, named, words, instead } = this.options;
    const check = instead?.get(shape) ?? shape;
    const name = named.get(check);
    if (name === undefined) return this.toSchema(check, path);
    if (!this.written.has(name)) {
      this.written.set(name, {});
      const description = words([name]);
      this.written.set(name, {
        title: name,
        ...(description ? { description } : {}),
        ...this.toSchema(check, [name])
      });
    }
    return { $ref: base + name };
  }

  private toSchema({ note }: Check, path: readonly string[]): JsonSchema {
    if (!note) throw new Error('a shape without a note: ' + path.join('.'));
    switch (note.is) {
      case 'object':
        return this.toObject(note, path);
      case 'variant':
        return {
          oneOf: Object.keys(note.shapes).map((key) => this.write(note.shapes[key]!, [...path, key]))
        };
      case 'map':
        return {
          type: 'object',
          propertyNames: this.write(note.key, path),
          additionalProperties: this.write(note.value, path)
        };
      case 'list':
        return {
          type: 'array',
          items: this.write(note.item, path),
          minItems: note.least,
          maxItems: note.most
        };
      case 'orNull':
        return { anyOf: [this.write(note.check, path), { type: 'null' }] };
      default:
        return toSimple(note);
    }
  }

  private toObject(
    { required, optional, isOpen }: Extract<Note, { readonly is: 'object' }>,
    path: readonly string[]
  ): JsonSchema {
    return {
      type: 'object',
      properties: { ...this.toProperties(required, path), ...this.toProperties(optional, path) },
      ...(Object.keys(required).length > 0 ? { required: Object.keys(required) } : {}),
      ...(isOpen ? {} : { additionalProperties: false })
    };
  }

  private toProperties(members: Members, path: readonly string[]): JsonSchema {
    return Object.fromEntries(
      Object.keys(members).map((key) => {
        const description = this.options.words([...path, key]);
        const schema = this.write(members[key]!, [...path, key]);
        return [key, description ? { description, ...schema } : schema];
      })
    );
  }
}

type Simple = Exclude<Note, { readonly is: 'object' | 'variant' | 'map' | 'list' | 'orNull' }>;

function toSimple(note: Simple): JsonSchema {
  switch (note.is) {
    case 'text':
      return {
        type: 'string',
        ...(note.least > 0 ? { minLength: note.least } : {}),
        maxLength: note.most,
        pattern: whole(note.multiline ? LINES : ONE_LINE)
      };
    case 'pattern':
      return { type: 'string', pattern: note.expression.source };
    case 'oneOf': {
      const values = [...note.values, ...(note.also ?? [])];
      return values.length === 1 ? { const: values[0] } : { enum: values };
    }
    case 'integer':
      return { type: 'integer', minimum: note.least, maximum: note.most };
    case 'yesOrNo':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date', pattern: whole(DATE) };
    case 'instant':
      return { type: 'string', format: 'date-time', pattern: whole(INSTANT) };
    case 'anyText':
      return { type: 'string' };
    case 'textOrNumber':
      return { type: ['string', 'number'] };
  }
}

function whole(pattern: string): string {
  return `^${pattern}$`;
}

/** A whole act, with every shape that it can have. */
export function actSchema(): JsonSchema {
  const writer = new SchemaWriter({ base: '#/$defs/', named: NAMED, words: wordsOf });
  const root = writer.write(act);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:i2es:act:1:json',
    description: wordsOf(['json']),
    ...root,
    $defs: writer.definitions
  };
}

/** JSON for a committed file: a member a line, a list of plain values on one. */
export function writeJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + ' ';
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return JSON.stringify(value);
    return `[\n${value.map((one) => inner + writeJson(one, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, one]) => `${inner}${JSON.stringify(key)}: ${writeJson(one, inner)}`
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
