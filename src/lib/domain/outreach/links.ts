/**
 * Links to Conventions, model forms, guidelines and offices, which INCB maintains for everyone:
 * `setting:link-<uuid>` in INCB's database. A change is a new document and removes the old one, so that the links of
 * two devices that change one offline are both listed. A removed link keeps its document.
 */
import { publicContent } from '../file/public-file.ts';
import {
  anyText,
  isPlainObject,
  oneOf,
  pattern,
  readStored,
  stored,
  text,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES, MAX_TITLE_LENGTH } from '../act/kinds/announcement.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { parseEmail } from '../registration/request.ts';

export const LINK_SETTING_PREFIX = 'setting:link-';
export const LINK_KINDS = ['convention', 'form', 'guideline', 'training', 'contact'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
export const MAX_LINK_LENGTH = 500;
/** More would be no list that people read. */
const MAX_LINKS = 500;

const link = stored({
  required: {
    _id: pattern(/^setting:link-[0-9a-f-]{36}$/, 'document.malformed'),
    schema: oneOf([1]),
    kind: oneOf(LINK_KINDS),
    title: text(1, MAX_TITLE_LENGTH),
    language: oneOf(ANNOUNCEMENT_LANGUAGES),
    address: anyText
  },
  /** `file`: the text behind the link, for readers who cannot reach it. */
  optional: { isRemoved: yesOrNo, file: publicContent }
});
export type Link = Checked<typeof link>;

export function parseLink(value: unknown): Result<Link> {
  const read = readStored(link, value);
  if (!read.ok) return read;
  return isAddress(read.value.address) ? read : refuse({ code: 'document.malformed' });
}

/** `https`, or an e-mail address. A browser opens nothing else from a list that a person typed. */
export function isAddress(address: string): boolean {
  return address.length <= MAX_LINK_LENGTH && (isWebAddress(address) || parseEmail(address).ok);
}

/** Visible characters only: nothing can hide in the address or leave its quotes. */
function isWebAddress(address: string): boolean {
  return /^https:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:[:/?#][\w\-.~:/?#@!$&()*+,;=%]*)?$/i.test(address);
}

export function linkHref(address: string): string {
  return isWebAddress(address) ? address : `mailto:${encodeURIComponent(address).replace('%40', '@')}`;
}

/** Readable links that are not removed: by kind, then by language, then by title. */
export function linksIn(documents: readonly unknown[]): readonly Link[] {
  const links = documents.flatMap((document) => {
    const read = parseLink(document);
    return read.ok && read.value.isRemoved !== true ? [read.value] : [];
  });
  const order = (one: Link): string =>
    [LINK_KINDS.indexOf(one.kind), ANNOUNCEMENT_LANGUAGES.indexOf(one.language), one.title].join(' ');
  return links.sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, MAX_LINKS);
}

type LinkContent = Omit<Link, '_id' | 'schema' | 'isRemoved'>;

/** The documents of a new link, of a change (`before`), or of a removal (`next` is null), in the order of writing. */
export function linkChange(
  before: Link | null,
  next: LinkContent | null,
  uuid: string
): readonly Omit<Link, 'schema'>[] {
  const added = next ? [{ ...next, _id: LINK_SETTING_PREFIX + uuid }] : [];
  if (!before) return added;
  const { _id, kind, title, language, address } = before;
  return [...added, { _id, kind, title, language, address, isRemoved: true }];
}

/** The readable links of `{ links }`, as the central server tells them to a country's own server. */
export function parseLinks(value: unknown): readonly Link[] {
  const links = isPlainObject(value) ? value['links'] : null;
  return Array.isArray(links) ? linksIn(links) : [];
}

export interface TypedLink {
  readonly kind: string;
  readonly title: string;
  readonly language: string;
  readonly address: string;
}

/** Problems at the fields of the form. */
export function judgeTypedLink(
  typed: TypedLink
): Result<Pick<Link, 'kind' | 'title' | 'language' | 'address'>> {
  const kind = LINK_KINDS.find((one) => one === typed.kind);
  const language = ANNOUNCEMENT_LANGUAGES.find((one) => one === typed.language);
  const [title, address] = [typed.title.trim(), typed.address.trim()];
  const problems: Problem[] = [];
  if (kind === undefined) problems.push({ code: 'link.kind.missing', path: 'kind' });
  if (language === undefined) problems.push({ code: 'link.language.missing', path: 'language' });
  if (title === '') problems.push({ code: 'link.title.missing', path: 'title' });
  if (!isAddress(address)) problems.push({ code: 'link.address.malformed', path: 'address' });
  if (kind === undefined || language === undefined || problems.length > 0) return refuse(...problems);
  return accept({ kind, title, language, address });
}
