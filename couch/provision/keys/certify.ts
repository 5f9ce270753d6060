/** `certify FILE --request … --out …`: the root certifies a key of an INCB device, an administrator or the exchange. */
import type { RunCommand } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { CertificateBody } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { mayCertify, type Holder } from '#lib/domain/registration/certify.ts';
import {
  parseDeviceRequest,
  requestToHolder,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { askYes, readPassphrase } from './ask.ts';
import { instantNow, stateAsRoot, toMoment } from './board-act.ts';
import { readJsonFile, refuseExisting, writeNewFile } from './files.ts';
import { readWords } from './options.ts';
import { openRootFile, readRootFile } from './root-file.ts';

export const CERTIFY =
  'certify FILE --request REQUEST.json --out CERT.json [--years 1…5] [--passphrase-file FILE]';

const OPTIONS = ['request', 'out', 'years', 'passphrase-file'] as const;

export const certify: RunCommand = async (words, { say }) => {
  const needed = ['request', 'out'] as const;
  const { files, options } = readWords(words, CERTIFY, { files: 1, names: OPTIONS, needed });
  const [path = ''] = files;
  const [request = '', out = ''] = [options.request, options.out];
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
