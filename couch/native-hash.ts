/** SHA-256 by Node's own library: the plain one in the domain is for browsers and design functions. */
import { createHash } from 'node:crypto';
import type { TextHash } from '#lib/domain/sha256.ts';

export const nativeSha256: TextHash = (text) => createHash('sha256').update(text, 'utf8').digest('base64url');
