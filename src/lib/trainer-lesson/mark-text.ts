/** Buttons of the lesson editor: each puts Markdown around or before the chosen text. */

export const MARKS = ['heading', 'strong', 'list', 'steps', 'note', 'link'] as const;
export type Mark = (typeof MARKS)[number];

interface Chosen {
  readonly text: string;
  readonly from: number;
  readonly until: number;
}

const AROUND: Readonly<Partial<Record<Mark, readonly [string, string]>>> = {
  strong: ['**', '**'],
  link: ['[', '](/training)']
};
const BEFORE: Readonly<Partial<Record<Mark, (line: number) => string>>> = {
  heading: () => '## ',
  list: () => '- ',
  steps: (line) => `${line + 1}. `,
  note: () => '> '
};

/** `from` and `until` of the result: what is chosen afterwards. */
export function markText({ text, from, until }: Chosen, mark: Mark): Chosen {
  const around = AROUND[mark];
  if (around) {
    const [before, after] = around;
    const marked = text.slice(0, from) + before + text.slice(from, until) + after + text.slice(until);
    return { text: marked, from: from + before.length, until: until + before.length };
  }
  const prefix = BEFORE[mark] ?? (() => '');
  // Whole lines, as a block of their own.
  const begin = text.lastIndexOf('\n', from - 1) + 1;
  const found = text.indexOf('\n', until);
  const end = found < 0 ? text.length : found;
  const lines = text.slice(begin, end).split('\n');
  const marked = lines.map((line, index) => prefix(index) + line).join('\n');
  const gapBefore = begin === 0 || text.slice(0, begin).endsWith('\n\n') ? '' : '\n';
  const gapAfter = end === text.length || text.startsWith('\n\n', end) ? '' : '\n';
  const at = begin + gapBefore.length;
  return {
    text: text.slice(0, begin) + gapBefore + marked + gapAfter + text.slice(end),
    from: at + marked.length,
    until: at + marked.length
  };
}
