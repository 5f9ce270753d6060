/** Entry of `npm start` and the other commands. Our own errors print a stack trace, others one sentence. */
import { errorToText } from '#couch/base/error-text.ts';
import { EngineError, isDiskFull } from '#couch/engine/engine.ts';
import { listCommands, runCommand, StartError, type Commands } from './base/command.ts';
import { SOURCE_FOLDER } from './base/program.ts';

const COMMANDS: Commands = {
  start: ['starts the server', async () => (await import('./start/start-command.ts')).runStart],
  provision: [
    'makes databases and invites the first person of INCB',
    async () => (await import('./provision/provision-command.ts')).runProvision
  ],
  keys: [
    'makes and keeps the Board’s keys, certifies and withdraws by them',
    async () => (await import('./provision/keys-command.ts')).runKeys
  ],
  backup: [
    'copies everything into a folder of plain files',
    async () => (await import('./provision/backup/backup-command.ts')).runBackup
  ],
  restore: [
    'puts a backup, or a country’s archive, into an empty installation',
    async () => (await import('./provision/backup/restore-command.ts')).runRestore
  ],
  archive: [
    'writes everything of one country into one ZIP file',
    async () => (await import('./archive/archive-command.ts')).runArchive
  ],
  settle: [
    'ends versions of a document where the doctor finds too many',
    async () => (await import('./provision/databases.ts')).runSettle
  ],
  compile: [
    'compiles the server, which npm run build does',
    async () => (await import('./start/compile-server.ts')).runCompile
  ],
  doctor: [
    'looks at an installation and says what is wrong and how to put it right',
    async () => (await import('./doctor/doctor-command.ts')).runDoctor
  ]
};

const USAGE = [
  'Usage: npm run <command> [-- options]   (npm start starts the server)',
  ...listCommands(COMMANDS)
].join('\n');

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
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

runCommand(COMMANDS, USAGE, process.argv.slice(2), { root: SOURCE_FOLDER, env: process.env, say }).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${toSentence(error) ?? (error as Error).stack ?? errorToText(error)}\n`);
    process.exit(1);
  }
);
