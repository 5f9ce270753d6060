/** `withdraw FILE --key … --reason … --out …`: the root revokes a key for everyone. */
import type { RunCommand } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import type { WithdrawalBody } from '#lib/domain/act/body.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { askYes, readPassphrase } from './ask.ts';
import { instantNow, stateAsRoot, toMoment } from './board-act.ts';
import { refuseExisting, writeNewFile } from './files.ts';
import { readWords } from './options.ts';
import { openRootFile, readRootFile } from './root-file.ts';

const WITHDRAW =
  'withdraw FILE --key KEYID --reason TEXT --out FILE.json [--from 2026-11-24T09:00:00.000Z] [--passphrase-file FILE]';

const OPTIONS = ['key', 'reason', 'out', 'from', 'passphrase-file'] as const;

export const withdraw: RunCommand = async (words, { say }) => {
  const needed = ['key', 'reason', 'out'] as const;
  const { files, options } = readWords(words, WITHDRAW, { files: 1, names: OPTIONS, needed });
  const [path = ''] = files;
  const { key: keyText = '', reason = '', out = '' } = options;
  const at = instantNow();
  const [keyId, withdrawnFrom] = [readKeyId(keyText), readFrom(options.from, at)];
  if (textProblem(reason, 1, 500, false) !== null)
    throw new StartError('--reason is one line of at most 500 characters; every authority will read it.');
  const root = readRootFile(path);
  if (root.key.keyId === keyId)
    throw new StartError('A root ends no root: see “Keys” in couch/provision/keys/README.md.');
  refuseExisting(out);
  say(`Fingerprint  ${fingerprintOf(keyId)}`);
  say(`Reason       ${reason}`);
  say(`From         ${toMoment(withdrawnFrom)}; what it signed before stays good, nothing after`);
  if (withdrawnFrom < at)
    say('             but what it stated of a trade until now stays good: partners have relied upon it');
  await askYes('Withdraw this key for everybody? It cannot be undone.');
  const key = await openRootFile(path, await readPassphrase(options['passphrase-file'], 'Passphrase: '));
  writeNewFile(
    out,
    await stateAsRoot<WithdrawalBody>({ kind: 'withdrawal', keyId, withdrawnFrom, reason }, key, at)
  );
  say(`Stated: ${out}. On the server: npm run keys -- publish ${out}`);
  return 0;
};

function readKeyId(text: string): KeyId {
  if (base64urlToBytes(text)?.length !== 32)
    throw new StartError(
      '--key is the 43 characters of a key, as they stand under a signature or on a certificate.'
    );
  return text as KeyId;
}

function readFrom(text: string | undefined, at: Instant): Instant {
  if (text === undefined) return at;
  if (!isInstant(text)) throw new StartError('--from is an instant such as 2026-11-24T09:00:00.000Z.');
  return text;
}
