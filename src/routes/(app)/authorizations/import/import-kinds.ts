/** The kinds of file that a person can import: a further one is a row. */
import { base } from '$app/paths';
import { listKnownParties, partiesFor } from '#lib/authorization/known-parties.ts';
import { BatchJudge, loadForJudge } from '#lib/batch/batch-judge.ts';
import { BATCH_KINDS, batchColumns, readBatch, sampleTable, type BatchOf } from '#lib/batch/read-batch.ts';
import { companyHeadings } from '#lib/companies/company-headings.ts';
import { AUTHORIZATION_KINDS } from '#lib/domain/act/number.ts';
import { readCompanies } from '#lib/domain/company/read-companies.ts';
import { tidyText, type DraftFields } from '#lib/domain/draft/draft.ts';
import { historicColumns, planHistoric } from '#lib/historic/plan-historic.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import type { ActId, AuthorityCode, CountryCode, DraftId } from '#lib/domain/ids.ts';
import type { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { sha256Uuid } from '#lib/domain/sha256.ts';
import { endorsementColumns, readEndorsements } from '#lib/dossier/read-endorsements.ts';
import { countryName, formatSeries } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { ImportKind, PlannedItem } from '#lib/import/run-import.ts';
import { editionHere } from '#lib/lists/read-lists.ts';
import { nameShown } from '#lib/lists/edition-shown.svelte.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';

/** Headings of all languages must be loaded: they name columns. */
export function importKinds(): readonly ImportKind[] {
  return [
    ...(may(store.person, 'issue')
      ? [
          ...BATCH_KINDS.map((kind) => batchKind({ kind })),
          ...BATCH_KINDS.map((kind) => batchKind({ kind, isPaper: true })),
          endorsements()
        ]
      : []),
    ...(may(store.person, 'particulars') && may(store.person, 'trade')
      ? [companies(), historicRecords()]
      : [])
  ];
}

function batchKind(of: BatchOf): ImportKind {
  const { kind, isPaper = false } = of;
  const columns = batchColumns(of);
  const isImport = kind === 'import-authorization';
  return {
    of: isPaper ? `paper-${kind}` : kind,
    label: isPaper
      ? isImport
        ? m.import_kind_paper_import()
        : m.import_kind_paper_export()
      : isImport
        ? m.register_act_import_authorization()
        : m.register_act_export_authorization(),
    hint: m.batch_together_hint({ column: columns[0]?.name ?? '' }),
    consequence: isPaper ? m.import_paper_consequence() : m.import_drafts_consequence(),
    columns,
    plan: (table, name, log) => planBatch(of, table, name, log),
    sample: () => sampleTable(of),
    after: isPaper
      ? { href: `${base}/authorizations?tab=drafts`, label: m.register_tab_drafts() }
      : { href: `${base}/authorizations/batch`, label: m.batch_title() }
  };
}

async function planBatch(
  of: BatchOf,
  table: Table,
  name: string,
  log: PlanLog
): Promise<Iterable<PlannedItem | null>> {
  const { kind, isPaper = false } = of;
  // A partner's import authorization has our exporter.
  const side = isPaper ? (BATCH_KINDS.find((one) => one !== kind) ?? kind) : kind;
  const loaded = await loadForJudge();
  const judge = new BatchJudge(loaded);
  const acts = AUTHORIZATION_KINDS.flatMap((one) => store.actsOf(one));
  const issued = new Set([...acts, ...store.actsOf('paper-record')].map(({ body }) => body.draft));
  const country = store.person?.authority as CountryCode;
  const reader = {
    ...of,
    context: (fields: DraftFields['fields']) => judge.contextOf({ kind, fields }),
    known: partiesFor(side, country, listKnownParties(acts, store.companies())),
    countries: loaded.countryNames ?? new Map(),
    imports: judge.importsByNumber(isPaper ? 'importingCountry' : 'exportingCountry'),
    isHere: (id: DraftId) => issued.has(id) || store.draft(id) !== null,
    isIssued: (id: DraftId) => issued.has(id)
  };
  const batch = tidyText(name).slice(0, 80);
  return planned(readBatch(table, reader, log), ({ row, _id, fields, lines }) => ({
    row,
    name: partiesOf(fields),
    about: goodsOf(lines),
    document: { _id, kind, fields: { ...fields, batch }, lines }
  }));
}

function* planned<T>(found: Iterable<T | null>, plan: (one: T) => PlannedItem): Iterable<PlannedItem | null> {
  for (const one of found) yield one && plan(one);
}

function partiesOf({ importerName = '', exporterName = '', number = '' }: DraftFields['fields']): string {
  return [number, importerName, exporterName].filter(Boolean).join(' · ');
}

function goodsOf(lines: DraftFields['lines']): string {
  return formatSeries(
    lines.map(({ fields: { substance = '', quantity = '', unit = '' } }) =>
      [nameShown(substance), quantity, unit].filter(Boolean).join(' ')
    )
  );
}

function endorsements(): ImportKind {
  const columns = endorsementColumns();
  return {
    of: 'endorsement',
    label: m.import_kind_endorsements(),
    hint: m.import_endorsements_hint(),
    consequence: m.import_endorsements_consequence(),
    columns,
    plan: async (table, name, log) => {
      const reader = {
        dossiers: store.dossiers(),
        act: (id: ActId) => store.act(id),
        authority: store.person?.authority as AuthorityCode,
        today: store.today,
        edition: editionHere(store, store.today),
        preparedOf: (id: DraftId) => store.draftOf('endorsement', id),
        name
      };
      return planned(readEndorsements(table, reader, log), ({ row, number, ...document }) => ({
        row,
        name: number,
        about: formatSeries(
          document.lines.map((line) => [line.fields['quantity'], line.fields['unit']].join(' '))
        ),
        document
      }));
    },
    sample: () =>
      sampleOf(m.import_kind_endorsements(), columns, {
        number: 'CH-E-2026-000101-98',
        line: 1,
        receivedOn: '2026-01-31',
        quantity: 2.5,
        unit: 'kg'
      }),
    after: { href: `${base}/today`, label: m.app_desk_today() }
  };
}

function companies(): ImportKind {
  const columns = companyHeadings();
  const wordOf = (name: string): string => columns.find((one) => one.name === name)?.word ?? name;
  return {
    of: 'company',
    label: m.app_desk_companies(),
    hint: m.import_companies_hint(),
    consequence: m.import_companies_consequence(),
    columns,
    wordOf: ({ name }) => wordOf(name),
    plan: async (table, _name, log) => {
      const edition = editionHere(store, store.today);
      const register = store.companies();
      const taken = new Set(register.map(({ _id }) => _id));
      const reader = {
        substanceOf: (name: string) => keyOfSubstance(name, edition),
        today: store.today,
        newId: (key: string) => {
          const id = `company:${sha256Uuid(`import ${store.person?.authority ?? ''} ${key}`)}`;
          return taken.has(id) ? store.newCompanyId() : id;
        }
      };
      return planned(readCompanies(table, register, reader, log), ({ row, company, isChange }) => ({
        row,
        name: company.name,
        about: [company.country ? countryName(company.country) : '', company.address]
          .filter(Boolean)
          .join(' · '),
        isChange,
        document: company
      }));
    },
    sample: () =>
      sampleOf(m.app_desk_companies(), columns, {
        name: 'Example Importer',
        address: '1 Example Street',
        country: 'CH',
        nationalNumber: '1001',
        roles: 'importer; warehouse',
        number: 'L-1',
        operations: 'import',
        schedules: '1961-I; 1971-II',
        validFrom: '2026-01-01',
        validUntil: '2027-12-31'
      }),
    after: { href: `${base}/companies`, label: m.app_desk_companies() }
  };
}

/** Outlives the list of kinds, which is made again with news of the person. */
let prepare = (): Promise<Result<unknown>> => Promise.resolve(accept(true));

function historicRecords(): ImportKind {
  const columns = historicColumns();
  return {
    of: 'historic',
    label: m.import_kind_historic(),
    hint: m.import_historic_hint(),
    consequence: m.import_historic_consequence(),
    columns,
    plan: async (table, name, log, turns) => {
      const found = await planHistoric(store, table, tidyText(name).slice(0, 80), columns, log, turns);
      ({ prepare } = found);
      return found.items;
    },
    prepare: () => prepare(),
    sample: () =>
      sampleOf(m.import_kind_historic(), columns, {
        on: '2021-03-04',
        column: m.register_import(),
        partner: 'CH',
        substance: 'morphine',
        base: 2500,
        number: 'X 7/21'
      }),
    after: { href: `${base}/returns`, label: m.app_desk_returns() }
  };
}

function sampleOf(
  name: string,
  columns: ImportKind['columns'],
  cells: Readonly<Record<string, string | number>>
): FileTable {
  return {
    name,
    head: columns.map((column) => column.name),
    rows: [columns.map(({ member }) => cells[member] ?? null)]
  };
}
