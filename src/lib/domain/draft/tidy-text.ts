import { withoutInvisible } from '../shape/characters.ts';
import { canNormalize } from '../bytes.ts';

/** Removes invisible leftovers of keyboards and pastes, which the door refuses. */
export function tidyText(typed = ''): string {
  const lines = withoutInvisible(typed.replace(/\r\n?/g, '\n').replace(/\t/g, ' '));
  const text = lines.replace(/[ ]+\n/g, '\n').trim();
  return canNormalize ? text.normalize('NFC') : text;
}
