/**
 * Design documents as CouchDB stores them, each function bundled into one expression: SpiderMonkey parses with
 * esprima 4, which supports ES2017 at most. Their content hash changes exactly when a function or a reducer does.
 */
import type { DatabaseKind } from '#couch/base/databases.ts';
import { SOURCE_FOLDER } from '#couch/base/program.ts';
import { build, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DESIGNS, type Design, type DomainFunction } from './catalog.ts';

const FOLDER = join(SOURCE_FOLDER, 'couch/ddocs');
const BUILT = join(FOLDER, 'built');
/** Files that decide on a bundle without being bundled. */
const MAKERS = ['build.ts', 'catalog.ts'];

export interface BuiltDesign {
  readonly _id: string;
  readonly language: 'javascript';
  readonly hash: string;
  /**
   * CouchDB would update each index after every act, which takes the exchange a third of its time. Readers update it:
   * 2,000 acts take 0.7 s, once.
   */
  readonly autoupdate?: false;
  readonly views?: Readonly<Record<string, BuiltView>>;
  readonly validate_doc_update?: string;
  /** What CouchDB's `require('unsigned')` compiles: the validator of all documents that are not acts. */
  readonly unsigned?: string;
}

export interface BuiltView {
  readonly map: string;
  readonly reduce?: '_count';
}

/** SHA-256 of source files, by their path relative to this folder. */
type Sources = Readonly<Record<string, string>>;

interface Cached {
  readonly sources: Sources;
  readonly designs: readonly BuiltDesign[];
}

const built = new Map<DatabaseKind, Promise<readonly BuiltDesign[]>>();

export function buildDesigns(kind: DatabaseKind): Promise<readonly BuiltDesign[]> {
  const known = built.get(kind) ?? loadDesigns(kind);
  built.set(kind, known);
  return known;
}

async function loadDesigns(kind: DatabaseKind): Promise<readonly BuiltDesign[]> {
  const cached = readCache(kind);
  if (cached) return cached;
  const sources: Record<string, string> = {};
  const designs = await Promise.all(DESIGNS[kind].map((design) => buildDesign(design, sources)));
  writeCache(kind, { sources, designs });
  return designs;
}

async function buildDesign(design: Design, sources: Record<string, string>): Promise<BuiltDesign> {
  const bundle = async (entry: DomainFunction, wrapper: Wrapper): Promise<string> => {
    const { expression, inputs } = await bundleEntry(entry, wrapper);
    for (const input of inputs) sources[relative(FOLDER, join(FOLDER, input))] = hashOfFile(input);
    return expression;
  };
  const views: Record<string, BuiltView> = {};
  for (const [name, { map, reduce }] of Object.entries(design.views))
    views[name] = { map: await bundle(map, 'asMap'), ...(reduce ? { reduce } : {}) };
  const wrapper = design.name === 'authority' ? 'asAuthority' : 'asStructure';
  const content = {
    ...(Object.keys(views).length > 0 ? { autoupdate: false as const, views } : {}),
    ...(design.validate ? await buildValidator(design, (entry) => bundle(entry, wrapper)) : {})
  };
  const hash = contentHash(JSON.stringify(content));
  return { _id: `_design/${design.name}`, language: 'javascript', hash, ...content };
}

type Validator = Pick<BuiltDesign, 'validate_doc_update' | 'unsigned'>;

/**
 * QuickJS compiles 7 kB of code in a millisecond, for each database that was quiet. So a validator of acts, which the
 * exchange carries to quiet databases, compiles the rules of other documents only when one is written.
 */
async function buildValidator(
  { validate, validateActs }: Design,
  bundle: (entry: DomainFunction) => Promise<string>
): Promise<Validator> {
  const all = validate ? await bundle(validate) : '';
  if (!validateActs) return { validate_doc_update: all };
  const acts = await bundle(validateActs);
  const choose = `$ = function (document, previous, context) {
    var id = document && document._id;
    var isAct = typeof id === 'string' && id.slice(0, 4) === 'act:';
    return (isAct ? acts : require('unsigned'))(document, previous, context);
  };`;
  return {
    validate_doc_update: `(function () { var $, acts = ${acts}; ${choose} return $; })()`,
    unsigned: `module.exports = ${all};`
  };
}

/** Modules of the domain only declare, so that one of them is left out if nothing of it is used. */
const WITHOUT_EFFECTS: Plugin = {
  name: 'without-effects',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.?\/.*\.(?:ts|json)$/ }, ({ path, resolveDir }) => {
      return { path: join(resolveDir, path), sideEffects: false };
    })
};

type Wrapper = 'asMap' | 'asStructure' | 'asAuthority';

/** The expression is `(function () { var $; …; return $; })()`. */
async function bundleEntry(
  { module, name }: DomainFunction,
  wrapper: Wrapper
): Promise<{ readonly expression: string; readonly inputs: readonly string[] }> {
  const result = await build({
    stdin: {
      contents: `import { ${name} } from '#lib/domain/${module}'; import { ${wrapper} } from './couch-manner.ts'; $ = ${wrapper}(${name});`,
      resolveDir: FOLDER,
      loader: 'ts'
    },
    absWorkingDir: FOLDER,
    // The project's tsconfig extends .svelte-kit, which a fresh clone does not have yet.
    tsconfigRaw: '{}',
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'es2017',
    charset: 'ascii',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    treeShaking: true,
    plugins: [WITHOUT_EFFECTS],
    // CouchDB writes no schemas (`domain/shape/shape.ts`).
    dropLabels: ['NOTE'],
    supported: { 'object-rest-spread': false, bigint: false }
  });
  const code = (result.outputFiles[0]?.text ?? '').trim();
  const inputs = Object.keys(result.metafile.inputs).filter((input) => input !== '<stdin>');
  return { expression: `(function () { var $; ${code} return $; })()`, inputs: inputs.sort() };
}

function readCache(kind: DatabaseKind): readonly BuiltDesign[] | null {
  try {
    const cached = JSON.parse(readFileSync(join(BUILT, `${kind}.json`), 'utf8')) as Cached;
    const fresh = Object.entries(cached.sources).every(([source, hash]) => hashOfFile(source) === hash);
    return fresh && MAKERS.every((maker) => maker in cached.sources) ? cached.designs : null;
  } catch {
    return null;
  }
}

/** A read-only folder (an image) costs a build at each start. */
function writeCache(kind: DatabaseKind, { sources, designs }: Cached): void {
  const makers = Object.fromEntries(MAKERS.map((maker) => [maker, hashOfFile(maker)]));
  try {
    mkdirSync(BUILT, { recursive: true });
    const text = JSON.stringify({ sources: { ...sources, ...makers }, designs });
    writeFileSync(join(BUILT, `${kind}.json`), text);
  } catch {
    return;
  }
}

function hashOfFile(source: string): string {
  try {
    return contentHash(readFileSync(join(FOLDER, source), 'utf8'));
  } catch {
    return '';
  }
}

function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
