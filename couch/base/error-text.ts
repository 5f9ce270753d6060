/** Drivers also throw plain objects, which `String` turns into "[object Object]". */
const MAX_LENGTH = 300;

/** Only the message: other members might quote a document. */
export function errorToText(error: unknown): string {
  return wordsOf(error).slice(0, MAX_LENGTH);
}

function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message, reason, status } = error as Record<string, unknown>;
  const words = [message, reason].filter((one) => typeof one === 'string' && one !== '');
  if (words.length > 0) return [...new Set(words)].join(': ');
  const known = [name, status].filter((one) => typeof one === 'string' || typeof one === 'number');
  return known.length > 0 ? known.join(' ') : 'unknown error';
}
