/** The desk's question as a person would put it to a database: a join by the hard key, and the filters as conditions. */
import type { Database } from 'sql.js';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { numberInKey } from '#lib/domain/act/dossier-key.ts';
import type { MatchingParams } from '#lib/matching/matching-params.ts';
import { TODAY } from '../score/generate-pairs.ts';

const TABLES = `
  create table imports (id text primary key, partner text, direction text, number text, issued text, stated integer);
  create index by_key on imports (partner, direction, number, issued);
  create table exports (id text primary key, partner text, direction text, number text, cited text, issued text,
    valid text, importer text, substance text, stated integer, base integer, at text);
  create index by_partner on exports (partner, direction);
  create table shipments (export text primary key, shipped text, stated integer, base integer);
  create table endorsements (export text primary key, received text, stated integer, base integer);
  create table questions (upon text);
  create index by_upon on questions (upon);
`;

/** What a desk is asked for, in SQL's own words; the proposals are left out. */
const JOIN = `
  select * from (
    select e.id, e.number, e.partner, e.direction, e.substance, e.base,
      coalesce(n.received, s.shipped, e.at) as since,
      case
        when i.id is null then 'export-without-import'
        when e.stated > i.stated or s.stated > e.stated then 'more-shipped'
        when n.stated < s.stated then 'arrived-less'
        when n.stated > s.stated then 'figures-differ'
        when q.upon is not null then 'answer-outstanding'
        when s.export is not null and n.export is null and date(s.shipped, '+14 days') < '${TODAY}' then 'endorsement-overdue'
        when s.export is null and date(e.valid, '+14 days') < '${TODAY}' then 'expired-unused'
      end as class
    from exports e
      left join imports i on i.partner = e.partner and i.direction = e.direction and i.number = e.cited and i.issued = e.issued
      left join shipments s on s.export = e.id
      left join endorsements n on n.export = e.id
      left join questions q on q.upon = e.id
  ) where class is not null
`;

export function fillSqlite(database: Database, acts: readonly DossierAct[], authority: AuthorityCode): void {
  database.run(TABLES);
  database.run('begin');
  const seen = (importing: string, exporting: string): string[] =>
    importing === authority ? [exporting, 'import'] : [importing, 'export'];
  const insert = (table: string, values: (string | number)[]): unknown =>
    database.run(`insert or ignore into ${table} values (${values.map(() => '?').join()})`, values);
  for (const { _id, body } of acts) {
    if (body.kind === 'import-authorization')
      insert('imports', [
        _id,
        ...seen(body.issuer, body.exportingCountry),
        numberInKey(body.dossier),
        body.issuedOn,
        Number(body.lines[0]?.stated)
      ]);
    if (body.kind === 'export-authorization') {
      const [line] = body.lines;
      const { issuedOn } = body.importAuthorization!;
      const own = [
        body.validUntil,
        body.importer.name,
        line?.substance ?? '',
        Number(line?.stated),
        Number(line?.base),
        body.issuedOn
      ];
      insert('exports', [
        _id,
        ...seen(body.importingCountry, body.issuer),
        body.number,
        numberInKey(body.dossier),
        issuedOn,
        ...own
      ]);
    }
    if (body.kind === 'shipment')
      insert('shipments', [
        body.exportAuthorization,
        body.shippedOn,
        Number(body.lines[0]?.stated),
        Number(body.lines[0]?.base)
      ]);
    if (body.kind === 'endorsement')
      insert('endorsements', [
        body.exportAuthorization,
        body.receivedOn,
        Number(body.lines[0]?.stated),
        Number(body.lines[0]?.base)
      ]);
    if (body.kind === 'reply' && body.answer === 'query') insert('questions', [body.on]);
  }
  database.run('commit');
  database.run('analyze');
}

export function askSqlite(database: Database, params: MatchingParams): number {
  const conditions: string[] = [];
  const values: string[] = [];
  const where = (condition: string, value: string | null): void => {
    if (value === null) return;
    conditions.push(condition);
    values.push(value);
  };
  where('class = ?', params.class);
  where('partner = ?', params.partner);
  where('direction = ?', params.direction);
  where('substance = ?', params.substance);
  where('since >= ?', params.from);
  where('since <= ?', params.until);
  const statement = database.prepare([JOIN, ...conditions].join(' and '));
  statement.bind(values);
  let rows = 0;
  while (statement.step()) {
    statement.get();
    rows++;
  }
  statement.free();
  return rows;
}
