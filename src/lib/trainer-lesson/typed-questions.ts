/** The questions of a lesson as boxes of a form, and as the text that a lesson keeps. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export interface TypedQuestion {
  readonly id: string;
  readonly ask: string;
  readonly choices: readonly { readonly text: string; readonly isRight: boolean }[];
  readonly why: string;
}

export const NEW_CHOICES: TypedQuestion['choices'] = [
  { text: '', isRight: true },
  { text: '', isRight: false }
];

/** Null for a text that boxes would change: it stays a text. */
export function readTypedQuestions(source: string): readonly TypedQuestion[] | null {
  if (source.trim() === '') return [];
  const [before = '', ...parts] = source.split(/^### /m);
  if (before.trim() !== '') return null;
  const questions = parts.map(readQuestion);
  return questions.every((one) => one !== null) ? questions : null;
}

function readQuestion(part: string): TypedQuestion | null {
  const [id = '', ...lines] = part.split('\n').map((line) => line.trim());
  const given = lines.filter((line) => line !== '');
  const [ask = '', ...rest] = given;
  const why = rest.at(-1) ?? '';
  const choices = rest.slice(0, -1).map((line) => /^- \[([ x])\] ?(.*)$/.exec(line));
  if (!/^[a-z-]+$/.test(id) || /^[->#]/.test(ask) || !why.startsWith('>')) return null;
  if (choices.length === 0 || !choices.every((one) => one !== null)) return null;
  return {
    id,
    ask,
    choices: choices.map((one) => ({ text: one[2] ?? '', isRight: one[1] === 'x' })),
    why: why.slice(1).trim()
  };
}

export function writeTypedQuestions(questions: readonly TypedQuestion[]): string {
  return questions
    .map(({ id, ask, choices, why }) =>
      [
        `### ${id}`,
        oneLine(ask),
        choices.map(({ text, isRight }) => `- [${isRight ? 'x' : ' '}] ${oneLine(text)}`).join('\n'),
        `> ${oneLine(why)}`
      ].join('\n\n')
    )
    .join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** The first free one of `question`, `question-b`, `question-c` …: names have letters only. */
export function newQuestionId(questions: readonly TypedQuestion[]): string {
  const taken = new Set(questions.map(({ id }) => id));
  for (let number = 0; ; number++) {
    const id = number === 0 ? 'question' : `question-${LETTERS[number % 26]}`;
    const name = number < 26 ? id : `${id}-${'a'.repeat(Math.floor(number / 26))}`;
    if (!taken.has(name)) return name;
  }
}
