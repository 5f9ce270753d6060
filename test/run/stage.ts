/** One stage of the check: a command, its output, and how many passed, failed and were skipped. */
import { spawn } from 'node:child_process';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failed tests, or the failed stage, for the end of the output. */
  readonly failures?: readonly string[];
}

export interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Reads counts after the command; a stage without it counts as one check. */
  readonly count?: (exitCode: number) => Count;
}

const node = process.execPath;

/** A package's own executable, run by this Node: no shell, so that it works the same everywhere. */
export function tool(path: string, ...rest: readonly string[]): string[] {
  return [node, `node_modules/${path}`, ...rest];
}

export async function runStage(stage: Stage): Promise<Count> {
  const started = Date.now();
  console.log(`\n── ${stage.name}`);
  return report(stage, await run(stage), started);
}

/** Side by side, for those that write nothing; what each says is told when it has ended. */
export function runTogether(stages: readonly Stage[]): Promise<readonly Count[]> {
  const started = Date.now();
  return Promise.all(
    stages.map(async (stage) => {
      const said: string[] = [];
      const exitCode = await run(stage, said);
      console.log(`\n── ${stage.name}\n${said.join('').trim()}`);
      return report(stage, exitCode, started);
    })
  );
}

function report(stage: Stage, exitCode: number, started: number): Count {
  const count = stage.count?.(exitCode) ?? {
    passed: exitCode === 0 ? 1 : 0,
    failed: exitCode === 0 ? 0 : 1,
    skipped: 0
  };
  const isFailed = exitCode !== 0 || count.failed > 0;
  // A command that fails without a failed test (a crash, a config error) is a failure all the same.
  const honest = isFailed && count.failed === 0 ? { ...count, failed: 1 } : count;
  const failures = !isFailed || count.failures?.length ? count.failures : [stage.name];
  console.log(
    `── ${stage.name}: ${isFailed ? 'FAILED' : 'ok'} in ${((Date.now() - started) / 1000).toFixed(1)} s`
  );
  return { ...honest, ...(failures && { failures }) };
}

/** What it says goes to the console, or into `said`. */
function run(stage: Stage, said?: string[]): Promise<number> {
  const [command = node, ...rest] = stage.command;
  return new Promise((done) => {
    const child = spawn(command, rest, {
      stdio: said ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...stage.environment }
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => said?.push(text));
    child.on('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}
