/**
 * A data folder and dossiers as e0b4dcb wrote them: they open in this version, and the acts in them are read, named and
 * folded as they were. What was added to a dossier since is not compared; nothing that was told then is told otherwise,
 * save differences between figures, which are compared more closely now.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbeddedEngine, type Engine } from '#couch/engine/engine.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { isDossierAct, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';

const BEFORE = join(import.meta.dirname, 'written-before');

interface Told {
  readonly acts: number;
  readonly folded: readonly string[];
}

describe('what was written before', () => {
  const told = JSON.parse(readFileSync(`${BEFORE}-dossiers.json`, 'utf8')) as Told;
  const folder = mkdtempSync(join(tmpdir(), 'i2es-before-'));
  let engine: Engine;
  let acts: readonly Act[];

  beforeAll(async () => {
    cpSync(BEFORE, folder, { recursive: true });
    engine = await openEmbeddedEngine({ folder });
    const { rows } = await engine.open('country-au').allDocs({ include_docs: true });
    acts = rows.map(({ doc }) => {
      const read = parseAct(doc);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return read.value;
    });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is opened, and every act in it has the content that its id names', () => {
    expect(acts).toHaveLength(told.acts);
  });

  test('folds to the dossiers that it folded to then', () => {
    const now = new Map(
      [...routeActs(acts.filter(isDossierAct) as DossierAct[])].map(([key, some]) => [
        key,
        foldDossier(key, some)
      ])
    );
    expect(now.size).toBe(told.folded.length);
    for (const text of told.folded) {
      const {
        differences: _differences,
        match: _match,
        ...then
      } = JSON.parse(text) as { key: never } & Record<string, unknown>;
      expect(now.get(then['key'] as never)).toMatchObject(then);
    }
  });
});
