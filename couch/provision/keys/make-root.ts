/** `make-root FILE`: makes the Board's root key once, on a computer without network. */
import type { RunCommand } from '#couch/base/command.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { readNewPassphrase } from './ask.ts';
import { instantNow } from './board-act.ts';
import { readWords } from './options.ts';
import { makeRootFile } from './root-file.ts';
import { refuseExisting } from './files.ts';

const MAKE_ROOT = 'make-root FILE [--passphrase-file FILE]';

export const makeRoot: RunCommand = async (words, { say }) => {
  const { files, options } = readWords(words, MAKE_ROOT, { files: 1, names: ['passphrase-file'] });
  const [path = ''] = files;
  refuseExisting(path);
  const passphrase = await readNewPassphrase(options['passphrase-file'], 'Passphrase of the new root key: ');
  const key = await makeRootFile(path, passphrase, instantNow());
  say(`The root key is in ${path}, sealed; only its owner may read the file.`);
  say(`Fingerprint  ${fingerprintOf(key.keyId)}   write it into the minutes`);
  say(`Key          ${key.keyId}`);
  say('Copy the file to two media that are kept apart, and the passphrase to neither of them.');
  return 0;
};
