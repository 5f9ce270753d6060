/**
 * The files that `COPY` of a Dockerfile takes from a folder with a `.dockerignore`, as Docker decides it: the last
 * pattern that matches a path, or a folder above it, counts; `!` brings a path back.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Rule {
  readonly isBack: boolean;
  readonly pattern: RegExp;
}

const WILD: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]'
};

function toRule(line: string): Rule {
  const isBack = line.startsWith('!');
  const text = line.replace(/^!/, '').replace(/^\/|\/$/g, '');
  const source = text.replace(/\*\*\/|\*\*|\*|\?|[.+^$(){}|[\]\\]/g, (sign) => {
    return WILD[sign] ?? `\\${sign}`;
  });
  return { isBack, pattern: new RegExp(`^${source}$`) };
}

function readRules(root: string): readonly Rule[] {
  if (!existsSync(join(root, '.dockerignore'))) return [];
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).map(toRule);
}

function isLeftOut(path: string, rules: readonly Rule[]): boolean {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const last = rules.findLast(({ pattern }) => paths.some((one) => pattern.test(one)));
  return last !== undefined && !last.isBack;
}

/** Paths within `root`, of all stages; what one stage copies from another is not asked. */
export function listCopied(root: string, dockerfile: string): readonly string[] {
  const rules = readRules(root);
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, words = '']) =>
    words.split(' ')
  );
  const files = sources.flatMap((source) => filesBelow(root, source));
  return [...new Set(files)].filter((path) => !isLeftOut(path, rules)).sort();
}

function filesBelow(root: string, source: string): readonly string[] {
  const path = source.replace(/^\.\/|\/$/g, '') || '.';
  if (!existsSync(join(root, path))) return [];
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}
