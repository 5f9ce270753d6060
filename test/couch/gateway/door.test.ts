import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../../samples/acts.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { describeEngines } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import {
  aCertificate,
  aHead,
  aKey,
  aNumber,
  openRig,
  signed,
  withRevision,
  type Client,
  type Rig
} from './rig.ts';
import { signBody, signText } from '#lib/crypto/sign.ts';
import { extractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import { printCodeId, type PrintCode } from '#lib/domain/print-code/print-code.ts';
import { readKeyring, verifyAct } from '#lib/crypto/verify.ts';

const AU = 'AU' as CountryCode;
const CH = 'CH' as CountryCode;
const DRAFT = 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c';

describeEngines('the door', (open) => {
  let rig: Rig;
  let officer: Client;
  let swiss: Client;
  let serial = 0;
  let last = 0;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    swiss = await rig.signIn('ch.officer');
  });
  afterAll(() => rig.drop());

  /** The next number of the officer's device, claiming blocks as it needs them. */
  async function nextNumber(): Promise<string> {
    if (serial >= last) {
      const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
      const { body } = await officer.ask('POST', '/api/blocks', claim);
      ({ first: serial, last } = blockOf(body));
      serial -= 1;
    }
    return aNumber(++serial, 'AU');
  }

  async function anAuthorization(over: Record<string, unknown> = {}): Promise<ActOf<'import-authorization'>> {
    const number = await nextNumber();
    return signed(anImportAuthorization({ over: { number, ...over } }), rig.keys.auOfficer) as Promise<
      ActOf<'import-authorization'>
    >;
  }

  async function codesOf(
    client: Client,
    document: { _id: string },
    database = 'country-au'
  ): Promise<string[]> {
    const refused = await client.push(database, [document]);
    return refused[document._id] ?? [];
  }

  test('a good authorization is stored as it was signed', async () => {
    const act = await anAuthorization();
    expect(await officer.push('country-au', [act])).toEqual({});
    const { _rev, ...stored } = await rig.engine.open('country-au').get(act._id);
    expect(stored).toEqual(JSON.parse(JSON.stringify(act)));
    expect(_rev).toMatch(/^1-/);
  });

  describe('an issued act cannot be changed', () => {
    let act: ActOf<'import-authorization'>;
    beforeAll(async () => {
      act = await anAuthorization();
      await officer.push('country-au', [act]);
    });

    test('by another body under its id', async () => {
      const changed = { ...act, body: { ...act.body, remarks: 'changed' } };
      expect(await codesOf(officer, changed)).toEqual(['act.id.differs']);
    });

    test('by a revision that is not connected to the tree', async () => {
      const unconnected = {
        ...act,
        _rev: `2-${'b'.repeat(32)}`,
        _revisions: { start: 2, ids: ['b'.repeat(32), 'c'.repeat(32)] }
      };
      expect(await codesOf(officer, unconnected)).toContain('act.revision.notFirst');
      const claimed = {
        ...act,
        _rev: `1-${'b'.repeat(32)}`,
        _revisions: { start: 9, ids: ['b'.repeat(32)] }
      };
      expect(await codesOf(officer, claimed)).toEqual(['document.revision.malformed']);
    });

    test('by a tombstone, of whatever revision', async () => {
      const tombstone = { ...withRevision(act), _deleted: true };
      expect(await codesOf(officer, tombstone)).toEqual(['act.deleted']);
      expect(await codesOf(officer, withRevision({ _id: act._id, _deleted: true } as never))).not.toEqual([]);
    });

    test('by an attachment or any further key', async () => {
      const attached = { ...act, _attachments: { 'x.txt': { content_type: 'text/plain', data: 'eA==' } } };
      expect(await codesOf(officer, attached)).toEqual(['act.attachment']);
      expect(await codesOf(officer, { ...act, note: 'x' } as never)).toEqual(['act.key.unknown']);
      expect(await codesOf(officer, { ...act, _conflicts: [] } as never)).not.toEqual([]);
    });

    test('and the stored act is the one that was signed, with one revision, after all that', async () => {
      const stored = await rig.engine.open('country-au').get(act._id, { conflicts: true });
      expect(stored).toMatchObject({ body: JSON.parse(JSON.stringify(act.body)) });
      expect(stored).not.toHaveProperty('_conflicts');
    });

    test('the same act under another first revision is the same act: nothing is written twice', async () => {
      expect(await officer.push('country-au', [withRevision(act, 'd'.repeat(32))])).toEqual({});
      expect(await rig.engine.open('country-au').get(act._id, { conflicts: true })).not.toHaveProperty(
        '_conflicts'
      );
    });
  });

  describe('the signed extracts of an act that is too long for one printed code', () => {
    let act: ActOf<'import-authorization'>;
    beforeAll(async () => {
      act = await anAuthorization();
      expect(await officer.push('country-au', [act])).toEqual({});
    });

    async function printCode(of = act, key = rig.keys.auOfficer): Promise<{ readonly _id: string }> {
      const [extract] = extractsOf(of, [2]);
      const signature = extract ? await signText(signedText({ extract }), key) : '';
      return { _id: printCodeId(of._id), schema: 1, extracts: [{ lines: 2, signature }] } as PrintCode;
    }

    test('are refused if another key signed them, or if they are not the whole act', async () => {
      expect(await codesOf(officer, await printCode(act, rig.keys.stranger))).toEqual([
        'printCode.notSigned'
      ]);
      const [half] = extractsOf(act, [1]);
      const signature = half ? await signText(signedText({ extract: half }), rig.keys.auOfficer) : '';
      expect(
        await codesOf(officer, { ...(await printCode()), extracts: [{ lines: 1, signature }] } as never)
      ).toEqual(['printCode.notSigned']);
    });

    test('are refused without their act, from a reader, and from another authority', async () => {
      const unsent = await anAuthorization();
      expect(await codesOf(officer, await printCode(unsent))).toEqual(['printCode.noAct']);
      expect(await codesOf(await rig.signIn('au.reader'), await printCode())).toEqual([
        'door.role.mayNotWrite'
      ]);
      expect(await codesOf(swiss, await printCode(), 'country-ch')).toEqual(['door.issuer.foreign']);
    });

    test('are refused if they are malformed or carry anything else', async () => {
      const code = await printCode();
      expect(await codesOf(officer, { ...code, extracts: [] } as never)).toEqual(['document.malformed']);
      expect(await codesOf(officer, { ...code, _id: 'print-code:act:x' })).toEqual(['document.malformed']);
    });

    test('are stored with the act in one request, and then never change', async () => {
      const next = await anAuthorization();
      const code = await printCode(next);
      expect(await officer.push('country-au', [next, code])).toEqual({});
      expect(await rig.engine.open('country-au').get(code._id)).toMatchObject({ schema: 1 });
      const changed = {
        ...code,
        _rev: `2-${'b'.repeat(32)}`,
        _revisions: { start: 2, ids: ['b'.repeat(32), 'a'.repeat(32)] }
      };
      expect(await codesOf(officer, changed)).toEqual(['printCode.immutable']);
      expect(await codesOf(officer, withRevision({ _id: code._id, _deleted: true } as never))).toEqual([
        'printCode.immutable'
      ]);
    });
  });

  describe('who signs', () => {
    test('a key that nobody certified is refused', async () => {
      const act = await signed(await anAuthorization(), rig.keys.stranger);
      expect(await codesOf(officer, act)).toEqual(['signature.key.unknown']);
    });

    test('an act of another country is refused, even with that country’s own signature', async () => {
      const foreign = await signed(aReply(anImportAuthorization()), rig.keys.chOfficer);
      expect(await codesOf(officer, foreign)).toEqual(['door.issuer.foreign']);
    });

    test('our name under another country’s key is refused', async () => {
      expect(await codesOf(officer, await signed(await anAuthorization(), rig.keys.chOfficer))).toEqual([
        'signature.issuer.wrong'
      ]);
    });

    test('a colleague’s name under one’s own key is refused', async () => {
      const act = await anAuthorization();
      const by = { ...act.body.by, person: 'au.other' };
      expect(await codesOf(officer, await signed(act, rig.keys.auOfficer, { by }))).toEqual([
        'signature.person.wrong'
      ]);
    });

    test('another name or office than the certificate states is refused, whoever’s account it is', async () => {
      const named = async (by: object) =>
        signed(anImportAuthorization({ over: { number: await nextNumber() } }), rig.keys.auOfficer, {
          by: { person: 'au.officer', name: 'A. Person', function: 'Delegate', ...by }
        });
      expect(await codesOf(officer, await named({ name: 'The Secretary' }))).toEqual([
        'signature.name.wrong'
      ]);
      expect(await codesOf(officer, await named({ function: 'Secretary' }))).toEqual([
        'signature.function.wrong'
      ]);
      expect(await codesOf(officer, await named({}))).toEqual([]);
    });

    test('a body altered after signing is refused under its new id as well', async () => {
      const act = await anAuthorization();
      const { actId } = await import('#lib/domain/act/content-id.ts');
      const body = { ...act.body, remarks: 'altered' };
      const altered = { ...act, body, _id: actId(body, act.signature) };
      expect(await codesOf(officer, altered)).toEqual(['signature.value.wrong']);
    });

    test('an officer certifies nobody, an administrator nobody of another country', async () => {
      const key = await aKey();
      const own = await aCertificate(rig.keys.auOfficer, AU, 'au.officer', {
        key,
        authority: AU,
        person: 'au.other',
        role: 'officer'
      });
      expect(await codesOf(officer, own)).toEqual(['signature.role.notAllowed']);
      const administrator = await rig.signIn('au.administrator');
      const foreign = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', {
        key,
        authority: CH,
        person: 'ch.officer',
        role: 'officer'
      });
      expect(await codesOf(administrator, foreign)).toEqual(['signature.certificate.notAllowed']);
    });

    test('a device certified in the same batch may state acts after its certificate, a withdrawn one no more', async () => {
      const administrator = await rig.signIn('au.administrator');
      const key = await aKey();
      const certificate = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', {
        key,
        authority: AU,
        person: 'au.officer',
        role: 'officer'
      });
      const message = (text: string) =>
        signBody(
          { ...aHead('message', AU, ['CH'], 'au.officer', '2026-11-20T08:00:00.000Z'), text } as never,
          key
        );
      expect(await administrator.push('country-au', [certificate, await message('before')])).toEqual({});
      const withdrawal = await signBody(
        {
          ...aHead('withdrawal', AU, ['*'], 'au.administrator', '2026-11-24T08:00:00.000Z'),
          keyId: key.keyId,
          withdrawnFrom: '2026-11-19T08:00:00.000Z',
          reason: 'lost'
        } as never,
        rig.keys.auAdministrator
      );
      expect(await administrator.push('country-au', [withdrawal])).toEqual({});
      // Its date is before the withdrawal was stated; that it was signed then is not believed any more.
      expect(await codesOf(administrator, await message('after'))).toEqual(['signature.time.doubtful']);
    });

    test('a withdrawal is stated within a day of its arrival: no date moved back voids what partners acted upon', async () => {
      const administrator = await rig.signIn('au.administrator');
      const key = await aKey();
      const of = { key, authority: AU, person: 'au.officer', role: 'officer' } as const;
      const certificate = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', of);
      const head = aHead('message', AU, ['CH'], 'au.officer', '2026-11-22T08:00:00.000Z');
      const relied = await signBody({ ...head, text: 'relied upon' } as never, key);
      expect(await administrator.push('country-au', [certificate, relied])).toEqual({});
      const withdrawalOf = (at: string) =>
        signBody(
          {
            ...aHead('withdrawal', AU, ['*'], 'au.administrator', at),
            keyId: key.keyId,
            withdrawnFrom: '2026-11-20T08:00:00.000Z',
            reason: 'lost'
          } as never,
          rig.keys.auAdministrator
        );
      const late = await withdrawalOf('2026-11-21T08:00:00.000Z');
      expect(await codesOf(administrator, late)).toEqual(['door.withdrawal.late']);
      const inTime = await withdrawalOf('2026-11-23T10:00:00.000Z');
      expect(await codesOf(administrator, inTime)).toEqual([]);
      const [reference, country] = ['reference', 'country-au'].map((name) => rig.engine.open(name));
      const acts = await Promise.all([reference, country].map((one) => one?.allDocs({ include_docs: true })));
      const documents = acts.flatMap((page) => page?.rows.map(({ doc }) => doc) ?? []);
      const keyring = await readKeyring(documents, [rig.keys.root.publicKey]);
      expect(await verifyAct(relied, keyring)).toMatchObject({ verdict: 'good' });
    });

    test('an act dated two years ahead is refused, one of an office whose clock is an hour ahead is not', async () => {
      const act = await anAuthorization();
      const far = await signed(act, rig.keys.auOfficer, { at: '2027-11-24T09:00:00.000Z' });
      expect(await codesOf(officer, far)).toEqual(['door.time.future']);
      const near = await signed(act, rig.keys.auOfficer, { at: '2026-11-24T10:00:00.000Z' });
      expect(await codesOf(officer, near)).toEqual([]);
    });
  });

  describe('numbers', () => {
    test('a number of no block, of another device’s block, or of another country is refused', async () => {
      const base = await anAuthorization();
      const renumbered = (number: string) => {
        const dossier = dossierKey(AU, CH, base.body.issuedOn, number);
        return signed(base, rig.keys.auOfficer, { number, dossier });
      };
      expect(await codesOf(officer, await renumbered(aNumber(99_999, 'AU')))).toEqual([
        'door.number.notReserved'
      ]);
      const other = await rig.signIn('au.other');
      const { body } = await other.ask('POST', '/api/blocks', {
        kind: 'import-authorization',
        year: 2026,
        device: rig.keys.auOther.keyId
      });
      expect(await codesOf(officer, await renumbered(aNumber(blockOf(body).first, 'AU')))).toEqual([
        'door.number.notReserved'
      ]);
      expect(await codesOf(officer, await renumbered(aNumber(1, 'CH')))).toEqual(['door.number.foreign']);
      expect(await codesOf(officer, await renumbered('AU-I-2026-000001-00'))).toEqual([
        'authorization.number.checkDigits'
      ]);
    });

    test('a number is used once: not again to the same partner, not to another, not in the same batch', async () => {
      const first = await anAuthorization();
      await officer.push('country-au', [first]);
      const again = await signed(first, rig.keys.auOfficer, { remarks: 'a second one' });
      expect(await codesOf(officer, again)).toEqual(['door.number.used']);
      const partner = await signed(first, rig.keys.auOfficer, {
        to: ['DE'],
        seq: { AU: 1, DE: 1 },
        exportingCountry: 'DE',
        exporter: { ...first.body.exporter, country: 'DE' },
        dossier: dossierKey(AU, 'DE' as CountryCode, first.body.issuedOn, first.body.number)
      });
      expect(await codesOf(officer, partner)).toEqual(['door.number.used']);
      const [one, two] = await Promise.all([anAuthorization(), nextNumber()]).then(
        async ([act]) => [act, await signed(act, rig.keys.auOfficer, { remarks: 'twin' })] as const
      );
      expect(await officer.push('country-au', [one, two])).toEqual({ [two._id]: ['door.number.used'] });
    });
  });

  describe('legality', () => {
    let exports = 0;
    let firstExport = 0;
    async function anExport(ia: ActOf<'import-authorization'>): Promise<ActOf<'export-authorization'>> {
      if (firstExport === 0) {
        const claim = { kind: 'export-authorization', year: 2026, device: rig.keys.chOfficer.keyId };
        firstExport = blockOf((await swiss.ask('POST', '/api/blocks', claim)).body).first;
      }
      const number = aNumber(firstExport + exports++, 'CH', 'export-authorization');
      const sample = anExportAuthorization(ia, { over: { number } });
      return signed(sample, rig.keys.chOfficer) as Promise<ActOf<'export-authorization'>>;
    }
    const copy = (act: object, database: string) =>
      rig.engine
        .openAsExchange(database)
        .bulkDocs([withRevision(act as { _id: string })], { new_edits: false });

    test('an endorsement needs an export authorization, comes from the importing country, and only once', async () => {
      const ia = await anAuthorization();
      await officer.push('country-au', [ia]);
      await copy(ia, 'country-ch');
      const ea = await anExport(ia);
      const early = await signed(anEndorsement(ea), rig.keys.auOfficer);
      expect(await codesOf(officer, early)).not.toEqual([]);
      expect(await swiss.push('country-ch', [ea])).toEqual({});
      const shipment = await signed(aShipment(ea), rig.keys.chOfficer);
      expect(await swiss.push('country-ch', [shipment])).toEqual({});
      await copy(ea, 'country-au');
      await copy(shipment, 'country-au');
      expect(await officer.push('country-au', [early])).toEqual({});
      const twice = await signed(anEndorsement(ea, { at: '2026-10-21T10:00:00.000Z' }), rig.keys.auOfficer);
      expect(await codesOf(officer, twice)).not.toEqual([]);
      const wrong = {
        ...anEndorsement(ea).body,
        issuer: CH,
        to: [AU],
        by: { ...ea.body.by },
        seq: { AU: 9, CH: 9 }
      };
      expect(await codesOf(swiss, await signBody(wrong, rig.keys.chOfficer), 'country-ch')).not.toEqual([]);
    });

    test('a despatch out of its period, and a receipt before the issue, are refused as the form refuses them', async () => {
      const ia = await anAuthorization();
      await copy(ia, 'country-ch');
      const ea = await anExport(ia);
      expect(await swiss.push('country-ch', [ea])).toEqual({});
      const late = aShipment(ea, { over: { shippedOn: '2026-10-04' } });
      const refused = await codesOf(swiss, await signed(late, rig.keys.chOfficer), 'country-ch');
      expect(refused).toEqual(['shipment.date.outsideValidity']);
      await Promise.all([ia, ea, aShipment(ea)].map((act) => copy(act, 'country-au')));
      const early = anEndorsement(ea, { over: { receivedOn: '2026-10-03' } });
      expect(await codesOf(officer, await signed(early, rig.keys.auOfficer))).toEqual([
        'endorsement.date.beforeIssue'
      ]);
    });

    test('an export that cites the number without separators is limited by the same import authorization', async () => {
      const ia = await anAuthorization();
      await copy(ia, 'country-ch');
      expect(await swiss.push('country-ch', [await anExport(ia)])).toEqual({});
      const number = ia.body.number.replace(/-/g, '');
      const joined = anImportAuthorization({ over: { number } });
      expect(await codesOf(swiss, await anExport(joined), 'country-ch')).toContain('export.import.used');
    });

    test('a second export against a single consignment, and more than was authorized, are refused', async () => {
      const ia = await anAuthorization();
      await copy(ia, 'country-ch');
      const ea = await anExport(ia);
      expect(await swiss.push('country-ch', [ea])).toEqual({});
      const second = await codesOf(swiss, await anExport(ia), 'country-ch');
      expect(second).not.toEqual([]);
      const backdated = await signed(await anExport(ia), rig.keys.chOfficer, {
        at: '2026-10-04T09:00:00.000Z'
      });
      expect(await codesOf(swiss, backdated, 'country-ch')).toEqual(['export.import.used']);
      const over = await signed(aShipment(ea, { stated: ['500000001', '200000000'] }), rig.keys.chOfficer);
      expect(await codesOf(swiss, over, 'country-ch')).not.toEqual([]);
    });

    test('a cancelled authorization takes nothing more, also within one batch', async () => {
      const ia = await anAuthorization();
      const cancellation = await signed(aCancellation(ia), rig.keys.auOfficer);
      expect(await officer.push('country-au', [ia, cancellation])).toEqual({});
      await copy(ia, 'country-ch');
      await copy(cancellation, 'country-ch');
      const late = await signed(await anExport(ia), rig.keys.chOfficer, { at: '2026-10-07T09:00:00.000Z' });
      expect(await codesOf(swiss, late, 'country-ch')).not.toEqual([]);
    });
  });

  describe('documents of one’s own', () => {
    const draft = { _id: DRAFT, schema: 1, fields: { number: 'half-ty' } };

    test('a draft is written, changed and deleted', async () => {
      expect(await codesOf(officer, draft)).toEqual([]);
      const next = {
        ...draft,
        _rev: `2-${'b'.repeat(32)}`,
        _revisions: { start: 2, ids: ['b'.repeat(32), 'a'.repeat(32)] }
      };
      expect(await codesOf(officer, next)).toEqual([]);
      const gone = {
        _id: DRAFT,
        _deleted: true,
        _rev: `3-${'c'.repeat(32)}`,
        _revisions: { start: 3, ids: ['c'.repeat(32), 'b'.repeat(32), 'a'.repeat(32)] }
      };
      expect(await codesOf(officer, gone)).toEqual([]);
      await expect(rig.engine.open('country-au').get(DRAFT)).rejects.toMatchObject({ status: 404 });
    });

    test('a reader writes nothing, an officer no settings and no companies, nobody what the server writes', async () => {
      const reader = await rig.signIn('au.reader');
      const company = { _id: 'company:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, name: 'X' };
      expect(await codesOf(reader, { ...draft, _id: DRAFT.replace('6f', '7f') })).toEqual([
        'door.role.mayNotWrite'
      ]);
      expect(await codesOf(officer, { _id: 'setting:authority', schema: 1 } as never)).toEqual([
        'door.role.mayNotWrite'
      ]);
      expect(await codesOf(officer, company)).toEqual(['door.role.mayNotWrite']);
      const administrator = await rig.signIn('au.administrator');
      expect(await codesOf(administrator, company)).toEqual([]);
      const other = (over: object) =>
        codesOf(administrator, {
          ...company,
          _id: company._id.replace('6f', '7f'),
          address: 'Y',
          country: 'AU',
          history: [{ status: 'active', on: '2026-11-30' }],
          ...over
        } as never);
      expect(await other({ name: ' . ' })).toEqual(['company.name.missing']);
      expect(await other({ licences: 'all' })).toEqual(['document.malformed']);
      expect(await other({})).toEqual([]);
      expect(
        await codesOf(
          administrator,
          withRevision({ _id: company._id, _deleted: true } as never, 'e'.repeat(32))
        )
      ).toEqual(['door.document.mayNotBeDeleted']);
      for (const _id of [`device-request:${'K'.repeat(43)}`, '_design/structure', 'other:thing', '']) {
        expect(await codesOf(administrator, { _id })).toEqual(['door.document.notYours']);
      }
    });

    test('too large, with an attachment, or with CouchDB’s own keys, it is refused and the rest stored', async () => {
      const big = { ...draft, _id: DRAFT.replace('6f', '8f'), fields: { text: 'x'.repeat(200_000) } };
      const attached = { ...draft, _id: DRAFT.replace('6f', '9f'), _attachments: {} };
      const good = { ...draft, _id: DRAFT.replace('6f', 'af') };
      expect(await officer.push('country-au', [big, attached, good])).toEqual({
        [big._id]: ['document.tooLarge'],
        [attached._id]: ['document.attachment']
      });
      expect(await rig.engine.open('country-au').get(good._id)).toMatchObject({ schema: 1 });
    });

    test('written a million times it can be deleted and nothing else, so that it never sticks', async () => {
      const at = (start: number, hash: string): object => {
        const id = hash.repeat(32);
        return { _id: DRAFT.replace('6f', 'bf'), _rev: `${start}-${id}`, _revisions: { start, ids: [id] } };
      };
      const most = LIMITS.generations;
      const text = { schema: 1, fields: {} };
      for (const start of [most + 1, 999_999_999])
        expect(await codesOf(officer, { ...text, ...at(start, 'a') } as never)).toEqual([
          'document.revision.tooMany'
        ]);
      expect(await codesOf(officer, { ...text, ...at(most, 'b') } as never)).toEqual([]);
      expect(await codesOf(officer, { _deleted: true, ...at(most + 2, 'c') } as never)).toEqual([
        'document.revision.tooMany'
      ]);
      expect(await codesOf(officer, { _deleted: true, ...at(most + 1, 'd') } as never)).toEqual([]);
    });

    test('a history that does not belong to its revision is refused', async () => {
      for (const history of [
        undefined,
        { start: 2, ids: ['a'.repeat(32)] },
        { start: 1, ids: ['b'.repeat(32)] },
        { start: 1, ids: ['a'.repeat(32), 'b'.repeat(32)] },
        { start: 1, ids: 'a' }
      ]) {
        const document = { ...draft, _rev: `1-${'a'.repeat(32)}`, _revisions: history };
        expect(await codesOf(officer, document)).toEqual(['document.revision.malformed']);
      }
    });
  });

  describe('devices and blocks', () => {
    test('a device’s key waits for an administrator, asked once or twice', async () => {
      const key = await aKey();
      const ask = { key: key.publicKey, device: 'Laptop of the registry' };
      for (let time = 0; time < 2; time++) {
        expect(await officer.ask('POST', '/api/devices', ask)).toMatchObject({
          status: 202,
          body: { keyId: key.keyId }
        });
      }
      const held = await rig.engine.open('country-au').get(`device-request:${key.keyId}`);
      expect(held).toMatchObject({ person: 'au.officer', device: ask.device, role: 'officer' });
      expect(
        (await officer.ask('POST', '/api/devices', { ...ask, key: { ...key.publicKey, d: 'x' } })).status
      ).toBe(400);
    });

    test('two devices that claim at the same time get two blocks', async () => {
      const other = await rig.signIn('au.other');
      const claims = await Promise.all(
        [1, 2].map(() =>
          other.ask('POST', '/api/blocks', {
            kind: 'export-authorization',
            year: 2026,
            device: rig.keys.auOther.keyId
          })
        )
      );
      const firsts = claims.filter(({ status }) => status === 201).map(({ body }) => blockOf(body).first);
      expect(new Set(firsts).size).toBe(firsts.length);
      expect(firsts.length).toBeGreaterThan(0);
    });

    test('a block is for a certified device of the person who asks, in this year, while numbers run low', async () => {
      const ask = (body: object) => officer.ask('POST', '/api/blocks', body);
      const claim = { kind: 'export-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
      expect(await ask({ ...claim, device: rig.keys.auOther.keyId })).toMatchObject({
        status: 403,
        body: { reason: 'block.device.notCertified' }
      });
      expect((await ask({ ...claim, device: rig.keys.stranger.keyId })).status).toBe(403);
      expect((await ask({ ...claim, year: 2031 })).status).toBe(400);
      expect((await ask({ ...claim, kind: 'shipment' })).status).toBe(400);
      expect([(await ask(claim)).status, (await ask(claim)).status, (await ask(claim)).status]).toEqual([
        201, 201, 409
      ]);
    });
  });
});
