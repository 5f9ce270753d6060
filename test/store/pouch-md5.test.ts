import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binaryMd5, stringMd5 } from '#lib/store/disk/pouch-md5.ts';

test('a revision of the small MD5 is the one that PouchDB computes elsewhere, in any script and of any length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(stringMd5(text)).toBe(createHash('md5').update(text).digest('hex'));
    })
  );
});

test('the name of a checkpoint is computed over bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      let name = '';
      binaryMd5(String.fromCharCode(...bytes), (base64) => (name = base64));
      expect(name).toBe(createHash('md5').update(bytes).digest('base64'));
    })
  );
});
