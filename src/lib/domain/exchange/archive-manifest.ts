/**
 * A country's archive is one ZIP: its signed documents by month, the keys that verify them, its other documents and its
 * files. The manifest is written last and names every other entry with its hash.
 */
import { actReference, authorityCode, country, keyReference } from '../shape/references.ts';
import { publicKey, type PublicKey } from '../act/kinds/keys.ts';
import type { ActId, CountryCode, DossierKey, Instant } from '../ids.ts';
import { LETTER_LANGUAGES, type LetterLanguage } from '../registration/request.ts';
import {
  anyText,
  instant,
  integer,
  listOf,
  oneOf,
  parseShape,
  pattern,
  shaped,
  stored,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import { refuse, type Result } from '../result.ts';
import { STORED_ENDINGS, type StoredType } from '../file/scan.ts';

export const ARCHIVE_FORMAT = 1;
export const MANIFEST_PATH = 'manifest.json';
/** ES256 of the server over the manifest's bytes; an archive without it is complete, but unsigned. */
export const SIGNATURE_PATH = 'manifest-signature.json';

/** One JSON object a line. */
export const KEY_ACTS = 'keys/documents.jsonl';
export const NAMED_ACTS = 'reference/documents.jsonl';
export const OWN_DOCUMENTS = 'country/documents.jsonl';
export const SCAN_RECORDS = 'files/records.jsonl';
export const ACTIVITY_LOG = 'administration/activity-log.jsonl';
export const PEOPLE = 'administration/users.jsonl';

/** `month`: 202611 */
export function monthPath(month: string): string {
  return `acts/${month.slice(0, 4)}-${month.slice(4)}.jsonl`;
}

/** By the name under which documents cite it. */
export function filePath(sha256: string, type: StoredType): string {
  return `files/${sha256}.${STORED_ENDINGS[type]}`;
}

/** The hash is that in the document's id. */
export function formPath(name: string, id: ActId): string {
  return `forms/${name}-${id.slice(-43)}.pdf`;
}

/** By the hash in the id of its document. */
export function formsIn(manifest: ArchiveManifest): ReadonlyMap<string, ArchiveEntry> {
  const forms = manifest.entries.filter(({ path }) => /^forms\/.*-.{43}\.pdf$/.test(path));
  return new Map(forms.map((one) => [one.path.slice(-47, -4), one]));
}

export interface FormLanguages {
  readonly locale: LetterLanguage;
  readonly second?: LetterLanguage;
}

/** Undefined if a language is unknown; null without forms. */
export function readFormLanguages({
  forms,
  second
}: {
  readonly forms?: unknown;
  readonly second?: unknown;
}): FormLanguages | null | undefined {
  if (forms === undefined && second === undefined) return null;
  const [locale, other] = [forms, second].map((asked) => LETTER_LANGUAGES.find((one) => one === asked));
  if (!locale || (second !== undefined && !other)) return undefined;
  return { locale, ...(other && other !== locale ? { second: other } : {}) };
}

/** What prints an archive's forms knows besides each dossier: certificates and lists, settings by name. */
export interface FormSetup extends FormLanguages {
  readonly country: CountryCode;
  readonly origin: string;
  readonly at: Instant;
  readonly roots: readonly PublicKey[];
  readonly documents: readonly object[];
  readonly settings: Readonly<Record<string, object>>;
}

export interface DossierToPrint {
  readonly key: DossierKey;
  readonly acts: readonly object[];
  /** Signed extracts of long forms. */
  readonly codes: readonly object[];
}

/** Without content if it could not be printed. */
export interface PrintedForm {
  readonly id: ActId;
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

export function isActsPath(path: string): boolean {
  return /^acts\/\d{4}-\d\d\.jsonl$/.test(path);
}

/** No path leaves the folder into which somebody unpacks. */
const entry = shaped({
  required: {
    path: pattern(
      /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,3}$/,
      'archive.manifest'
    ),
    bytes: integer(0, Number.MAX_SAFE_INTEGER),
    sha256: pattern(/^[0-9a-f]{64}$/, 'archive.manifest')
  }
});
export type ArchiveEntry = Checked<typeof entry>;

const count = integer(0, Number.MAX_SAFE_INTEGER);

/** A gap in a device's numbers between `first` and `last`: a document is late, lost or withheld. */
const counted = shaped({
  required: { key: keyReference, issuer: authorityCode, first: count, last: count, count }
});

const manifest = stored({
  required: {
    product: oneOf(['I2ES']),
    archive: oneOf(['country']),
    format: oneOf([ARCHIVE_FORMAT]),
    version: anyText,
    country,
    at: instant,
    demonstration: yesOrNo,
    roots: listOf(publicKey, 1, 100),
    acts: count,
    sequence: listOf(counted, 0, 100_000),
    /** Documents that cannot be read, or do not belong to the country, with the code of the problem. */
    leftOut: listOf(shaped({ required: { id: anyText, code: anyText } }), 0, 100_000),
    entries: listOf(entry, 1, 1_000_000)
  },
  optional: { firstAct: actReference, lastAct: actReference }
});
export type ArchiveManifest = Checked<typeof manifest>;

export function parseManifest(value: unknown): Result<ArchiveManifest> {
  const parsed = parseShape(manifest, value);
  if (!parsed.ok)
    return refuse({
      code: 'archive.manifest',
      ...(parsed.problems[0]?.path ? { path: parsed.problems[0].path } : {})
    });
  const paths = parsed.value.entries.map(({ path }) => path);
  return new Set(paths).size < paths.length || paths.indexOf(MANIFEST_PATH) >= 0
    ? refuse({ code: 'archive.manifest', path: 'entries' })
    : parsed;
}
