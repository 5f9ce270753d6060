/**
 * The seal of an authority in a printed file: a PAdES signature of level B-B (ETSI EN 319 142-1) with the authority's own X.509
 * certificate. File and password are used for one seal and kept nowhere.
 */
import type { Instant } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Print } from './print-request.ts';

interface SealFile {
  /** PKCS#12 (RFC 7292): a certificate with its private key. */
  readonly bytes: Uint8Array;
  readonly password: string;
}

const MAX_FILE_BYTES = 1_000_000;

/** Rejects if the library fails to load. */
export async function sealPdf(
  print: Print,
  { bytes, password }: SealFile,
  now: Instant
): Promise<Result<Print>> {
  if (bytes.length > MAX_FILE_BYTES) return refuse({ code: 'seal.file.unreadable' });
  const { PDF, P12Signer } = await import('@libpdf/core');
  const opened = await P12Signer.create(bytes, password, { buildChain: false }).catch(
    (error: Error) => error
  );
  if (opened instanceof Error) return refuse({ code: codeOf(opened) });
  const [from, until] = validityOf(opened.certificate);
  if (now < from) return refuse({ code: 'seal.early', values: { from: from.slice(0, 10) } });
  if (now > until) return refuse({ code: 'seal.expired', values: { until: until.slice(0, 10) } });
  const pdf = await PDF.load(print.bytes);
  const sealed = await pdf.sign({ signer: opened, signingTime: new Date(now) });
  return accept({ ...print, bytes: new Uint8Array(sealed.bytes) });
}

/** The library tells its reasons in English only; a test reads them from files of each sort. */
function codeOf({ message }: Error): string {
  if (/private key found/i.test(message)) return 'seal.key.missing';
  return /integrity/i.test(message) ? 'seal.password.wrong' : 'seal.file.unreadable';
}

/** The first two times in a certificate, RFC 5280, 4.1.2.5; years of two digits until 2049. */
function validityOf(certificate: Uint8Array): readonly [string, string] {
  const text = Array.from(certificate, (byte) => String.fromCharCode(byte)).join('');
  const time = '(?:\x17\\r|\x18\x0f)(\\d{12,14})Z';
  const [, from = '', until = ''] = new RegExp(time + time).exec(text) ?? [];
  return [toInstant(from), toInstant(until)];
}

function toInstant(digits: string): string {
  const century = Number(digits.slice(0, 2)) < 50 ? '20' : '19';
  return (digits.length === 12 ? century + digits : digits).replace(
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/,
    '$1-$2-$3T$4:$5:$6.000Z'
  );
}
