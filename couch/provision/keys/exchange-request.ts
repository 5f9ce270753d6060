/** `exchange-request --out …`: the server's own key asks to be certified as the exchange. */
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { secretsOf } from '#couch/installation/open-engine.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import { instantNow } from './board-act.ts';
import { writeNewFile } from './files.ts';
import { readWords } from './options.ts';

const EXCHANGE_REQUEST = 'exchange-request --out REQUEST.json [--name "Server in Vienna"]';

export const exchangeRequest: RunCommand = async (words, { env, say }) => {
  const { options } = readWords(words, EXCHANGE_REQUEST, {
    files: 0,
    names: ['out', 'name'],
    needed: ['out']
  });
  const { out = '', name: device = 'Server' } = options;
  const settings = readSettings(env);
  const { dataFolder, secretsFile } = settings;
  if (secretsFile === null && !existsSync(join(dataFolder, 'secrets.json')))
    throw new StartError(
      `There is no secrets.json in ${dataFolder}: start the server once, or name its folder in DATA_DIR.`
    );
  if (textProblem(device, 1, 120, false) !== null)
    throw new StartError('--name is one line of at most 120 characters.');
  const { publicKey, keyId } = await importSigningKey((await secretsOf(settings)).exchangeKey);
  const asked = { role: 'exchange', authority: 'EXCHANGE', person: 'exchange', name: 'Exchange' } as const;
  writeNewFile(out, deviceRequestOf({ ...asked, key: publicKey, device, requestedAt: instantNow() }));
  say(`Fingerprint  ${fingerprintOf(keyId)}   read it to whoever holds the root key`);
  say(
    `Written to ${out}. Where the root key is: npm run keys -- certify ROOT --request ${out} --out CERT.json`
  );
  return 0;
};
