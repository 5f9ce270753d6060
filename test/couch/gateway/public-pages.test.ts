/** What anybody and search engines are shown of a server: its own address, who runs it, and nothing that it does not know. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WRITTEN_ORIGIN } from '#couch/gateway/app/app-files.ts';
import { readSettings } from '#couch/base/env.ts';
import { locales } from '#lib/i18n/locale.ts';
import { allPublicPages, publicHref, WRITTEN_ORIGIN as BUILT_AS } from '#lib/public-pages/public-pages.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { uuid } from '../poison/plant.ts';
import { openRig, type Rig } from './rig.ts';

const PAGE = `<!doctype html><html lang="fr"><link rel="canonical" href="${WRITTEN_ORIGIN}/fr"><meta property="og:url" content="${WRITTEN_ORIGIN}/fr"><p>Nom <bdi class="x" data-told="keeper">non communiqué</bdi> <bdi data-told="email">non communiqué</bdi></p></html>`;
const LINKS = `<!doctype html><html lang="fr"><link rel="canonical" href="${WRITTEN_ORIGIN}/fr/links"><ul data-told="links-form" data-file="Enregistrer"><li>aucune</li></ul><ul data-told="links-contact"><li>aucune</li></ul></html>`;
const WHO = `<!doctype html><html lang="fr"><link rel="canonical" href="${WRITTEN_ORIGIN}/fr/who"><p hidden="" data-demonstration="">Données fictives</p><path data-country="AU" d="M0"></path><path data-country="CH" d="M1"></path><circle data-country="SG"></circle><ul data-told="named"><li>inconnu</li></ul><bdi data-told="day">inconnu</bdi><template data-told="names"><li data-none="">aucun</li><!--[--><li data-country="AU"><bdi>Australie</bdi></li><li data-country="SG"><bdi>Singapour</bdi></li><li data-country="CH"><bdi>Suisse</bdi></li></template></html>`;
const OPERATOR = { name: 'Office <of> “Records” & $& more', email: 'office@example.org' };

test('the pages are built under the address that the gateway replaces', () => {
  expect(WRITTEN_ORIGIN).toBe(BUILT_AS);
});

describe('the public pages of a server', () => {
  let app: string;
  const rigs: Rig[] = [];

  beforeAll(() => {
    app = mkdtempSync(join(tmpdir(), 'i2es-public-'));
    mkdirSync(join(app, 'fr'));
    writeFileSync(join(app, 'fr/links.html'), LINKS);
    writeFileSync(join(app, 'fr/who.html'), WHO);
    for (const name of ['fr.html', 'fr/privacy.html']) writeFileSync(join(app, name), PAGE);
    for (const name of ['index.html', '200.html', 'who.html'])
      writeFileSync(join(app, name), '<title>App</title>');
  });
  afterAll(async () => {
    for (const rig of rigs) await rig.drop();
    rmSync(app, { recursive: true, force: true });
  });

  async function open(
    options: Parameters<typeof openRig>[1]
  ): Promise<(path: string, headers?: Record<string, string>) => Promise<Response>> {
    const rig = await openRig(openTestEmbedded, { app, ...options });
    rigs.push(rig);
    return (path, headers = {}) =>
      fetch(rig.address + path, { headers: { accept: 'text/html', ...headers } });
  }

  test('say its own address and who runs it, and no word of a name is taken for more than a name', async () => {
    const get = await open({
      origin: 'https://i2es.example',
      isOriginNamed: true,
      demonstration: false,
      operator: OPERATOR
    });
    for (const path of ['/fr', '/fr/', '/fr/privacy', '/fr.html']) {
      const text = await (await get(path)).text();
      expect(text).not.toContain(WRITTEN_ORIGIN);
      expect(text).toContain('<link rel="canonical" href="https://i2es.example/fr">');
      expect(text).toContain('>Office &lt;of&gt; “Records” &amp; $&amp; more</bdi>');
      expect(text).toContain('<a href="mailto:office@example.org">office@example.org</a>');
    }
  });

  test('say that it is not known where nobody said it', async () => {
    const get = await open({ origin: 'https://i2es.example', isOriginNamed: true, demonstration: false });
    expect((await (await get('/fr')).text()).match(/non communiqué/g)).toHaveLength(2);
  });

  test('have INCB’s links, in the reader’s language first, and nothing that a person typed becomes markup', async () => {
    const rig = await openRig(openTestEmbedded, { app });
    rigs.push(rig);
    const page = async (): Promise<string> =>
      (await fetch(`${rig.address}/fr/links`, { headers: { accept: 'text/html' } })).text();
    expect((await page()).match(/aucune/g)).toHaveLength(2);
    const put = (n: number, over: object): Promise<unknown> =>
      rig.engine.openAsAdministrator('incb').put({ _id: `setting:link-${uuid(n)}`, schema: 1, ...over });
    const form = {
      kind: 'form',
      title: 'Form & <b>"D"</b>',
      language: 'en',
      address: 'https://x.example/d?a=1&b=2'
    };
    await put(1, form);
    await put(2, { ...form, title: 'Formulaire', language: 'fr', address: 'bureau@example.org' });
    const file = { sha256: 'f'.repeat(43), bytes: 1_234_567, type: 'application/pdf' };
    await put(5, { ...form, title: 'Kept', language: 'fr', address: 'kept@example.org', file });
    await put(3, { ...form, title: 'Removed', isRemoved: true });
    await put(4, { ...form, title: 'Script', address: 'javascript:alert(1)' });
    rig.clock.now += 60_000;
    const text = await page();
    expect(text.match(/aucune/g)).toHaveLength(1);
    const rows = [...text.matchAll(/<li>.*?<\/li>/g)].map(([row]) => row);
    expect(rows).toEqual([
      '<li><a href="mailto:bureau@example.org" hreflang="fr" rel="noreferrer"><bdi lang="fr">Formulaire</bdi></a> · <span lang="fr">français</span></li>',
      `<li><a href="mailto:kept@example.org" hreflang="fr" rel="noreferrer"><bdi lang="fr">Kept</bdi></a> · <span lang="fr">français</span> · <a href="/api/links/${file.sha256}" download>Enregistrer</a> (1,2\u202fMo)</li>`,
      '<li><a href="https://x.example/d?a=1&amp;b=2" hreflang="en" rel="noreferrer"><bdi lang="en">Form &amp; &lt;b&gt;&quot;D&quot;&lt;/b&gt;</bdi></a> · <span lang="en">English</span></li>',
      '<li>aucune</li>'
    ]);
  });

  test('mark on the map and name only the countries whose administrator agreed, and no longer after a withdrawal', async () => {
    const rig = await openRig(openTestEmbedded, { app, demonstration: false });
    rigs.push(rig);
    for (const country of ['AU', 'CH', 'SG'])
      await rig.engine.openAsAdministrator('incb').put({
        ...{ _id: `standing:${country}`, schema: 1, country, state: 'registered', by: 'server' },
        ...{ registeredAt: '2025-01-01T00:00:00.000Z', since: '2025-01-01T00:00:00.000Z' }
      } as object);
    const administrator = await rig.signIn('au.administrator');
    const say = async (named: boolean, start: number): Promise<void> => {
      const ids = [String(start).repeat(32), String(start - 1).repeat(32)].slice(0, start);
      const consent = { _id: 'setting:public', schema: 1, named, ...(named ? { since: '2026-11-24' } : {}) };
      const document = { ...consent, _rev: `${start}-${ids[0]}`, _revisions: { start, ids } };
      const body = { docs: [document], new_edits: false };
      expect((await administrator.ask('POST', '/db/country-au/_bulk_docs', body)).body).toEqual([]);
    };
    const page = async (): Promise<string> =>
      (await fetch(`${rig.address}/fr/who`, { headers: { accept: 'text/html' } })).text();
    const marked = (text: string): unknown => [
      text.match(/<(?:path|circle) data-country="[A-Z]{2}" data-on=""/g),
      /<ul data-told="named">(.*?)<\/ul>/.exec(text)?.[1]?.replace(/<[^>]*>/g, '')
    ];
    const none = await page();
    expect(marked(none)).toEqual([null, 'aucun']);
    expect(none, 'of the others not even the name').not.toMatch(/Suisse|template/);
    await say(true, 1);
    const text = await page();
    expect(marked(text)).toEqual([['<path data-country="AU" data-on=""'], 'Australie']);
    expect(text).not.toMatch(/Suisse|Singapour|2025/);
    expect(text).toContain(new Date(rig.clock.now).toISOString().slice(0, 10));
    expect(text, 'a real server is no demonstration').toContain('<p hidden="" data-demonstration="">');
    await say(false, 2);
    expect(marked(await page())).toEqual([null, 'aucun']);
  });

  test('are sent packed to whom can unpack them, and again only once they have changed', async () => {
    const get = await open({ operator: OPERATOR });
    const plain = await get('/fr', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await get('/fr', { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(await packed.text()).toBe(await plain.text());
    const again = await get('/fr', { 'if-none-match': plain.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(packed.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('are all in the sitemap, and nothing else of the app is', async () => {
    const get = await open({ origin: 'https://i2es.example', isOriginNamed: true, demonstration: false });
    const answer = await get('/sitemap.xml');
    expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect([...(await answer.text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address)).toEqual(
      [
        'https://i2es.example/',
        'https://i2es.example/fr',
        'https://i2es.example/fr/links',
        'https://i2es.example/fr/privacy',
        'https://i2es.example/fr/who'
      ]
    );
    expect(await (await get('/robots.txt')).text()).toMatch(
      /^Sitemap: https:\/\/i2es\.example\/sitemap\.xml$/m
    );
  });

  test('stand in the sitemap each in every language, as the table of routes has them, with the others beside it', async () => {
    const whole = mkdtempSync(join(tmpdir(), 'i2es-sitemap-'));
    const written = allPublicPages().map(({ locale, page }) => publicHref(locale, page));
    for (const locale of locales) mkdirSync(join(whole, locale));
    for (const href of written) writeFileSync(join(whole, `${href}.html`), PAGE);
    for (const name of ['index.html', '200.html']) writeFileSync(join(whole, name), '<title>App</title>');
    const rig = await openRig(openTestEmbedded, {
      ...{ app: whole, origin: 'https://i2es.example', isOriginNamed: true, demonstration: false }
    });
    rigs.push(rig);
    const text = await (await fetch(`${rig.address}/sitemap.xml`)).text();
    rmSync(whole, { recursive: true, force: true });
    const rows = [...text.matchAll(/<url><loc>https:\/\/i2es\.example([^<]*)<\/loc>(.*?)<\/url>/g)];
    expect(rows.map(([, path]) => path).sort()).toEqual(['/', ...written].sort());
    for (const { locale, page } of allPublicPages()) {
      const [, , links = ''] = rows.find(([, path]) => path === publicHref(locale, page)) ?? [];
      for (const other of locales)
        expect(links).toContain(
          `<xhtml:link rel="alternate" hreflang="${other}" href="https://i2es.example${publicHref(other, page)}"/>`
        );
      expect(links.match(/hreflang/g)).toHaveLength(locales.length + (page === 'about' ? 1 : 0));
    }
  });

  test.each([
    ['a demonstration', { isOriginNamed: true, demonstration: true }],
    ['a server whose address nobody named', { isOriginNamed: false, demonstration: false }]
  ])('%s is shown by no search engine', async (_name, options) => {
    const get = await open(options);
    expect(await (await get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n');
  });
});

test('who runs the server is a setting, and an address that is none is refused at the start', () => {
  expect(readSettings({}).operator).toEqual({ name: null, email: null });
  expect(readSettings({ OPERATOR: ' Office ', OPERATOR_EMAIL: 'a@example.org' }).operator).toEqual({
    name: 'Office',
    email: 'a@example.org'
  });
  expect(() => readSettings({ OPERATOR_EMAIL: 'javascript:1' })).toThrow('OPERATOR_EMAIL');
});
