/**
 * A national system is a client of `/api/v1`. Its account has the role `system`. No person signs in with it: it has
 * no password, and its name is reserved like that of a removed person.
 */
import type { PublicKey } from '../act/body.ts';
import { publicKey } from '../act/kinds/keys.ts';
import { accountPrefix, may, type Right } from '../registration/rights.ts';
import { isPublicKey } from '../registration/key-id.ts';
import { isPractice } from '../act/practice.ts';
import { country, keyReference, personReference } from '../shape/references.ts';
import type { AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import {
  anyText,
  instant,
  isPlainObject,
  listOf,
  noteShape,
  oneOf,
  orNull,
  shaped,
  text,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';

/** Permissions of a system, each a part of the rights of the role. */
const SCOPE_RIGHTS = {
  /** Documents, dossiers and deliveries of the own country. */
  read: ['records', 'trade'],
  /** Checks drafts, and gives them to the officers. */
  drafts: ['issue'],
  /** Number blocks and reservations of estimates. */
  numbers: ['issue'],
  /** Requests a certificate, and sends documents that it signed. */
  acts: ['sign', 'issue']
} as const satisfies Readonly<Record<string, readonly Right[]>>;

export type ClientScope = keyof typeof SCOPE_RIGHTS;

export const CLIENT_SCOPES = Object.keys(SCOPE_RIGHTS) as readonly ClientScope[];

export function mayWithScope(
  { role, scopes }: { readonly role: string; readonly scopes: readonly ClientScope[] },
  scope: ClientScope
): boolean {
  return scopes.indexOf(scope) >= 0 && SCOPE_RIGHTS[scope].every((right) => may({ role }, right));
}

/** Longest validity of a credential. */
export const MAX_CLIENT_DAYS = 731;
/** Validity of a token. Revoking a client ends its tokens immediately. */
export const TOKEN_SECONDS = 900;
/** Longest validity of an assertion (RFC 7523). */
export const MAX_ASSERTION_SECONDS = 300;
/** An answer is kept so long for its `Idempotency-Key`. */
export const IDEMPOTENCY_HOURS = 24;

const MAX_NAME = 100;
export const scope = oneOf(CLIENT_SCOPES);

/**
 * Exactly the public members. A private key is refused with a problem of its own, because it has left its owner's
 * hands and must be replaced.
 */
export const publicJwk: Check<PublicKey> = (value, out) => {
  if (isPlainObject(value) && 'd' in value) out.push({ code: 'client.key.private' });
  else if (!isPublicKey(value)) out.push({ code: 'client.key.malformed' });
};
NOTE: noteShape(publicJwk, publicKey.note);

/** A request for a client. The server receives public keys only: the private half never leaves its owner. */
export const newClient = shaped({
  required: {
    name: text(1, MAX_NAME),
    scopes: listOf(scope, 1, CLIENT_SCOPES.length),
    key: publicJwk,
    validUntil: instant,
    sandbox: yesOrNo
  }
});
export type NewClient = Checked<typeof newClient>;

/** A client, for its administrator. */
export const clientView = shaped({
  required: {
    id: personReference,
    country,
    name: anyText,
    scopes: listOf(scope, 1, CLIENT_SCOPES.length),
    keyId: keyReference,
    validUntil: instant,
    sandbox: yesOrNo,
    createdBy: anyText,
    createdAt: instant,
    /** False: the administrator who made it has left, and can know its private key. */
    creatorStays: yesOrNo,
    lastUsedAt: orNull(instant),
    revokedAt: orNull(instant),
    revokedBy: orNull(anyText)
  }
});
export type ClientView = Checked<typeof clientView>;

/** `au.system-…`, or `au.sandbox-…`, so that a reader can tell them apart. */
export function clientIdOf(authority: AuthorityCode, sandbox: boolean, suffix: string): string {
  return `${accountPrefix(authority)}${sandbox ? 'sandbox' : 'system'}-${suffix}`;
}

/** The job title in the certificate, and in everything that the system signs. */
export function titleOf(name: string): string {
  return `National system: ${name}`;
}

/** A sandbox sends only what is marked as sample or practice data, a real system only what is not. */
export function judgeSandbox(body: unknown, sandbox: boolean): readonly Problem[] {
  const isMarked = isPractice(body) || (isPlainObject(body) && body['demonstration'] === true);
  if (isMarked === sandbox) return [];
  return [{ code: sandbox ? 'client.sandbox.real' : 'client.sandbox.only', path: 'body.demonstration' }];
}
