/** Signatures, keyring and seals per second: `npx tsx test/bench/crypto.ts`. */
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { open, seal } from '#lib/crypto/seal.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { createVault, openVault } from '#lib/crypto/vault.ts';
import { readKeyring, verifyActs } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { AU, aCountry, aDevice, aRoot, certify } from '../crypto/sample-country.ts';
import { anImportAuthorization } from '../samples/acts.ts';

async function measure<T>(what: string, count: number, run: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await run();
  const ms = performance.now() - begun;
  console.log(`${what}: ${ms.toFixed(0)} ms, ${Math.round((count * 1000) / ms)}/s`);
  return result;
}

const root = await aRoot();
const { officer, acts } = await aCountry(root, AU);
const sample = anImportAuthorization().body;
const by = { ...sample.by, person: officer.person };
console.log(`act of ${JSON.stringify(sample).length} characters`);

const ring = await readKeyring(acts, [root.key.publicKey]);
const bodies = Array.from({ length: 5000 }, (_, n) => ({
  ...sample,
  by,
  at: '2026-06-01T09:00:00.000Z' as typeof sample.at,
  remarks: `No. ${n}`
}));
const signed = await measure('sign 5,000', 5000, async () => {
  const out: Act[] = [];
  for (const body of bodies) out.push(await signBody(body, officer.key));
  return out;
});
await verifyActs(signed.slice(0, 500), ring);
const verified = await measure('verify 5,000', 5000, () => verifyActs(signed, ring));
console.log('good:', verified.filter((one) => one.verdict === 'good').length);

const key = await importSigningKey(await generatePrivateJwk());
const certificates: Act[] = [];
for (const code of COUNTRY_CODES.slice(0, 190)) {
  const country = await aCountry(root, code);
  certificates.push(...country.acts);
  for (let n = 0; n < 18; n++) {
    certificates.push(
      await certify(country.administrator, { ...(await aDevice(code, `x.${n}`, 'officer')) })
    );
  }
}
const world = await measure('keyring of 3,800', certificates.length, () =>
  readKeyring(certificates, [root.key.publicKey])
);
await measure('decide trust', certificates.length, async () => world.trust.standingsOf(key.keyId));

const { record, vault } = await measure('create vault', 1, () => createVault('seven grey herons over Bern'));
await measure('open vault', 1, () => openVault(record, 'seven grey herons over Bern'));
const documents = Array.from({ length: 10_000 }, (_, n) => ({ _id: `draft:${n}`, text: 'x'.repeat(960) }));
const sealed = await measure('seal 10,000 of 1 kB', 10_000, () =>
  Promise.all(documents.map((document) => seal(vault, document._id, document)))
);
await measure('open 10,000 of 1 kB', 10_000, () =>
  Promise.all(sealed.map((text, n) => open(vault, `draft:${n}`, text)))
);
