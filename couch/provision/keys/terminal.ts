import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readArguments, StartError } from '#couch/base/command.ts';
import { judgePassphrase } from '#lib/crypto/vault.ts';

const KEY_ID = /^-[A-Za-z0-9_-]{42}$/;

interface Words<Name extends string> {
  readonly files: readonly string[];
  readonly options: Readonly<Partial<Record<Name, string>>>;
}

export function readWords<Name extends string>(
  words: readonly string[],
  usage: string,
  { files: count, ...shape }: { files: number; names?: readonly Name[]; needed?: readonly Name[] }
): Words<Name> {
  const asked = { ...shape, files: [count, count] } as const;
  const { files, options } = readArguments(joinDashed(words), `keys -- ${usage}`, asked);
  return { files, options };
}

/** One key id in 64 begins with a hyphen and would be read as an option. */
function joinDashed(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const option = joined.at(-1);
    if (KEY_ID.test(word) && option?.startsWith('--') && !option.includes('='))
      joined[joined.length - 1] = `${option}=${word}`;
    else joined.push(word);
  }
  return joined;
}

const LARGEST = 1_000_000;

export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${path} is not a JSON file.`);
  }
}

function readTextFile(path: string): string {
  try {
    if (statSync(path).size <= LARGEST) return readFileSync(path, 'utf8');
  } catch {
    throw new StartError(`${path} cannot be read.`);
  }
  throw new StartError(`${path} is too large to be what it should.`);
}

export function writeNewFile(path: string, content: object, secret = false): void {
  const file = openNew(path, secret ? 0o600 : 0o644);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function openNew(path: string, mode: number): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    const isThere = (error as { code?: string }).code === 'EEXIST';
    throw new StartError(
      isThere ? `${path} is there already and is kept as it is.` : `${path} cannot be written.`
    );
  }
}

export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new StartError(`${path} is there already and is kept as it is.`);
}

const STOPPED = 'Stopped: nothing was written.';

export async function readPassphrase(file: string | undefined, question: string): Promise<string> {
  return file === undefined ? typePassphrase(question) : readPassphraseFile(file);
}

/** Nothing opens the file without the passphrase. */
export async function readNewPassphrase(file: string | undefined, question: string): Promise<string> {
  const passphrase = await readPassphrase(file, question);
  refuseWeak(passphrase);
  if (file === undefined && (await typePassphrase('The same again: ')) !== passphrase)
    throw new StartError('The two passphrases differ. Nothing was written.');
  return passphrase;
}

const SENTENCES: Readonly<Record<string, string>> = {
  'vault.passphrase.tooShort': 'The passphrase is too short: at least twelve characters, better six words.',
  'vault.passphrase.tooLong': 'The passphrase is too long: at most two hundred characters.',
  'vault.passphrase.namesYou': 'The passphrase is made of the names that everybody would try first.',
  'vault.passphrase.tooCommon': 'The passphrase is too easily guessed.'
};

function refuseWeak(passphrase: string): void {
  const [problem] = judgePassphrase(passphrase, ['INCB', 'root key', 'I2ES']);
  if (problem) throw new StartError(SENTENCES[problem.code] ?? 'The passphrase will not do.');
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

export async function askYes(question: string): Promise<void> {
  const line = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const answer = await new Promise<string>((resolve) => {
    line.question(`${question} Type yes: `, resolve);
    line.once('close', () => resolve(''));
  });
  line.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new StartError(STOPPED);
}
