/**
 * Every problem that the sources can name has a sentence. Read from the sources themselves: whatever is written
 * like a code (`a.b.c` in quotes) is one, unless it is known here to be something else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUDIT_VERBS } from '#couch/accounts/audit.ts';
import { CHECKS } from '#lib/domain/act/problem-codes.ts';
import { codeToKey } from '#lib/i18n/problem-text.ts';
import { readMessages } from './message-file.ts';

const FILE_NAME = /\.(?:html|xml|txt|ini|js|json|md|pdf|ts|gz)$/;
/** Where in a document, and who in the demonstration and at the Board. */
const PATH =
  /^(?:audience(?:\.group)?|body|signature|bondedWarehouse|importer|importAuthorization)\.[a-zA-Z]+$/;
const PERSON =
  /^(?:[a-z]{2}|incb|trainer)\.(?:admin|officer|demo|demonstration|root|secretary|deputy|customs)$/;
/** Lines of the server's log, which its keeper reads. */
const LOGGED = ['receipt.refused'];

/** Codes that are put together, with what can stand in them. */
const PARTIES = ['importer', 'exporter'];
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  '`${name}.missing`': ['exportingCountry', 'importingCountry'].map((name) => `${name}.missing`),
  '`${role}.name.missing`': [...PARTIES, 'bonded'].map((role) => `${role}.name.missing`),
  '`${role}.address.missing`': [...PARTIES, 'bonded'].map((role) => `${role}.address.missing`),
  '`${role}.differs`': PARTIES.map((role) => `${role}.differs`),
  '`${role}.country.missing`': PARTIES.map((role) => `${role}.country.missing`),
  '`${role}.country.differs`': [...PARTIES, 'bonded'].map((role) => `${role}.country.differs`),
  '`${role}.addressCountry`': PARTIES.map((role) => `${role}.addressCountry`),
  '`${role}.addressDiffers`': PARTIES.map((role) => `${role}.addressDiffers`),
  '`line.${box}.missing`': ['line.substance.missing', 'line.form.missing'],
  '`line.${box}.unknown`': ['line.substance.unknown', 'line.form.unknown'],
  '`line.content.${name}.missing`': ['strength', 'unitSize', 'unitsPerPack', 'packs'].map(
    (name) => `line.content.${name}.missing`
  ),
  '`list.cell.${column.as}`': ['integer', 'slug', 'country', 'substance', 'date', 'grams', 'percent'].map(
    (as) => `list.cell.${as}`
  ),
  '`list.file.${why}`': ['empty', 'tooLarge', 'oldOrLocked', 'notATable', 'encoding', 'bomb', 'parts']
    .concat(['macros', 'links', 'damaged', 'noSheet', 'rows', 'columns', 'quote'])
    .map((why) => `list.file.${why}`),
  '`authorization.check.${name}`': CHECKS.map((name) => `authorization.check.${name}`),
  "`paper.${'issuedOn' | 'comparedOn'}.missing`": [],
  '`paper.${name}.missing`': [
    'number',
    'issuedOn',
    'authorityName',
    'authorityAddress',
    'comparedBy',
    'comparedOn'
  ].map((name) => `paper.${name}.missing`),
  '`paper.${name}.future`': ['paper.issuedOn.future', 'paper.comparedOn.future'],
  "'act.text.' +": ['act.text.invisible', 'act.text.unreadable'],
  "+ '.lines.incomplete'": ['shipment.lines.incomplete', 'endorsement.lines.incomplete'],
  '`act.${stage}`': []
};
/** Put together likewise, and no code: paths, names of files and persons, figures. */
const NO_CODE =
  /^`(?:body|licences|quotas|quantities|lines|rows|texts?|title|lead|aims|exercise|answers|option|questions|substances|words|unit|\$\{(?:field|TextField)\}|\$\{'(?:title|words)' \| '(?:text|unit)'\}|\$\{path[^}]*\}|\$\{country[^}]*\}|\$\{importing\}|\$\{whole\}|\$\{fraction[^`]*`\$\{whole\})\.|\.(?:html|json|md|gz|new|\$\{kind\})`$|^\+ '\.(?:base|factor\.value|no|pdf|stated)'$/;

function readSources(): readonly string[] {
  return ['src', 'couch'].flatMap((room) => {
    const root = new URL(`../../${room}/`, import.meta.url);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => /\.(?:ts|svelte)$/.test(name) && !name.includes('paraglide'))
      .map((name) => withoutComments(readFileSync(new URL(name, root), 'utf8')));
  });
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(?<![:'"`])\/\/[^\n]*/g, '');
}

function findAll(sources: readonly string[], pattern: RegExp): readonly string[] {
  const found = sources.flatMap((source) => [...source.matchAll(pattern)].map(([whole]) => whole));
  return [...new Set(found)].sort();
}

describe('every problem', () => {
  const sources = readSources();
  const english = readMessages('en');

  it('that the sources name has its sentence', () => {
    const literals = findAll(sources, /'[a-z][A-Za-z]*(?:\.[A-Za-z][A-Za-z0-9-]*)+'/g);
    const codes = literals
      .map((literal) => literal.slice(1, -1))
      .filter((text) => !FILE_NAME.test(text) && !PATH.test(text) && !PERSON.test(text))
      .filter((text) => !LOGGED.includes(text) && !(AUDIT_VERBS as readonly string[]).includes(text));
    expect(codes.length).toBeGreaterThan(300);
    expect(codes.filter((code) => !(codeToKey(code) in english))).toEqual([]);
  });

  it('whose code is put together has one for whatever can stand in it', () => {
    const part = String.raw`(?:[a-zA-Z]+|\$\{[^}\n]+\})`;
    const template = new RegExp(
      String.raw`\`${part}(?:\.${part})+\`|'[a-z]+\.[a-zA-Z.]*' \+|\+ '\.[a-zA-Z.]+'`,
      'g'
    );
    const composed = findAll(sources, template).filter((one) => one.includes('$') || one.includes('+'));
    expect(composed.filter((one) => !NO_CODE.test(one))).toEqual(Object.keys(COMPOSED).sort());
    const codes = Object.values(COMPOSED).flat();
    expect(codes.filter((code) => !(codeToKey(code) in english))).toEqual([]);
  });
});
