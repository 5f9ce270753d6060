/** Commands are loaded on demand. Our own errors print a stack trace, others one sentence. */
import { errorToText } from '#couch/base/error-text.ts';
import { EngineError, isDiskFull } from '#couch/engine/engine.ts';
import type { RunCommand } from './base/command.ts';
import { SOURCE_FOLDER } from './base/source-folder.ts';
import { StartError } from './base/env.ts';

interface Command {
  readonly summary: string;
  readonly load: () => Promise<RunCommand>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    summary: 'starts the server',
    load: async () => (await import('./start/start-command.ts')).runStart
  },
  provision: {
    summary: 'makes databases and invites the first person of INCB',
    load: async () => (await import('./provision/provision-command.ts')).runProvision
  },
  keys: {
    summary: 'makes and keeps the Board’s keys, certifies and withdraws by them',
    load: async () => (await import('./provision/keys-command.ts')).runKeys
  },
  backup: {
    summary: 'copies everything into a folder of plain files',
    load: async () => (await import('./provision/backup/backup-command.ts')).runBackup
  },
  restore: {
    summary: 'puts a backup into an empty installation',
    load: async () => (await import('./provision/backup/restore-command.ts')).runRestore
  },
  settle: {
    summary: 'ends versions of a document where the doctor finds too many',
    load: async () => (await import('./provision/settle-command.ts')).runSettle
  },
  compile: {
    summary: 'compiles the server, which npm run build does',
    load: async () => (await import('./start/compile-server.ts')).runCompile
  },
  doctor: {
    summary: 'looks at an installation and says what is wrong and how to put it right',
    load: async () => (await import('./doctor/doctor-command.ts')).runDoctor
  }
};

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function usage(): string {
  const names = Object.keys(COMMANDS);
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name]?.summary}`);
  return ['Usage: npm run <command> [-- options]   (npm start starts the server)', ...lines].join('\n');
}

async function run([name = '', ...words]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new StartError(usage());
  const runCommand = await command.load();
  return runCommand(words, { root: SOURCE_FOLDER, env: process.env, say });
}

function toSentence(error: unknown): string | null {
  if (error instanceof StartError || error instanceof EngineError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program; choose another with PORT.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be opened by this user; choose another with PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is no address of this computer.';
  return isDiskFull(error) ? 'The disk is full.' : null;
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${toSentence(error) ?? (error as Error).stack ?? errorToText(error)}\n`);
    process.exit(1);
  }
);
