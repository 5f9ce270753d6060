/** SHA-256 by Node's own library. The plain one in the domain is for browsers and design functions. */
import { hash } from 'node:crypto';
import type { TextHash } from '#lib/domain/sha256.ts';

export const nativeSha256: TextHash = (text) => hash('sha256', text, 'base64url');
