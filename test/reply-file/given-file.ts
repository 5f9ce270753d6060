/** A file as an officer of Switzerland gives it, with keys and certificates of its own. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { fileText, type PartOf } from '#lib/domain/reply-file/invitation.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { signBody, signText } from '#lib/crypto/sign.ts';
import type { GivenFile } from '#lib/store/api.ts';
import { aCountry, aRoot } from '../crypto/sample-country.ts';
import { aLine, anExportAuthorization, anImportAuthorization, CH } from '../samples/acts.ts';

export async function aFileFor({
  lines = 3,
  language = 'en',
  over = {}
}: { lines?: number; language?: PartOf<'file'>['language']; over?: object } = {}): Promise<GivenFile> {
  const root = await aRoot();
  const { officer, acts: certificates } = await aCountry(root, CH);
  const goods = Array.from({ length: lines }, (_, index) => aLine({ no: index + 1, importLine: index + 1 }));
  const ia = anImportAuthorization({ over: { lines: goods } });
  const drafted = anExportAuthorization(ia, { over: { lines: goods } });
  const by = { person: officer.person, name: 'A. Person', function: 'Delegate' };
  const body = { ...drafted.body, by, ...over };
  const act = (await signBody(body, officer.key)) as ActOf<'export-authorization'>;
  const privateKey = await generatePrivateJwk();
  const { publicKey } = await importSigningKey(privateKey);
  const at = '2026-11-01T08:00:00.000Z' as Instant;
  const expiresOn = '2027-03-01' as CalendarDate;
  const file = {
    schema: 1,
    by: by.name,
    at,
    key: publicKey,
    partner: 'DZ' as CountryCode,
    language,
    expiresOn
  };
  const signature = { key: officer.key.keyId, value: await signText(fileText(act._id, file), officer.key) };
  return { act, file, signature, privateKey, certificates, roots: [root.key.publicKey] };
}
