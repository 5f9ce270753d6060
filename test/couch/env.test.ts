import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noticeOldNames, readSettings } from '#couch/base/env.ts';
import { StartError } from '#couch/base/command.ts';
import { makeSecretsFile } from '#couch/installation/secrets.ts';
import { secretsOf } from '#couch/installation/open-engine.ts';

const URL = 'http://admin:hidden-word@couchdb:5984';

describe('the settings', () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'i2es-env-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('take the address of CouchDB from a file, so that it is in no list of processes', () => {
    expect(readSettings({ COUCHDB_URL_FILE: file('url', `${URL}\n`) }).couchdbUrl).toBe(URL);
    expect(readSettings({}).couchdbUrl).toBeNull();
  });

  test('name the mail server and the sender together, and a server that is one', () => {
    const mail = { SMTP_URL: 'smtps://incb:hidden-word@mail.example:465', MAIL_FROM: 'i2es@incb.example' };
    expect(readSettings({}).mail).toBeNull();
    expect(readSettings(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.MAIL_FROM });
    const { SMTP_URL: url, MAIL_FROM } = mail;
    expect(readSettings({ SMTP_URL_FILE: file('smtp', `${url}\n`), MAIL_FROM }).mail?.url).toBe(url);
    for (const wrong of [
      { SMTP_URL: url },
      { MAIL_FROM },
      { ...mail, SMTP_URL: 'http://hidden-word@mail.example' },
      { ...mail, SMTP_URL: `${url}/?rejectUnauthorized=false` },
      { ...mail, MAIL_FROM: 'i2es@incb.example\nBcc: everybody@example.org' }
    ]) {
      expect(() => readSettings(wrong)).toThrow(StartError);
      expect(() => readSettings(wrong)).not.toThrow(/hidden-word/);
    }
  });

  test('never repeat a secret where one of them cannot be used', () => {
    const cases = [
      { COUCHDB_URL: URL, COUCHDB_URL_FILE: file('url', URL) },
      { COUCHDB_URL_FILE: join(folder, 'none') },
      { COUCHDB_URL_FILE: file('empty', '\n') },
      { COUCHDB_URL: 'ftp://admin:hidden-word@couchdb' },
      { METRICS_PORT: '9464', METRICS_TOKEN: 'hidden-word' }
    ];
    for (const env of cases) {
      expect(() => readSettings(env)).toThrow(StartError);
      expect(() => readSettings(env)).not.toThrow(/hidden-word/);
    }
  });

  test('tell figures to this computer alone, unless whoever asks brings a token', () => {
    expect(readSettings({}).metrics).toBeNull();
    expect(readSettings({ METRICS_PORT: '9464' }).metrics).toEqual({
      host: '127.0.0.1',
      port: 9464,
      token: null
    });
    expect(() => readSettings({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })).toThrow(/METRICS_TOKEN/);
    const METRICS_TOKEN_FILE = file('token', 'a token of twenty signs and more\n');
    const open = { METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0', METRICS_TOKEN_FILE };
    expect(readSettings(open).metrics?.token).toBe('a token of twenty signs and more');
  });

  test('know one address for localhost, so that stopping ends every connection', () => {
    expect(readSettings({ HOST: 'localhost' }).host).toBe('127.0.0.1');
  });

  test('bound the time for which a stopping server answers on', () => {
    expect(readSettings({}).stopAfterSeconds).toBe(0);
    expect(() => readSettings({ STOP_AFTER_SECONDS: '600' })).toThrow(/from 0 to 120/);
  });

  test('take the secrets that were handed over, and make none in their place', async () => {
    const handed = join(folder, 'handed.json');
    const secrets = await makeSecretsFile(handed);
    const settings = readSettings({ DATA_DIR: join(folder, 'data'), SECRETS_FILE: handed });
    expect(await secretsOf(settings)).toEqual(secrets);
    for (const text of ['{', '{"service":"short","exchangeKey":{}}'])
      await expect(secretsOf({ ...settings, secretsFile: file('bad', text) })).rejects.toThrow(StartError);
    await expect(secretsOf({ ...settings, secretsFile: join(folder, 'none') })).rejects.toThrow(StartError);
  });
});

test('the operator is still read under the old names, with a notice for each', () => {
  const old = { KEEPER: 'Office', KEEPER_EMAIL: 'a@example.org' };
  expect(readSettings(old).operator).toEqual({ name: 'Office', email: 'a@example.org' });
  expect(readSettings({ ...old, OPERATOR: 'Registry' }).operator.name).toBe('Registry');
  expect(noticeOldNames(old)).toEqual([
    expect.stringContaining('KEEPER is now called OPERATOR.'),
    expect.stringContaining('KEEPER_EMAIL is now called OPERATOR_EMAIL.')
  ]);
  expect(noticeOldNames({ OPERATOR: 'Registry' })).toEqual([]);
});
