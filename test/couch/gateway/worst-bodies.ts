/** Bodies of the greatest size that a route takes, each the worst of its kind for whoever reads it. */

/** So much of a unit, between a head and a tail, that the whole has `bytes`. */
function fill(bytes: number, unit: string, head: string, tail: string): string {
  return head + unit.repeat(Math.floor((bytes - head.length - tail.length) / unit.length)) + tail;
}

const LIST = ['{"docs":[', '0],"new_edits":false}'] as const;
const TEXT = ['{"docs":["', '"],"new_edits":false}'] as const;

function names(bytes: number, one: (name: string) => string): string {
  return Array.from({ length: Math.floor(bytes / (one('100000').length + 1)) }, (_, at) =>
    one(String(100_000 + at))
  ).join();
}

/** Refused for what they are before anything is built of them, in a body of any size above some kilobytes. */
export const REFUSED_BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  'lists in lists': (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2),
  'objects in objects': (bytes) => fill(bytes, '{"a":', '', '1'),
  'a key again and again': (bytes) => fill(bytes, '"a":1,', '{', '"a":1}'),
  'half a character after many whole ones': (bytes) =>
    fill(bytes, '\\ud83d\\ude00', TEXT[0], `\\ud800${TEXT[1]}`),
  'a number of all its bytes': (bytes) => fill(bytes, '9', '[', ']'),
  'a number that ends otherwise': (bytes) => fill(bytes, '1234567890,', LIST[0], `1e9,${LIST[1]}`)
};

/** Too much only where the body is large. */
export const LARGE_BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  'small values': (bytes) => fill(bytes, '{},', ...LIST),
  'objects with names of their own': (bytes) =>
    `{"docs":[${names(bytes - 40, (name) => `{"${name}":1}`)}],"new_edits":false}`,
  'names in one object': (bytes) => `{${names(bytes - 2, (name) => `"${name}":1`)}}`,
  'one text of escapes': (bytes) => fill(bytes, '\\u0041', ...TEXT)
};

/** Within every bound of a body; what is in them is refused document by document. */
export const TAKEN_BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  'texts of escapes': (bytes) => fill(bytes, `"${'\\u0041\\n'.repeat(8_000)}",`, ...LIST),
  'items as many as are taken': () => `{"docs":[${'{},'.repeat(124_000)}0],"new_edits":false}`,
  'names of their own, as many as are taken': () =>
    `{"docs":[${names(1_000_000, (name) => `{"${name}":1}`)}],"new_edits":false}`,
  'five hundred documents at every bound': (bytes) => fiveHundred(bytes)
};

/** Drafts whose texts are all escapes and whose values are as many as fit. */
function fiveHundred(bytes: number): string {
  const room = Math.floor(bytes / 500) - 4;
  const documents = Array.from({ length: 500 }, (_, at) => {
    const id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${at.toString(16).padStart(12, '0')}`;
    const hash = at.toString(16).padStart(32, '0');
    const head = `{"_id":"${id}","_rev":"1-${hash}","_revisions":{"start":1,"ids":["${hash}"]},"schema":1,"_x":0,"fields":{"v":[`;
    const values = fill(Math.min(900, (room - head.length) / 2), '[0],', '', '0],"t":"');
    return fill(room, '\\u00e9\\n', head + values, '"}}');
  });
  return `{"docs":[${documents.join()}],"new_edits":false}`;
}
