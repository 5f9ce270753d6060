/** What `npm test -- NAME` runs by name: a folder of tests, one of its files, or a story of the browser. */
import { readdirSync } from 'node:fs';

export interface Suite {
  /** Its path below `test`, without its ending: `domain/act`, `domain/act/kinds`, `stories/offline`. */
  readonly name: string;
  readonly by: 'vitest' | 'playwright';
  /** As its runner takes it. */
  readonly path: string;
}

const STORIES = 'e2e/stories';

/** All there are, folders before what is in them. */
export function listSuites(root = 'test'): readonly Suite[] {
  const suites = new Map<string, Suite>();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/')
  );
  for (const file of files) {
    if (file.startsWith(`${STORIES}/`) && file.endsWith('.spec.ts')) {
      add(suites, { name: 'stories', by: 'playwright', path: STORIES });
      const story = file.slice(STORIES.length + 1, -'.spec.ts'.length);
      add(suites, { name: `stories/${story}`, by: 'playwright', path: file.slice('e2e/'.length) });
    }
    if (!file.endsWith('.test.ts')) continue;
    const parts = file.slice(0, -'.test.ts'.length).split('/');
    parts.slice(0, -1).forEach((_, at) => {
      const folder = parts.slice(0, at + 1).join('/');
      add(suites, { name: folder, by: 'vitest', path: `${root}/${folder}/` });
    });
    add(suites, { name: parts.join('/'), by: 'vitest', path: `${root}/${file}` });
  }
  return [...suites.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function add(suites: Map<string, Suite>, suite: Suite): void {
  if (!suites.has(suite.name)) suites.set(suite.name, suite);
}

/** Those of that very name; else those whose last part it is. */
export function suitesNamed(name: string, suites: readonly Suite[]): readonly Suite[] {
  const plain = name.replace(/^test\//, '').replace(/\/$|\.(test|spec)\.ts$/, '');
  const exact = suites.filter((one) => one.name === plain);
  return exact.length > 0 ? exact : suites.filter((one) => one.name.endsWith(`/${plain}`));
}

/** Folders and stories, a line each: what there is to name. */
export function describeSuites(suites: readonly Suite[]): string {
  const files = (folder: string): number =>
    suites.filter(({ name, path }) => name.startsWith(`${folder}/`) && path.endsWith('.test.ts')).length;
  const lines = suites.flatMap(({ name, by, path }) => {
    if (by === 'playwright') return name === 'stories' ? ['stories  all stories of the browser'] : [name];
    return path.endsWith('/') ? [`${name}  ${files(name)} files`] : [];
  });
  return ['npm test -- NAME … runs one of these by name, or one file of a folder:', ...lines].join('\n  ');
}
