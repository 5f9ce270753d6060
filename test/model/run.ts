/**
 * `npm run model -- --traces N --seed S`: the invariants of the model, a violation by each of its mutants, and N new traces
 * against the program. `--keep` puts these in the place of `traces.jsonl`. `--mutants`: breaks one rule of the program after
 * the other, and says whether the traces notice it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODEL_MUTANTS } from './mutants.ts';
import { packTrace, readTrace } from './trace.ts';

const HERE = import.meta.dirname;
const KEPT = join(HERE, 'traces.jsonl');
const QUINT = process.env['QUINT'] ?? 'quint';
const INVARIANTS = ['numbersOnce', 'receiptsTrue', 'sentTrue', 'withinTotal', 'reservedOnce'];
const MUTANTS = ['sameEpoch', 'receiptFirst', 'noGap', 'restoredTwice', 'reservedTwice'];
const STEPS = 25;
const SAMPLES = 1000;

function option(name: string, usual: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return (at < 0 ? undefined : process.argv[at + 1]) ?? usual;
}

const seed = option('seed', new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const count = Number(option('traces', '20'));

/** 0: no invariant was violated. */
function simulate(module: string, step: string, words: readonly string[]): number {
  const asked = [
    'run',
    join(HERE, 'exchange.qnt'),
    '--backend=typescript',
    '--verbosity=1',
    `--main=${module}`
  ];
  const { status, error } = spawnSync(QUINT, [...asked, `--step=${step}`, `--seed=${seed}`, ...words], {
    stdio: ['ignore', 'ignore', 'inherit']
  });
  if (error) throw new Error(`Quint does not start (${error.message}). README.md says how to install it.`);
  return status ?? 1;
}

function check(module: string, step: string): number {
  const words = ['--invariants', ...INVARIANTS, `--max-samples=${SAMPLES}`, '--max-steps=30'];
  return simulate(module, step, words);
}

/** Half of them about one country whose database is often restored. */
function makeTraces(folder: string): string[] {
  const half = Math.ceil(count / 2);
  for (const [step, most] of [
    ['step', half],
    ['australia', count - half]
  ] as const)
    if (most > 0)
      simulate('real', step, [
        '--mbt',
        `--out-itf=${join(folder, `${step}-{seq}.itf.json`)}`,
        `--n-traces=${most}`,
        `--max-samples=${most}`,
        `--max-steps=${STEPS}`
      ]);
  const files = readdirSync(folder).sort();
  return files.map((file) => packTrace(readTrace(readFileSync(join(folder, file), 'utf8'))));
}

function replay(environment: Readonly<Record<string, string>>, isTold = true): number {
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts'];
  const { status } = spawnSync(process.execPath, [...words, 'test/model/model.test.ts'], {
    stdio: isTold ? 'inherit' : 'ignore',
    env: { ...process.env, ...environment }
  });
  return status ?? 1;
}

let failed = 0;
function tell(isGood: boolean, good: string, bad: string): void {
  if (!isGood) failed++;
  console.log(isGood ? good : bad);
}

if (process.argv.includes('--mutants'))
  for (const { name, invariant } of MODEL_MUTANTS)
    tell(
      replay({ MODEL_MUTANT: name }, false) !== 0,
      `noticed  invariant ${invariant}: ${name}`,
      `MISSED   invariant ${invariant}: ${name}`
    );
else {
  console.log(`Seed ${seed}`);
  for (const step of ['step', 'australia'])
    tell(check('real', step) === 0, `holds    real (${step})`, `VIOLATED real (${step})`);
  for (const mutant of MUTANTS) {
    const isFound = ['step', 'australia'].some((step) => check(mutant, step) !== 0);
    tell(isFound, `violated ${mutant}`, `MISSED   ${mutant}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'i2es-model-'));
  const file = process.argv.includes('--keep') ? KEPT : join(folder, 'traces.jsonl');
  writeFileSync(file, `${makeTraces(folder).join('\n')}\n`);
  const isSame = replay({ MODEL_TRACES: file }) === 0;
  tell(isSame, `${count} traces are the same in the program.`, 'The program does something else.');
  rmSync(folder, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;
