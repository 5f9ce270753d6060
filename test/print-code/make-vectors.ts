/**
 * Writes `static/print-code`: the dictionary, and vectors with keys that are made and forgotten. Run it only for a new
 * version of the format: `node --import tsx test/print-code/make-vectors.ts`. Published vectors do not change.
 */
import { deflateSync } from 'fflate';
import { writeFileSync } from 'node:fs';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { extractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import type { FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { bytesToBase43, codeText } from '#lib/print-code/code-text.ts';
import { DICTIONARY } from '#lib/print-code/dictionary.ts';
import { extractSizes } from '#lib/print-code/form-codes.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aSpecialLicence
} from '../samples/acts.ts';
import { aFileReply, aQuery } from '../samples/file-replies.ts';
import { aSwissOfficer, signedBy } from '../samples/signed.ts';

const ORIGIN = 'https://i2es.example.org';
const officer = await aSwissOfficer();

function pack(json: string): string {
  const dictionary = new TextEncoder().encode(DICTIONARY);
  const packed = deflateSync(new TextEncoder().encode(json), { level: 9, dictionary });
  return `${ORIGIN}/verify#I2ES1:${bytesToBase43(packed)}`;
}

function vector(
  name: string,
  json: string,
  finds: string,
  act: Pick<Act, '_id'> | null,
  good: boolean
): object {
  const of = act ? { id: act._id, digits: checkWords(act) } : {};
  return { name, text: pack(json), finds, json, ...of, good };
}

function documentVector(name: string, { _id, body, signature }: Act, good = true): object {
  return vector(name, canonicalJson({ body, signature }), 'document', { _id }, good);
}

const lines = Array.from({ length: 30 }, (_, index) =>
  aLine({
    no: index + 1,
    stated: `${((index * 7919) % 997) + 1}000000`,
    preparation: `Preparation ${index * 7919}`
  })
);
const words = {
  importer: { name: 'مستشفى الجنوب Ärzte 药品', address: '12 “Harbour” \\ Street\nSydney', country: 'AU' }
};
const act = await signedBy(officer, anExportAuthorization(undefined, { over: words }));
const long = await signedBy(officer, anExportAuthorization(anImportAuthorization({ over: { lines } })));
const extracts = await Promise.all(
  extractsOf(long, extractSizes(long)).map(async (extract) => {
    const value = await signText(signedText({ extract }), officer.key);
    return { extract, signature: { ...long.signature, value } };
  })
);
const practice = await signedBy(
  officer,
  anExportAuthorization(undefined, { over: { demonstration: 'practice' } })
);
const { body, signature } = act;
const altered = { body: { ...body, validUntil: '2027-12-31' }, signature };
const { actId } = await import('#lib/domain/act/content-id.ts');
const alteredAct = { ...altered, _id: actId(altered.body, signature) } as Act;
const highS = { ...signature, value: flipped(signature.value) };
const chain = codeText({ as: 'keys', certificates: officer.chain }, ORIGIN);
const root = officer.chain[0]!.signature.key;

/** (r, n − s): the other spelling of a good signature. */
function flipped(value: string): string {
  const bytes = Buffer.from(value, 'base64url');
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const low = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
  return Buffer.from([...bytes.subarray(0, 32), ...low]).toString('base64url');
}

/** As the partner signed it, and by another name. */
function replyVectors(reply: FileReply): object[] {
  const named = (name: string, one: FileReply, good: boolean): object =>
    vector(name, canonicalJson(one), 'reply', null, good);
  return [
    named('a reply by the file of a partner', reply, true),
    named('a reply with another name', { ...reply, by: 'Somebody else' }, false)
  ];
}

const chainJson = canonicalJson({
  certificates: officer.chain.map(({ body: { keyId: _keyId, ...rest }, signature: { value } }) => ({
    body: rest,
    value
  })),
  root
});
const good = documentVector('an export authorization', act) as { text: string };
const vectors = [
  good,
  { ...good, name: 'without its address', text: good.text.slice(good.text.indexOf('#') + 1) },
  { ...good, name: 'with the white space of a copy', text: (good.text.match(/.{1,72}/g) ?? []).join('\n ') },
  documentVector('an endorsement', await signedBy(officer, anEndorsement(act))),
  documentVector(
    'a special import licence',
    await signedBy(officer, aSpecialLicence(anImportAuthorization()))
  ),
  documentVector('a practice document', practice),
  documentVector('a later date than the signed one', alteredAct, false),
  documentVector('the larger s', { ...act, signature: highS, _id: actId(body, highS) } as Act, false),
  ...extracts.map((one) =>
    vector(`part ${one.extract.part} of ${one.extract.parts}`, canonicalJson(one), 'extract', long, true)
  ),
  vector(
    'the signature of another part',
    canonicalJson({ ...extracts[0], signature: extracts[1]?.signature }),
    'extract',
    long,
    false
  ),
  { name: 'certificates of a key', text: chain, finds: 'certificates', json: chainJson, good: true },
  ...replyVectors(await aFileReply(await generatePrivateJwk(), aQuery(act))),
  { name: 'another form’s code', text: 'HC1:6BFOXN', finds: 'foreign' },
  { name: 'a later version', text: `${ORIGIN}/verify#I2ES2:ABC`, finds: 'version' },
  { name: 'a missing character', text: good.text.slice(0, -1), finds: 'damaged' },
  { name: 'a member twice', text: pack('{"body":1,"body":2,"signature":3}'), finds: 'damaged' },
  { name: 'another order', text: pack('{"signature":3,"body":1}'), finds: 'damaged' }
];
const keys = Object.fromEntries(
  officer.chain.map(({ body: { keyId, key } }) => [keyId, { x: key.x, y: key.y }])
);
const folder = new URL('../../static/print-code/', import.meta.url);
writeFileSync(new URL('dictionary-1.txt', folder), DICTIONARY);
writeFileSync(
  new URL('vectors.json', folder),
  `${JSON.stringify({ version: 1, root: officer.root, keys, vectors }, null, 1)}\n`
);
