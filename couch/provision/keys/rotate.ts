/** `rotate OLD NEW --out HANDOVER.json`: makes a new root, and the old one's statement that it is its equal. */
import type { RunCommand } from '#couch/base/command.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { signHandover } from '#lib/crypto/handover.ts';
import { askYes, readNewPassphrase, readPassphrase } from './ask.ts';
import { instantNow } from './board-act.ts';
import { refuseExisting, writeNewFile } from './files.ts';
import { readWords } from './options.ts';
import { makeRootFile, openRootFile, readRootFile } from './root-file.ts';

const ROTATE = 'rotate OLD NEW --out HANDOVER.json [--passphrase-file FILE] [--new-passphrase-file FILE]';

const OPTIONS = ['out', 'passphrase-file', 'new-passphrase-file'] as const;

export const rotate: RunCommand = async (words, { say }) => {
  const { files, options } = readWords(words, ROTATE, { files: 2, names: OPTIONS, needed: ['out'] });
  const [old = '', next = ''] = files;
  const { out = '' } = options;
  const { key } = readRootFile(old);
  refuseExisting(next);
  refuseExisting(out);
  say(`Hands over   ${fingerprintOf(key.keyId)}`);
  await askYes('Make a new root key, equal to this one for every device?');
  const by = await openRootFile(
    old,
    await readPassphrase(options['passphrase-file'], `Passphrase of ${old}: `)
  );
  const passphrase = await readNewPassphrase(options['new-passphrase-file'], `Passphrase of ${next}: `);
  const at = instantNow();
  const made = await makeRootFile(next, passphrase, at);
  writeNewFile(out, await signHandover(made.publicKey, by, at));
  say(`The new root key is in ${next}, fingerprint ${fingerprintOf(made.keyId)}.`);
  say(`Handed over: ${out}. On the server: npm run keys -- publish ${out}`);
  say('The old root stays valid beside it; keep its file until nothing that it certified is in use.');
  return 0;
};
