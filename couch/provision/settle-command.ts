/** `npm run settle -- DATABASE [ID] [--keep N]`: settles documents in which the doctor finds too many versions. */
import { databaseToKind } from '#couch/base/databases.ts';
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { listManyVersioned, settleVersions } from '#couch/installation/settle.ts';

const USAGE =
  'Usage: npm run settle -- DATABASE [ID] [--keep N]   (without an id every document that has too many versions; N is 5 and at most 19)';
const KEPT = 5;

interface Options {
  readonly name: string;
  readonly id: string | null;
  readonly keep: number;
}

export const runSettle: RunCommand = async (words, { env, say }) => {
  const { name, id, keep } = parseOptions(words);
  const engine = await openEngineBeside(readSettings(env), 'to settle documents');
  try {
    if (!(await engine.exists(name))) throw new StartError(`There is no database ${name}.`);
    const database = engine.openAsAdministrator(name);
    const ids = id === null ? (await listManyVersioned(database)).map((one) => one.id) : [id];
    for (const one of ids) {
      const settled = await settleVersions(database, one, keep);
      if (settled === null) throw new StartError(`There is no ${one} in ${name}.`);
      say(`${one} in ${name}: ${settled.ended} versions ended, ${settled.kept} kept.`);
    }
    if (ids.length === 0) say(`Nothing in ${name} has too many versions.`);
    return 0;
  } finally {
    await engine.close();
  }
};

function parseOptions(words: readonly string[]): Options {
  const at = words.indexOf('--keep');
  const given = at < 0 ? String(KEPT) : (words[at + 1] ?? '');
  const [name, id = null, ...more] = at < 0 ? words : words.toSpliced(at, 2);
  const isSound =
    name !== undefined &&
    databaseToKind(name) !== null &&
    id?.startsWith('-') !== true &&
    /^1?[0-9]$/.test(given) &&
    more.length === 0;
  if (!isSound) throw new StartError(USAGE);
  return { name, id, keep: Number(given) };
}
