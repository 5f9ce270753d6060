/**
 * `npm run mutation [-- --count N] [--seed S] [ROOM …]`: N mutants of each room of the domain, chosen by the seed, and the
 * share that a test notices. A survivor of the room's own tests meets all tests of the domain before it counts.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mutantsOf, type Mutant } from './mutants-of.ts';

const ROOMS = ['dossier', 'matching', 'door', 'balance'];
const TOO_LONG_MS = 600_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '25' }, seed: { type: 'string', default: '1' } }
});

/** True if a test failed, or did not end. Null: the program as it is. */
function isNoticed(mutant: Mutant | null, tests: string): Promise<boolean> {
  const given = [
    'vitest',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--bail',
    '1',
    '--reporter',
    'dot',
    tests
  ];
  const env = { ...process.env, ...(mutant ? { I2ES_MUTANT: JSON.stringify(mutant) } : {}) };
  const run = spawn('npx', given, { env, stdio: 'ignore', timeout: TOO_LONG_MS });
  return new Promise((resolve) => run.on('exit', (code) => resolve(code !== 0)));
}

/** The same for the same seed: a linear congruence over the list (Numerical Recipes, 7.1). */
function choose(all: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const left = [...all];
  const chosen: Mutant[] = [];
  for (let state = seed; left.length > 0 && chosen.length < count;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    chosen.push(...left.splice(state % left.length, 1));
  }
  return chosen;
}

if (await isNoticed(null, 'test/domain')) throw new Error('Tests of the domain fail without any mutant.');
for (const room of positionals.length > 0 ? positionals : ROOMS) {
  const folder = `src/lib/domain/${room}`;
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const all = files.flatMap((name) =>
    mutantsOf(`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8'))
  );
  const chosen = choose(all, Number(values.count), Number(values.seed));
  const survivors: Mutant[] = [];
  for (const mutant of chosen) {
    const noticed =
      (await isNoticed(mutant, `test/domain/${room}`)) || (await isNoticed(mutant, 'test/domain'));
    if (!noticed) survivors.push(mutant);
  }
  console.log(
    `${room}: ${chosen.length - survivors.length} of ${chosen.length} noticed (${all.length} in all).`
  );
  for (const { file, line, before, text } of survivors) console.log(`  ${file}:${line} ${before} → ${text}`);
}
