/** Customs officers and dossiers by number, through a real gateway: who, when, what, and what is written down. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { InspectedPaper } from '#lib/domain/dossier/inspected.ts';
import {
  aLine,
  aReply,
  AU,
  CH,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';
import { aCorrectedPaper, aPaperExport, aPaperImport } from '../../samples/papers.ts';
import { describeEngines } from '../with-engine.ts';
import { aNumber, aPerson, Client, openRig, type Rig } from './rig.ts';

const ia = anImportAuthorization({
  over: {
    number: aNumber(7, 'AU', 'import-authorization'),
    consignments: 2,
    lines: [aLine({ stated: '1000000000' })]
  }
});
const exported = (serial: number) =>
  anExportAuthorization(ia, {
    at: `2026-10-0${serial}T09:00:00.000Z`,
    over: { number: aNumber(serial, 'CH', 'export-authorization'), lines: [aLine({ importLine: 1 })] }
  });
const [ea, second] = [exported(8), exported(9)];
const ACTS = [ia, ea, second, aShipment(ea), aReply(ia)];
/** Recorded by Australia: an import authorization, an export authorization with its number corrected, and one of Switzerland's. */
const paperImport = aPaperImport({ issuer: AU, partner: CH, number: 'SM 4711/2026-A' });
const cited = anImportAuthorization({
  over: { number: aNumber(70, 'AU', 'import-authorization'), consignments: 2, lines: [aLine()] }
});
const mistyped = aPaperExport(cited, { number: 'CH 88/2026', stated: '100000000' });
const corrected = aCorrectedPaper(mistyped, { number: 'CH 89/2026' });
const theirs = aPaperImport({ issuer: CH, partner: AU, number: 'TGA 12/2026' });
const PAPERS = [cited, paperImport, mistyped, corrected, theirs];

describeEngines('dossiers by number for customs', (open) => {
  let rig: Rig;
  let customs: Client;

  beforeAll(async () => {
    rig = await openRig(open, { limits: { inspectionsPerPerson: 60 } });
    await provisionCountry(rig.engine, 'FR' as never);
    for (const [name, country] of [
      ['au.customs', 'AU'],
      ['au.second', 'AU'],
      ['fr.customs', 'FR']
    ] as const)
      await rig.accounts.createPerson(aPerson(name, 'customs', country));
    await rig.engine.openAsAdministrator('country-au').bulkDocs([...ACTS, ...PAPERS] as never);
    await rig.engine.openAsAdministrator('country-ch').bulkDocs([...ACTS, ...PAPERS] as never);
    customs = await rig.signIn('au.customs');
  });
  afterAll(() => rig.drop());

  const look = (number: unknown, client = customs) => client.ask('POST', '/api/inspections', { number });
  const papersOf = ({ body }: { readonly body: unknown }) =>
    (body as { papers: readonly InspectedPaper[] }).papers;
  const codesOf = ({ body }: { readonly body: unknown }) =>
    (body as { problems: { code: string }[] }).problems.map(({ code }) => code);

  async function allow(country: string, customs: 'off' | 'number'): Promise<void> {
    const database = rig.engine.open(`country-${country}`);
    const held = await database.get('setting:country').catch(() => ({}));
    await database.put({ ...held, _id: 'setting:country', schema: 1, customs } as never);
  }

  async function logged(): Promise<string[]> {
    const administrator = await rig.signIn('au.administrator');
    const { body } = await administrator.ask('GET', '/api/audit?limit=200');
    return (body as { by: string; what: string; about?: string }[])
      .filter(({ what }) => what.startsWith('dossier.'))
      .map(({ by, what, about }) => `${by} ${what} ${about}`);
  }

  test('nobody reads one until the authority allows it', async () => {
    expect([(await look(ia.body.number)).status, codesOf(await look(ia.body.number))]).toEqual([
      403,
      ['inspection.off']
    ]);
    await allow('au', 'number');
    expect((await look(ia.body.number)).status).toBe(200);
    await allow('au', 'off');
    expect((await look(ia.body.number)).status).toBe(403);
    await allow('au', 'number');
  });

  test('an import authorization is shown with its consignments, an export authorization without the others', async () => {
    const numbers = papersOf(await look(` ${ia.body.number.toLowerCase()} `)).map(({ number }) => number);
    expect(numbers).toEqual([ia.body.number, ea.body.number, second.body.number]);
    const papers = papersOf(await look(ea.body.number));
    expect(papers.map(({ number, status }) => [number, status])).toEqual([
      [ia.body.number, 'shipped'],
      [ea.body.number, 'shipped']
    ]);
    expect(papers[1]?.lines[0]).toMatchObject({ stated: 500_000_000, exported: 480_000_000, imported: null });
  });

  test('a partner’s paper is found by its number, in any case and with any separators, and by no other', async () => {
    for (const number of ['SM 4711/2026-A', 'sm47112026a', 'Sm.4711 2026/a', 'ＳＭ 4711–2026–A'])
      expect(papersOf(await look(number)).map((one) => [one.number, one.isPaper, one.issuer])).toEqual([
        ['SM 4711/2026-A', true, 'CH']
      ]);
    expect(papersOf(await look('ch892026')).map(({ number, isPaper }) => [number, isPaper])).toEqual([
      [cited.body.number, false],
      ['CH 89/2026', true]
    ]);
    for (const number of [
      'SM 4711/2026',
      '4711',
      'SM 4711/2026-AB',
      'SM 47I1/2026-A',
      'SM%',
      'CH 88/2026',
      'TGA 12/2026'
    ])
      expect([number, papersOf(await look(number))]).toEqual([number, []]);
  });

  test('no officer’s name, reply or signature is told', async () => {
    const text = JSON.stringify((await look(ia.body.number)).body);
    for (const secret of [
      ia.body.by.name,
      ia.body.by.person,
      'signature',
      'reply',
      aReply(ia).body.text ?? 'act:'
    ])
      expect(text).not.toContain(secret);
  });

  test('every look is in the log of the country, found or not', async () => {
    const unknown = aNumber(4711, 'AU', 'import-authorization');
    expect(papersOf(await look(unknown))).toEqual([]);
    const [last, before] = await logged();
    expect(last).toBe(`au.customs dossier.notFound ${unknown}`);
    expect(before).toBe(`au.customs dossier.inspected ${ia.body.number}`);
  });

  test('another country’s dossier is as unknown as none, and its own setting counts', async () => {
    const french = await rig.signIn('fr.customs');
    expect((await look(ia.body.number, french)).status).toBe(403);
    await allow('fr', 'number');
    for (const number of [ia.body.number, 'SM 4711/2026-A', 'CH 89/2026'])
      expect(papersOf(await look(number, french))).toEqual([]);
    expect((await logged()).some((one) => one.includes('fr.customs'))).toBe(false);
  });

  test('only an exact number is asked for: no part of one, no list and no search', async () => {
    const count = (await logged()).length;
    for (const number of [
      '',
      '*',
      ia._id,
      [ia.body.number],
      null,
      { $gt: '' },
      'A'.repeat(61),
      ia.body.number.replace('000007', '000008')
    ])
      expect((await look(number)).status).toBe(400);
    expect((await customs.ask('GET', '/api/inspections')).status).toBe(404);
    for (const path of ['/db/country-au', '/db/country-au/_changes', '/api/files/x/0', '/api/audit'])
      expect([403, 404]).toContain((await customs.ask('GET', path)).status);
    expect((await logged()).length).toBe(count);
    for (const number of ['AU-I-2026', ia.body.dossier, `${ia.body.number}0`])
      expect(papersOf(await look(number))).toEqual([]);
    expect((await logged()).length).toBe(count + 3);
    expect(papersOf(await look(ia.body.number.replaceAll('-', ''))).length).toBeGreaterThan(0);
  });

  test('officers, readers, INCB and strangers have no such question', async () => {
    for (const name of ['au.officer', 'au.reader', 'au.administrator', 'incb.secretary'])
      expect((await look(ia.body.number, await rig.signIn(name))).status).toBe(403);
    expect((await look(ia.body.number, new Client(rig.address, ''))).status).toBe(401);
  });

  test('a dismissed customs officer reads nothing more, at once', async () => {
    const second = await rig.signIn('au.second');
    expect((await look(ia.body.number, second)).status).toBe(200);
    const administrator = await rig.signIn('au.administrator');
    expect((await administrator.ask('DELETE', '/api/people/au.second')).status).toBeLessThan(300);
    expect((await look(ia.body.number, second)).status).toBe(401);
  });

  test('who guesses numbers is stopped, and a colleague is not', async () => {
    const statuses: number[] = [];
    for (let serial = 100; serial < 161; serial++)
      statuses.push((await look(aNumber(serial, 'AU', 'import-authorization'))).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await look('SM 4711/2026-A')).status).toBe(429);
    expect((await look(ia.body.number, await rig.signIn('fr.customs'))).status).toBe(200);
  });
});

describe('the particulars for customs', () => {
  test('hold these members and no others, so that a new box tells nothing by itself', async () => {
    const { inspectPapers } = await import('#lib/domain/dossier/inspected.ts');
    const [paper] = inspectPapers(ACTS, [ia._id], '2026-11-24' as never);
    expect(Object.keys(paper ?? {}).sort()).toEqual(
      ['exporter', 'importer', 'isPaper', 'issuedOn', 'issuer', 'kind', 'lines', 'number'].concat(
        ...['receivedOn', 'shippedOn', 'status', 'until']
      )
    );
    expect(Object.keys(paper?.lines[0] ?? {})).toEqual([
      'no',
      'designation',
      'stated',
      'exported',
      'imported'
    ]);
  });
});
