import type { Block, Text } from './lesson.ts';

export function blockText(block: Block): string {
  if (block.kind === 'heading') return block.text;
  if (block.kind === 'paragraph' || block.kind === 'note') return plainText(block.text);
  if (block.kind === 'list') return block.items.map(plainText).join(' ');
  if (block.kind === 'table') return [...block.head, ...block.rows.flat()].map(plainText).join(' ');
  return block.words;
}

export function plainText(text: Text): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part : part.kind === 'code' ? part.text : plainText(part.text)
    )
    .join('');
}
