import { StartError, type RunCommand } from '#couch/base/command.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { signHandover } from '#lib/crypto/handover.ts';
import type { CertificateBody, WithdrawalBody } from '#lib/domain/act/body.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { mayCertify, type Holder } from '#lib/domain/registration/certify.ts';
import {
  parseDeviceRequest,
  requestToHolder,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import {
  askYes,
  readJsonFile,
  readNewPassphrase,
  readPassphrase,
  readWords,
  refuseExisting,
  writeNewFile
} from './terminal.ts';
import { instantNow, makeRootFile, openRootFile, readRootFile, stateAsRoot, toMoment } from './root-key.ts';

export const makeRoot: RunCommand = async (words, { say }) => {
  const { files, options } = readWords(words, 'make-root FILE [--passphrase-file FILE]', {
    files: 1,
    names: ['passphrase-file']
  });
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

export const show: RunCommand = async (words, { say }) => {
  const { files, options } = readWords(words, 'show FILE [--public ROOTS.json]', {
    files: 1,
    names: ['public']
  });
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

export const certify: RunCommand = async (words, { say }) => {
  const usage = 'certify FILE --request REQUEST.json --out CERT.json [--years 1…5] [--passphrase-file FILE]';
  const names = ['years', 'passphrase-file'] as const;
  const { files, options } = readWords(words, usage, { files: 1, names, needed: ['request', 'out'] });
  const [path = ''] = files;
  const { request = '', out = '' } = options;
  const [asked, holder] = readRequest(request);
  readRootFile(path);
  refuseExisting(out);
  const at = instantNow();
  const until = addYears(at, readYears(options.years));
  say(`Holder       ${holder.name} (${holder.person}), ${holder.role} of ${holder.authority}`);
  if (holder.function !== undefined) say(`Function     ${holder.function}`);
  say(`Device       ${holder.device}`);
  say(`Fingerprint  ${fingerprintOf(asked.keyId)}`);
  say(`Valid        from ${toMoment(at)}, by this computer's clock, until ${toMoment(until)}`);
  await askYes('Is it the fingerprint that the holder has read to you, and is the time right?');
  const key = await openRootFile(path, await readPassphrase(options['passphrase-file'], 'Passphrase: '));
  const subject = { key: asked.key, keyId: asked.keyId, holder, validFrom: at, validUntil: until };
  writeNewFile(out, await stateAsRoot<CertificateBody>({ kind: 'certificate', ...subject }, key, at));
  say(`Certified: ${out}. On the server: npm run keys -- publish ${out}`);
  return 0;
};

function readRequest(path: string): readonly [DeviceRequestDocument, Holder] {
  const request = parseDeviceRequest(readJsonFile(path));
  if (!request.ok) throw new StartError(`${path} is not a request for certification.`);
  const holder = requestToHolder(request.value);
  if (!holder.ok || !mayCertify({ authority: 'INCB', role: 'root' }, holder.value)) {
    const { role, authority } = request.value;
    throw new StartError(
      `The root certifies the Board's desk, administrators and the exchange; this is of an account "${role}" of ${authority}.`
    );
  }
  return [request.value, holder.value];
}

function readYears(text = '2'): number {
  if (!/^[1-5]$/.test(text)) throw new StartError('--years is a whole number from 1 to 5.');
  return Number(text);
}

function addYears(at: Instant, years: number): Instant {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until.toISOString() as Instant;
}

export const withdraw: RunCommand = async (words, { say }) => {
  const usage =
    'withdraw FILE --key KEYID --reason TEXT --out FILE.json [--from 2026-11-24T09:00:00.000Z] [--passphrase-file FILE]';
  const names = ['from', 'passphrase-file'] as const;
  const needed = ['key', 'reason', 'out'] as const;
  const { files, options } = readWords(words, usage, { files: 1, names, needed });
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
  const withdrawal = { kind: 'withdrawal', keyId, withdrawnFrom, reason } as const;
  writeNewFile(out, await stateAsRoot<WithdrawalBody>(withdrawal, key, at));
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

/** With the old root's statement that the new one is its equal. */
export const rotate: RunCommand = async (words, { say }) => {
  const usage = 'rotate OLD NEW --out HANDOVER.json [--passphrase-file FILE] [--new-passphrase-file FILE]';
  const names = ['passphrase-file', 'new-passphrase-file'] as const;
  const { files, options } = readWords(words, usage, { files: 2, names, needed: ['out'] });
  const [old = '', next = ''] = files;
  const { out = '' } = options;
  const { key } = readRootFile(old);
  refuseExisting(next);
  refuseExisting(out);
  say(`Hands over   ${fingerprintOf(key.keyId)}`);
  await askYes('Make a new root key, equal to this one for every device?');
  const known = await readPassphrase(options['passphrase-file'], `Passphrase of ${old}: `);
  const by = await openRootFile(old, known);
  const passphrase = await readNewPassphrase(options['new-passphrase-file'], `Passphrase of ${next}: `);
  const at = instantNow();
  const made = await makeRootFile(next, passphrase, at);
  writeNewFile(out, await signHandover(made.publicKey, by, at));
  say(`The new root key is in ${next}, fingerprint ${fingerprintOf(made.keyId)}.`);
  say(`Handed over: ${out}. On the server: npm run keys -- publish ${out}`);
  say('The old root stays valid beside it; keep its file until nothing that it certified is in use.');
  return 0;
};
