/** Courier files of senders who write them with their own program, and of people who load the wrong ones. */
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { textToBytes, type Bytes } from '#lib/crypto/bytes.ts';
import { sha256Hex } from '#lib/crypto/archive.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { sealBytes } from '#lib/crypto/seal.ts';
import { signBody, signText } from '#lib/crypto/sign.ts';
import { createVault } from '#lib/crypto/vault.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Act, ActOf, Body } from '#lib/domain/act/body.ts';
import { bytesToConfirmationCode, CODE_BYTES } from '#lib/domain/registration/confirmation-code.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { BroughtActs } from '#lib/store/brought.ts';
import { Courier, type CourierTaken } from '#lib/store/courier.ts';
import { NotStored } from '#lib/store/disk/sealed-database.ts';
import { aCertificate, aKey, PASSWORD, signed } from '../couch/gateway/rig.ts';
import { anImportAuthorization } from '../samples/acts.ts';
import { aCompany } from '../samples/companies.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const CODE = bytesToConfirmationCode(new Uint8Array(CODE_BYTES));
const sealed = createVault(CODE);
const [AU, CH] = ['AU', 'CH'] as CountryCode[] as [CountryCode, CountryCode];

type Entry = { readonly in?: unknown; readonly document?: unknown };

interface Hostile {
  readonly from: CountryCode;
  readonly to: CountryCode;
  readonly parts?: readonly Bytes[];
  readonly signature?: Bytes;
  readonly over?: object;
}

let files = 0;

/** A file as another program writes it: any parts, signed with a certified key. */
async function forge(
  { clock, store }: Device,
  { from, to, parts = [], signature, over = {} }: Hostile,
  key: SigningKey = insideOf({ store }).signingKey
): Promise<Blob> {
  const { record, vault } = await sealed;
  const id = String(files++).padStart(22, '0');
  const at = new Date(clock.now).toISOString() as Instant;
  const head = {
    ...{ kind: 'i2es-courier', version: 1, id, from, to, at, documents: 1, parts: parts.length },
    ...over
  };
  const hashes = await Promise.all(parts.map((part) => sha256Hex(part)));
  const value = await signText(canonicalJson({ signed: 'i2es-courier', head, hashes }), key);
  const last = signature ?? textToBytes(JSON.stringify({ alg: 'ES256', key: key.keyId, value }));
  const seal = (part: number | 'signature', bytes: Bytes): Promise<string> =>
    sealBytes(vault, `courier ${id} ${part}`, bytes);
  const lines = await Promise.all(parts.map((part, index) => seal(index, part)));
  return new Blob([
    [JSON.stringify({ ...head, vault: record }), ...lines, await seal('signature', last)].join('\n')
  ]);
}

const pack = (text: string | Uint8Array): Bytes => new Uint8Array(deflateRawSync(text));
const packed = (entries: readonly Entry[]): Bytes =>
  pack(entries.map((entry) => JSON.stringify(entry)).join('\n'));
const inCountry = (documents: readonly unknown[]): Bytes =>
  packed(documents.map((document) => ({ in: 'country', document })));
const inReference = (documents: readonly unknown[]): Bytes =>
  packed(documents.map((document) => ({ in: 'reference', document })));

function insideOf({ store }: Pick<Device, 'store'>) {
  const open = store['open']();
  if (!open) throw new Error('locked');
  return open;
}

const take = ({ store }: Device, file: Blob): Promise<Result<CourierTaken>> =>
  new Courier(store).take(file, CODE);

const codesOf = (result: Result<unknown>): readonly string[] =>
  result.ok ? ['taken'] : result.problems.map(({ code }) => code);

const refusedOf = (taken: Result<CourierTaken>): readonly string[] =>
  unwrap(taken).refused.map(({ code }) => code);

/** Everything that the two databases hold, without what says which files were loaded. */
async function heldBy(device: Device): Promise<readonly string[]> {
  const { country, reference } = insideOf(device);
  const pages = await Promise.all(
    [country, reference].map(({ pouch }) => pouch.allDocs({ conflicts: true }))
  );
  return pages
    .flatMap(({ rows }) => rows.map(({ id, value }) => `${id} ${value.rev}`))
    .filter((one) => !one.startsWith('kept:courier:'));
}

function withRevision<B extends Body>(act: Act<B>, _rev = actRevision(act._id)): Record<string, unknown> {
  return { ...act, _rev, _revisions: { start: 1, ids: [_rev.slice(2)] } };
}

const ANY_REVISION = `1-${'a'.repeat(32)}`;

describe('a partner that writes its own files', () => {
  let world: World;
  let australian: Device;
  let swiss: Device;
  let order: ActOf<'import-authorization'>;

  beforeAll(async () => {
    world = await openWorld();
    australian = await world.administrator('au.administrator');
    swiss = await world.administrator('ch.officer');
    await until(() => (australian.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
    await until(() => swiss.store.line?.state === 'all-delivered');
    australian.network.on = swiss.network.on = false;
    const particulars = importParticulars({ issuer: 'AU', exportingCountry: 'CH' } as never);
    const draft = australian.store.newDraftId();
    order = unwrap(await australian.store.issue('import-authorization', particulars, { draft }));
  });
  afterAll(() => world.close());

  const toSwiss = (parts: readonly Bytes[], over: object = {}): Promise<Blob> =>
    forge(australian, { from: AU, to: CH, parts, over });

  test('a file that cannot be read to its end is refused, and nothing of it is stored', async () => {
    const good = inCountry([withRevision(order)]);
    const before = await heldBy(swiss);
    const file = (over: Partial<Hostile>): Promise<Blob> => forge(australian, { from: AU, to: CH, ...over });
    const odd = { toString: 1, valueOf: 1 };
    for (const hostile of [
      { parts: [good, new Uint8Array([1, 2, 3])] },
      { parts: [good, pack(new Uint8Array([0xff, 0xfe, 0xff]))] },
      { parts: [good, pack(new Uint8Array(300_000_000))] },
      { parts: [good, pack('no JSON')] },
      { parts: [good, packed([{ in: 'elsewhere', document: { _id: 'act:' } }])] },
      { parts: [good, packed(Array.from({ length: 251 }, () => ({ in: 'country', document: order })))] },
      ...[[ANY_REVISION], odd, 1, null].map((_rev) => ({ parts: [good, inCountry([{ ...order, _rev }])] })),
      { parts: [good], signature: new Uint8Array([0xff, 0xff]) },
      { parts: [good], signature: textToBytes(JSON.stringify({ alg: 'ES256', key: odd, value: odd })) },
      { parts: [good], over: { documents: 2 } }
    ])
      expect(codesOf(await take(swiss, await file(hostile)))).toEqual(['courier.changed']);
    const endless = new Blob(['\n'.repeat(5_000_000)]);
    expect(codesOf(await take(swiss, endless))).toEqual(['courier.malformed']);
    expect(await heldBy(swiss)).toEqual(before);
  });

  test('documents that no network would have brought are refused one by one, and nothing else is', async () => {
    const before = await heldBy(swiss);
    const odd = { toString: 1, valueOf: 1 };
    const plain = { _rev: ANY_REVISION, _revisions: { start: 1, ids: ['a'.repeat(32)] }, schema: 1 };
    const ids = [
      'kept:courier:x',
      'kept:out:x',
      '_local/x',
      '_design/x',
      '',
      '__proto__',
      'constructor'
    ].concat([
      'company:1',
      'setting:country',
      swiss.store.newDraftId(),
      order._id.toUpperCase(),
      'act:',
      'draft:'
    ]);
    const revisions = [undefined, '', '2-x', `2-${'a'.repeat(32)}`];
    const documents = [
      ...ids.map((_id) => ({ ...plain, _id })),
      ...revisions.map((_rev) => ({ ...order, _rev })),
      { ...withRevision(order), _revisions: { start: 1, ids: odd } },
      { ...withRevision(order), _deleted: true },
      { ...withRevision(order), _attachments: {} },
      { ...withRevision(order), signature: odd },
      { ...withRevision(order), signature: { alg: 'ES256', key: odd, value: odd } },
      { ...withRevision(order), body: null },
      { ...withRevision(order), body: { ...order.body, kind: odd } },
      { ...withRevision(order), body: { ...order.body, to: odd } },
      {
        ...withRevision(order),
        body: { kind: 'receipt', issuer: 'EXCHANGE', stage: 'delivered', where: 'CH' }
      },
      JSON.parse(`{"__proto__":{"a":1},"_id":"${order._id}","_rev":"${ANY_REVISION}"}`) as unknown
    ];
    const texts = async (pack: typeof inCountry): Promise<readonly string[]> =>
      refusedOf(await take(swiss, await toSwiss([pack(documents)], { documents: documents.length })));
    // Two are the Australian document itself, which waits.
    expect(await texts(inCountry)).toHaveLength(documents.length - 2);
    expect(await texts(inReference)).toHaveLength(documents.length);
    for (const code of [...(await texts(inCountry)), ...(await texts(inReference))])
      expect(code).toEqual(expect.any(String));
    for (const { act } of new BroughtActs(swiss.store).list()) await new BroughtActs(swiss.store).forget(act);
    expect(await heldBy(swiss)).toEqual(before);
  });

  test('documents of a third country, keys that end other keys and receipts of its own change nothing', async () => {
    const { root } = world.rig.keys;
    const stranger = await aKey();
    const ofNewZealand = {
      key: stranger,
      authority: 'NZ',
      person: 'nz.officer',
      role: 'administrator'
    } as never;
    const certificate = await aCertificate(root, 'INCB', 'incb.secretary', ofNewZealand);
    const third = await signed(
      anImportAuthorization({ over: { issuer: 'NZ', importingCountry: 'NZ' } as never }),
      stranger
    );
    const { keyId } = insideOf(swiss).signingKey;
    const { at, by } = order.body;
    const ending = { schema: 1, kind: 'withdrawal', issuer: 'AU', to: ['*'], seq: { AU: 9 }, at, by };
    const withdrawal = await signBody(
      { ...ending, keyId, withdrawnFrom: at, reason: 'lost' } as never,
      insideOf(australian).signingKey
    );
    const receipt = (over: object): Promise<Act> =>
      signBody(
        {
          ...{ schema: 1, kind: 'receipt', issuer: 'AU', to: ['CH'], seq: { AU: 8, CH: 3 } },
          ...{ stage: 'delivered', of: [order._id], where: 'CH', at, by, ...over }
        } as never,
        insideOf(australian).signingKey
      );
    const own = await Promise.all([
      receipt({}),
      receipt({ issuer: 'EXCHANGE', to: ['AU'], seq: { EXCHANGE: 1, AU: 1 } }),
      receipt({ stage: 'missing' }),
      receipt({ stage: 'altered', where: 'AU' })
    ]);
    const parts = [
      inReference([certificate, withdrawal].map((one) => withRevision(one))),
      inCountry([third, ...own, order].map((one) => withRevision(one)))
    ];
    const taken = await take(swiss, await toSwiss(parts, { documents: 8 }));
    // The two keys are for everyone: they are judged by their own authority’s reach, and end nothing elsewhere.
    expect(unwrap(taken)).toMatchObject({ taken: 2, waiting: 1 });
    expect(refusedOf(taken)).toHaveLength(4);
    expect(swiss.store.device?.state).toBe('certified');
    expect(swiss.store.counts(order._id)).toBe(false);
    expect(insideOf(swiss).records.keyring.trust.withdrawnFrom(keyId, CH)).toBeNull();
  });

  test('a document is stored once, whatever revisions it has in the file, and however often it is in it', async () => {
    const { at, by } = order.body;
    const of = ['act:20261124:CH:export-authorization:' + 'A'.repeat(43)];
    const seq = { AU: 8, CH: 3 };
    const body = {
      schema: 1,
      kind: 'receipt',
      issuer: 'AU',
      to: ['CH'],
      seq,
      stage: 'opened',
      of,
      where: 'AU',
      at,
      by
    };
    const opened = await signBody(body as never, insideOf(australian).signingKey);
    for (const one of [opened, withRevision(opened), withRevision(opened, ANY_REVISION)]) {
      const taken = await take(swiss, await toSwiss([inCountry([one, one])], { documents: 2 }));
      expect(refusedOf(taken)).toEqual([]);
    }
    const held = (await heldBy(swiss)).filter((one) => one.startsWith(opened._id));
    expect(held).toEqual([`${opened._id} ${actRevision(opened._id)}`]);
    const { _conflicts } = await insideOf(swiss).country.pouch.get(opened._id, { conflicts: true });
    expect(_conflicts).toBeUndefined();
  });

  test('a stick that is pulled out, and a full disk, are said in words', async () => {
    const file = await toSwiss([inCountry([withRevision(order)])]);
    const pulled = Object.assign(new Blob(['x']), { text: () => Promise.reject(new DOMException('gone')) });
    expect(codesOf(await take(swiss, pulled))).toEqual(['courier.unreadable']);
    const { country } = insideOf(swiss);
    const full = vi.spyOn(country, 'put').mockRejectedValue(new NotStored('QuotaExceededError'));
    await new BroughtActs(swiss.store).forget(order);
    expect(await take(swiss, file)).toMatchObject({
      problems: [{ code: 'store.unfilled', values: { cause: 'QuotaExceededError' } }]
    });
    full.mockRestore();
    expect(unwrap(await take(swiss, file))).toMatchObject({ waiting: 1 });
  });
});

describe('a colleague that writes its own files', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    await until(() => officer.store.line?.state === 'all-delivered');
    unwrap(await administrator.store.saveSetting('country', { replyDays: 10 } as never));
    await until(() => officer.store.documents('setting:country').length === 1);
  });
  afterAll(() => world.close());

  const toOffice = (parts: readonly Bytes[], over: object = {}, by = officer): Promise<Blob> =>
    forge(by, { from: AU, to: AU, parts, over });

  const historyOf = async (device: Device, id: string) => {
    const { _rev, _revisions } = (await insideOf(device).country.pouch.get(id, { revs: true })) as never as {
      _rev: string;
      _revisions: { start: number; ids: string[] };
    };
    return { _rev, _revisions };
  };

  /** As if this device had changed the document after its latest version. */
  const changed = async (device: Device, id: string, content: object): Promise<object> => {
    const { start, ids } = (await historyOf(device, id))._revisions;
    const hash = 'f'.repeat(32);
    const revision = { _rev: `${start + 1}-${hash}`, _revisions: { start: start + 1, ids: [hash, ...ids] } };
    return { _id: id, schema: 1, ...content, ...revision };
  };

  test('an officer changes no setting and no company through an administrator who loads the file', async () => {
    const setting = await changed(administrator, 'setting:country', { replyDays: 99 });
    const company = { ...aCompany(1), schema: 1 };
    const { _id } = company;
    const revision = { _rev: ANY_REVISION, _revisions: { start: 1, ids: [ANY_REVISION.slice(2)] } };
    const parts = [inCountry([setting, { ...company, ...revision }])];
    const before = await heldBy(administrator);
    const taken = unwrap(await take(administrator, await toOffice(parts, { documents: 2 })));
    expect(taken).toMatchObject({ taken: 0, left: 2, refused: [] });
    expect(await heldBy(administrator)).toEqual(before);
    expect(administrator.store.documents(_id)).toEqual([]);
    // An administrator’s own other device may.
    const own = unwrap(await take(administrator, await toOffice(parts, { documents: 2 }, administrator)));
    expect(own).toMatchObject({ taken: 2, left: 0, refused: [] });
  });

  test('a setting that the server would refuse is refused, and one bad document keeps no other out', async () => {
    const draft = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(draft, { importer: 'Quiet Harbour Pharmacy' })));
    const { country } = insideOf(officer);
    const good = { ...(await country.get(draft)), ...(await historyOf(officer, draft)) };
    administrator.network.on = officer.network.on = false;
    const odd = { toString: 1, valueOf: 1 };
    const bad = [
      await changed(administrator, 'setting:country', { replyDays: odd }),
      { ...good, _id: officer.store.newDraftId(), _rev: '1-x' },
      { ...good, _id: officer.store.newDraftId(), _revisions: { start: 1, ids: [odd] } },
      { ...good, _id: officer.store.newDraftId(), _deleted: true },
      { ...good, _id: 'draft:__proto__' },
      JSON.parse(JSON.stringify(good).replace('{', '{"__proto__":{"a":1},')) as object
    ];
    const file = await toOffice([inCountry([...bad, good])], { documents: 7 }, administrator);
    const taken = await take(administrator, file);
    expect(refusedOf(taken)).toHaveLength(bad.length);
    for (const code of refusedOf(taken)) expect(code).toEqual(expect.any(String));
    expect(administrator.store.draft(draft)).toEqual(officer.store.draft(draft));
    administrator.network.on = officer.network.on = true;
  });

  test('each version of a draft in conflict arrives, also when another one is here', async () => {
    const draft = officer.store.newDraftId();
    const version = (hash: string, importer: string): object => ({
      ...aDraft(draft, { importer }),
      ...{ _id: draft, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } }
    });
    const [one, other] = [version('a'.repeat(32), 'One'), version('b'.repeat(32), 'Other')];
    administrator.network.on = false;
    unwrap(await take(administrator, await toOffice([inCountry([one])])));
    unwrap(await take(administrator, await toOffice([inCountry([other, one])], { documents: 2 })));
    const { _conflicts } = await insideOf(administrator).country.pouch.get(draft, { conflicts: true });
    expect(_conflicts).toHaveLength(1);
    administrator.network.on = true;
  });

  test('a deleted draft does not return with a file from before', async () => {
    const draft = administrator.store.newDraftId();
    unwrap(await administrator.store.saveDraft(aDraft(draft, { importer: 'Gone' })));
    const old = {
      ...(await insideOf(administrator).country.get(draft)),
      ...(await historyOf(administrator, draft))
    };
    await administrator.store.deleteDraft(draft);
    unwrap(await take(administrator, await toOffice([inCountry([old])])));
    expect(administrator.store.draft(draft)).toBeNull();
  });

  test('work of a device whose certificate came in the same file is taken', async () => {
    administrator.network.on = officer.network.on = false;
    const key = await aKey();
    const { signingKey } = insideOf(administrator);
    const of = { key, authority: AU, person: 'au.other', role: 'officer' } as const;
    const certificate = await aCertificate(signingKey, 'AU' as never, 'au.administrator', of);
    const by = { person: 'au.other', name: 'A. Person', function: 'Delegate' };
    const sample = anImportAuthorization({ over: { number: 'AU-I-2026-000900-11' } });
    const act = await signed(sample, key, { by });
    const parts = [inReference([withRevision(certificate)]), inCountry([withRevision(act)])];
    const taken = await take(administrator, await toOffice(parts, { documents: 2 }));
    expect(unwrap(taken)).toMatchObject({ taken: 2, refused: [] });
    administrator.network.on = officer.network.on = true;
  });

  test('an own document with another revision is here once', async () => {
    const particulars = importParticulars({ issuer: 'AU', exportingCountry: 'CH' } as never);
    const draft = officer.store.newDraftId();
    const order = unwrap(await officer.store.issue('import-authorization', particulars, { draft }));
    await until(() => administrator.store.counts(order._id));
    const forged = await toOffice([inCountry([withRevision(order, ANY_REVISION)])]);
    expect(unwrap(await take(administrator, forged))).toMatchObject({ taken: 0, held: 1 });
    const { _rev } = await insideOf(administrator).country.pouch.get(order._id);
    expect(_rev).toBe(actRevision(order._id));
  });

  test('a file that is loaded during the first sync gives no content of its own to the server’s documents', async () => {
    const particulars = importParticulars({ issuer: 'AU', exportingCountry: 'CH' } as never);
    const draft = officer.store.newDraftId();
    const order = unwrap(await officer.store.issue('import-authorization', particulars, { draft }));
    await until(() => officer.store.line?.state === 'all-delivered');
    const setting = await insideOf(officer).country.get('setting:country');
    const documents = [
      { ...withRevision(order), body: { ...order.body, remarks: 'changed' } },
      { ...setting, ...(await historyOf(officer, 'setting:country')), replyDays: 99 },
      { _id: 'kept:out:x', _rev: ANY_REVISION },
      { _id: order._id, _rev: actRevision(order._id), body: { at: { toString: 1 } }, signature: {} }
    ];
    const published = await insideOf(officer).reference.pouch.allDocs();
    const keys = await insideOf(officer).reference.loadSome(published.rows.map(({ id }) => id));
    const parts = [inReference(keys.map(({ document }) => document)), inCountry(documents)];
    const file = await toOffice(parts, { documents: keys.length + documents.length });
    const fresh = world.device();
    let holdBack = true;
    fresh.network.line = async (send, url) => {
      if (holdBack && url.includes('_changes')) throw new TypeError('cut');
      return send();
    };
    await fresh.store.start();
    unwrap(await fresh.store.signIn('au.other', PASSWORD));
    expect((await fresh.store.createSealedStore(PASSPHRASE)).ok).toBe(false);
    expect(unwrap(await new Courier(fresh.store).takeFirst(file, CODE))).toBe(keys.length);
    const ofPartner = await forge(officer, { from: AU, to: CH, parts: [inCountry([order])] });
    expect(codesOf(await new Courier(fresh.store).takeFirst(ofPartner, CODE))).toEqual(['courier.addressee']);
    holdBack = false;
    unwrap(await fresh.store.continueFilling());
    expect(codesOf(await new Courier(fresh.store).takeFirst(file, CODE))).toEqual(['taken']);
    await until(() => fresh.store.counts(order._id));
    expect(fresh.store.tampered()).toEqual([]);
    expect(await insideOf(fresh).country.get('setting:country')).toEqual(setting);
  });
});
