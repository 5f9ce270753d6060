/** Questions at the terminal, on standard error: a passphrase without echo, and a yes. */
import { createInterface } from 'node:readline';
import { statSync } from 'node:fs';
import { StartError } from '#couch/base/env.ts';
import { readTextFile } from './files.ts';
import { refuseWeak } from './root-file.ts';

const STOPPED = 'Stopped: nothing was written.';

export async function readPassphrase(file: string | undefined, question: string): Promise<string> {
  return file === undefined ? typePassphrase(question) : readPassphraseFile(file);
}

/** A new passphrase is judged and typed twice, since nothing opens the file without it. */
export async function readNewPassphrase(file: string | undefined, question: string): Promise<string> {
  const passphrase = await readPassphrase(file, question);
  refuseWeak(passphrase);
  if (file === undefined && (await typePassphrase('The same again: ')) !== passphrase)
    throw new StartError('The two passphrases differ. Nothing was written.');
  return passphrase;
}

function readPassphraseFile(path: string): string {
  const text = readTextFile(path);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new StartError(`${path} can be read by others than its owner: chmod 600 it first.`);
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function typePassphrase(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new StartError(
      'A passphrase is typed at a terminal; elsewhere name a file with --passphrase-file.'
    );
  // Comes before the question, or a fast typist would see the first letters.
  stdin.setRawMode(true);
  stderr.write(question);
  stdin.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (): void => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const hear = (chunk: string): void => {
      for (const sign of chunk) {
        if (sign === '\r' || sign === '\n') return void (end(), resolve(typed));
        if (sign === '\u0003' || sign === '\u0004') return void (end(), reject(new StartError(STOPPED)));
        if (sign === '\u007f' || sign === '\b') typed = [...typed].slice(0, -1).join('');
        else if (sign === '\u0015') typed = '';
        else if (sign >= ' ') typed += sign;
      }
    };
    stdin.on('data', hear);
    stdin.resume();
  });
}

/** Throws unless the whole word is typed, because the action cannot be undone. */
export async function askYes(question: string): Promise<void> {
  const line = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const answer = await new Promise<string>((resolve) => {
    line.question(`${question} Type yes: `, resolve);
    line.once('close', () => resolve(''));
  });
  line.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new StartError(STOPPED);
}
