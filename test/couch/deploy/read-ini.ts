/** Reads CouchDB's settings as CouchDB does: sections, keys, comments on lines of their own. */
import { readFileSync } from 'node:fs';

export function readIni(path: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const [, name] = /^\[([a-z_]+)\]$/.exec(line) ?? [];
      const [, key, value] = /^([a-z_]+) = (\S.*)$/.exec(line) ?? [];
      if (name !== undefined) section = sections[name] ??= {};
      else if (key !== undefined && value !== undefined && !(key in section)) section[key] = value;
      else if (line !== '' && !line.startsWith(';')) throw new Error(`${path}:${index + 1} cannot be read`);
    });
  return sections;
}
