/**
 * `npm run chaos -- --runs N --seed S [--steps K] [--shorten]`: N simulated runs. `npm run chaos -- --mutants` breaks one
 * rule of the program after the other, and says whether the runs notice it. `npm run chaos -- --real [--kills N]
 * [--seed S]`: a real server, killed again and again (`real.ts`). `npm run chaos -- --year`: a year of trade (`year.ts`).
 */
import { spawn } from 'node:child_process';
import { MUTANTS } from './mutants.ts';

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

function search(
  environment: Readonly<Record<string, string>>,
  isTold: boolean,
  file = 'test/chaos/chaos.test.ts'
): Promise<number> {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', file];
  const child = spawn(process.execPath, words, {
    stdio: isTold ? 'inherit' : 'ignore',
    env: { ...process.env, ...environment }
  });
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}

/** Each day searches elsewhere. */
const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
const asked: Record<string, string> = { CHAOS_SEED: today };
for (const name of ['runs', 'seed', 'steps']) {
  const value = option(name);
  if (value !== undefined) asked[`CHAOS_${name.toUpperCase()}`] = value;
}
if (process.argv.includes('--shorten')) asked['CHAOS_SHORTEN'] = '1';

if (process.argv.includes('--year')) await import('./year.ts');
else if (process.argv.includes('--real')) {
  const kills = option('kills') ?? '100';
  process.exitCode = await search({ ...asked, CHAOS_KILLS: kills }, true, 'test/chaos/real.ts');
} else if (process.argv.includes('--mutants')) {
  let missed = 0;
  for (const { name, invariant } of MUTANTS) {
    const isCaught = (await search({ ...asked, CHAOS_MUTANT: name }, false)) !== 0;
    if (!isCaught) missed++;
    console.log(`${isCaught ? 'noticed' : 'MISSED '}  invariant ${invariant}: ${name}`);
  }
  process.exitCode = missed === 0 ? 0 : 1;
} else process.exitCode = await search(asked, true);
