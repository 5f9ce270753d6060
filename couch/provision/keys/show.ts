/** `show FILE`: prints the public facts of a root key; needs no passphrase. */
import type { RunCommand } from '#couch/base/command.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { toMoment } from './board-act.ts';
import { writeNewFile } from './files.ts';
import { readWords } from './options.ts';
import { readRootFile } from './root-file.ts';

const SHOW = 'show FILE [--public ROOTS.json]';

export const show: RunCommand = async (words, { say }) => {
  const { files, options } = readWords(words, SHOW, { files: 1, names: ['public'] });
  const { key, madeAt } = readRootFile(files[0] ?? '');
  say(`Fingerprint  ${fingerprintOf(key.keyId)}`);
  say(`Key          ${key.keyId}`);
  say(`Made         ${toMoment(madeAt)}`);
  say(`Public key   ${JSON.stringify(key.publicKey)}`);
  const roots = options['public'];
  if (roots !== undefined) {
    writeNewFile(roots, [key.publicKey]);
    say(`Written to ${roots}: name it in ROOTS_FILE when the server is started for the first time.`);
  }
  return 0;
};
