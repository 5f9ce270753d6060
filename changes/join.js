/** `npm run changes`: joins the notes in `changes/` into CHANGELOG.md under the version in package.json, and deletes them. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const SECTIONS = ['Officers', 'INCB and trainers', 'Operators'];
const FOLDER = new URL('./', import.meta.url);
const CHANGELOG = new URL('../CHANGELOG.md', import.meta.url);

/** @type {Map<string, string[]>} */
const linesBySection = new Map(SECTIONS.map((section) => [section, []]));

/** Adds the lines of one note. @param {string} name */
function readNote(name) {
  /** @type {string[] | undefined} */
  let lines;
  for (const line of readFileSync(new URL(name, FOLDER), 'utf8').split('\n').filter(Boolean)) {
    const section = /^### (.*)$/.exec(line)?.[1];
    if (section !== undefined) lines = linesBySection.get(section);
    else if (/^(- | {2})/.test(line)) lines?.push(line);
    else throw new Error(`changes/${name}: “${line}” is not a line of a note. Begin it with “- ”.`);
    if (!lines) throw new Error(`changes/${name}: use the headings ${SECTIONS.join(', ')}, above all lines.`);
  }
}

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .sort();
if (names.length === 0) throw new Error('There is no note in changes/.');
names.forEach(readNote);

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const changelog = readFileSync(CHANGELOG, 'utf8');
if (changelog.includes(`\n## ${version} ·`))
  throw new Error(
    `CHANGELOG.md has ${version} already. Raise the version first: npm version NEW --no-git-tag-version`
  );

const parts = [...linesBySection].flatMap(([section, lines]) =>
  lines.length === 0 ? [] : [`### ${section}\n\n${lines.join('\n')}\n`]
);
const head = `## ${version} · ${new Date().toISOString().slice(0, 10)}\n`;
writeFileSync(
  CHANGELOG,
  changelog.replace(/^## /m, () => `${[head, ...parts].join('\n')}\n## `)
);
for (const name of names) rmSync(new URL(name, FOLDER));
process.stdout.write(`${names.length} notes are now in CHANGELOG.md under ${version}.\n`);
