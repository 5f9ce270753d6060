import { withoutInvisible } from '../shape/characters.ts';
import { canNormalize } from '../normal-form.ts';

/** What a keyboard or a paste leaves behind unseen is taken off, as the door takes no text with it. */
export function tidyText(typed = ''): string {
  const lines = withoutInvisible(typed.replace(/\r\n?/g, '\n').replace(/\t/g, ' '));
  const text = lines.replace(/[ ]+\n/g, '\n').trim();
  return canNormalize ? text.normalize('NFC') : text;
}
