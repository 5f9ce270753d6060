/**
 * `designs`: updates every database's design documents. `--stage` builds changed indexes next to those in use, so that
 * an upgrade waits for nothing.
 */
import type { RunCommand } from '#couch/base/command.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { deployDesignDocuments, stageDesignDocuments } from '#couch/ddocs/deploy.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { markInstallation } from '#couch/installation/installation-mark.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';

const USAGE = 'Usage: npm run provision -- designs [--stage]';

export const bringDesigns: RunCommand = async (words, { env, say }) => {
  const [option, ...more] = words;
  if ((option !== undefined && option !== '--stage') || more.length > 0) throw new StartError(USAGE);
  const engine = await openEngineBeside(readSettings(env), 'to change its design documents');
  const isStaged = option === '--stage';
  try {
    if (isStaged && engine.kind === 'embedded') {
      say('The embedded engine has nothing to stage: the next start brings its design documents.');
      return 0;
    }
    for (const name of await engine.list()) {
      const kind = databaseToKind(name);
      if (kind === null) continue;
      const database = engine.openAsAdministrator(name);
      const changed = isStaged
        ? await stageDesignDocuments(database, kind)
        : await deployDesignDocuments(database, kind, engine.kind);
      if (changed.length > 0) say(`${name}: ${changed.join(', ')}`);
    }
    if (!isStaged && (await engine.exists('accounts'))) await markInstallation(engine, null);
    say(
      isStaged
        ? 'Staged: the indexes are built, and nobody reads them yet.'
        : 'Design documents are as this program holds them.'
    );
    return 0;
  } finally {
    await engine.close();
  }
};
