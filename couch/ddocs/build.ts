/** Design documents as CouchDB stores them. Their content hash changes exactly when a function or a reducer does. */
import type { DatabaseKind } from '#couch/base/databases.ts';
import { bundleEntry, contentHash, type Bundle, type Wrapper } from './bundle.ts';
import { readCache, writeCache } from './cache.ts';
import { DESIGNS } from './catalog.ts';
import type { BuiltDesign, BuiltView, Design } from './contract.ts';

const built = new Map<DatabaseKind, Promise<readonly BuiltDesign[]>>();

/** Built once per process. */
export function buildDesigns(kind: DatabaseKind): Promise<readonly BuiltDesign[]> {
  const known = built.get(kind) ?? loadDesigns(kind);
  built.set(kind, known);
  return known;
}

async function loadDesigns(kind: DatabaseKind): Promise<readonly BuiltDesign[]> {
  const cached = readCache(kind);
  if (cached) return cached;
  const parts = await Promise.all(DESIGNS[kind].map((design) => buildDesign(kind, design)));
  const sources = Object.assign({}, ...parts.map((part) => part.sources)) as Record<string, string>;
  const designs = parts.map((part) => part.design);
  writeCache(kind, { sources, designs });
  return designs;
}

async function buildDesign(kind: DatabaseKind, design: Design): Promise<Built> {
  const folder = `${kind}/${design.name}`;
  const bundles: Bundle[] = [];
  const bundle = async (entry: string, wrapper: Wrapper): Promise<string> => {
    const made = await bundleEntry(`${folder}/${entry}`, wrapper);
    bundles.push(made);
    return made.expression;
  };
  const views: Record<string, BuiltView> = {};
  for (const [name, { reduce }] of Object.entries(design.views)) {
    views[name] = { map: await bundle(`views/${name}/map`, 'asMap'), ...(reduce ? { reduce } : {}) };
  }
  const content = {
    ...(Object.keys(views).length > 0 ? { views } : {}),
    ...(design.validate
      ? {
          validate_doc_update: await bundle(
            'validate',
            design.name === 'authority' ? 'asAuthority' : 'asStructure'
          )
        }
      : {})
  };
  const hash = contentHash(JSON.stringify(content));
  return {
    design: { _id: `_design/${design.name}`, language: 'javascript', hash, ...content },
    sources: Object.assign({}, ...bundles.map(({ sources }) => sources)) as Record<string, string>
  };
}

interface Built {
  readonly design: BuiltDesign;
  readonly sources: Readonly<Record<string, string>>;
}
