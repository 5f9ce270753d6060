/**
 * One document more on a device with 50,000: everything that each page computes again from the records, through the
 * functions of the pages themselves. Drawing is not in it (`desk` measures that in Chromium).
 */
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { actsAround, listEntries } from '#lib/dossier/dossier-acts.ts';
import { BatchJudge } from '#lib/batch/batch-judge.ts';
import { expiringLicences } from '#lib/domain/company/expiring-licences.ts';
import { leftCompanies, openBook, quotaLeft } from '#lib/domain/company/company-book.ts';
import { companyFigures } from '#lib/domain/returns/company-figures.ts';
import { computeReturn } from '#lib/domain/returns/compute-return.ts';
import { filedFor } from '#lib/domain/returns/return-document.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { withPapers } from '#lib/domain/matching/paper-findings.ts';
import { offSystem } from '#lib/authorization/off-system.ts';
import {
  readCompanyBook,
  readExportContext,
  readIssuedOn,
  readOwnHistory
} from '#lib/authorization/read-context.ts';
import { listBalances, readBalances, readEstimates } from '#lib/balance/read-balance.ts';
import {
  boardToRows,
  countTabs as countMatchingTabs,
  filterExact,
  filterRows,
  goodsAtStake,
  lackingActs,
  matchingNames,
  sumBySubstance,
  unverifiedRows
} from '#lib/matching/matching-rows.ts';
import { decidedOn } from '#lib/matching/decisions.ts';
import { parseMatchingParams } from '#lib/matching/matching-params.ts';
import { publicationsOf, readLists } from '#lib/lists/read-lists.ts';
import { surveysOf, surveysToAnswer } from '#lib/survey/read-surveys.ts';
import { lettersOf, unreadLetters } from '#lib/outreach/read-letters.ts';
import { daysOf, readMembers, readPartners } from '#lib/partners/read-partners.ts';
import { readThread, readWaits } from '#lib/partners/read-messages.ts';
import { unreadByPartner } from '#lib/partners/unread-messages.ts';
import { trialsWaiting } from '#lib/partners/read-trials.ts';
import { loadCountryWords, registerNames } from '#lib/register/found-rows.ts';
import { issuedIn, rowsNaming, rowsWith } from '#lib/register/latest-rows.ts';
import { KeptNames } from '#lib/domain/groups.ts';
import { monthCounts, monthFigures } from '#lib/register/month-figures.ts';
import { START } from '#lib/register/register-params.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { readOwnReturns } from '#lib/returns/own-returns.ts';
import { sourceOf } from '#lib/returns/read-returns.ts';
import { waitingActs, waitsForPartner } from '#lib/sync/waiting-acts.ts';
import { readFacts } from '#lib/onboarding/read-facts.ts';
import type {
  ActId,
  CalendarDate,
  CountryCode,
  DossierKey,
  DraftId,
  Instant,
  KeyId
} from '#lib/domain/ids.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { countWaiting } from '#lib/store/index/build-today.ts';
import { readDeviceState } from '#lib/store/commands/enrolment.ts';
import { Numbers } from '#lib/store/commands/numbers.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import {
  Queue,
  countTabs as countQueue,
  rowsInTab as queueInTab,
  searchQueue
} from '#lib/applications/queue.ts';
import { ApplicationJudge } from '#lib/applications/application-judge.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { findRecords } from '../../src/routes/(app)/find-records.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { followUpsOn } from '#lib/domain/outreach/follow-up.ts';
import { growthUntil, overviewMonthBefore, overviewOn } from '#lib/domain/usage/overview.ts';
import { usageText, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { monthOf } from '#lib/domain/usage/usage-rows.ts';
import { waysOnto } from '#lib/domain/usage/ways-onto.ts';
import { readNotes } from '#lib/contacts/read-contacts.ts';
import { generatePrivateJwk, importPublicKey, importSigningKey, type PrivateJwk } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import { registrationsOf, standingsOf } from '#lib/store/index/registry-reading.ts';
import { readUsage } from '#lib/store/index/usage-reading.ts';
import { aUsage } from '../samples/usage.ts';
import { judgeForm, withoutEmptyLines } from '#lib/domain/authorization/judge-form.ts';
import { aForm } from '../samples/forms.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { aCompany } from '../samples/companies.ts';
import { aCorrection, AU, aMatchDecision, CH } from '../samples/acts.ts';
import { aPaperImport } from '../samples/papers.ts';
import { documentsOf } from './applications.ts';
import { manyTrades } from './many-trades.ts';
import { median, round, type Row } from './row.ts';

const ACTS = Number(process.env['ACTS'] ?? 50_000);
const COMPANIES = 400;
const APPLICATIONS = 2_000;
const QUOTA = { substance: 'morphine', operation: 'import', year: 2026, base: '900000000' } as const;
const MORE = 40;
const GOAL_MS = 8;
const TODAY = '2026-11-27' as CalendarDate;

interface Device {
  take(acts: readonly Act[]): void;
  next(): Act;
}

/** The store of this device holds so many documents, all verified: signatures have a row of their own. */
function openDevice(count: number): Device {
  const book = {
    device: { ...EMPTY_DEVICE, keysKnownAt: '2026-01-01T00:00:00.000Z' },
    answersVersion: 0,
    isSigned: () => true,
    isRefused: () => false,
    isOnServer: () => true,
    serverHop: () => null,
    refusals: () => []
  } as never;
  const records = new Records({ authority: AU, book, roots: [] } as never);
  Object.assign(records.verdicts, { verdictOf: () => 'good' });
  const register = new Register(records, book, AU);
  const person = { id: 'au.officer', authority: AU, role: 'administrator' };
  const key = { keyId: 'A'.repeat(43) } as SigningKey;
  const numbers = new Numbers({ country: AU, records, api: null as never });
  records.shelf.blocks.set('block', aBlock(key.keyId));
  const now = `${TODAY}T08:00:00.000Z` as Instant;
  const open = {
    ...{ records, register, book, person },
    get device() {
      return readDeviceState(person as never, key, { records, book, numbers, now, today: TODAY });
    },
    trustAge: { knownAt: '2026-11-26T00:00:00.000Z', state: 'fresh' },
    lineState: null,
    refused: () => [],
    now: () => now,
    rows: () => register.rows(TODAY),
    ledgerOf: (id: ActId) => records.ledgerOf(id)
  };
  const properties = { person, open: () => open, today: TODAY, now };
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(store, name, { value, configurable: true });
  const take = (acts: readonly Act[]): void => {
    for (const act of acts)
      records.shelf.take({ id: act._id, rev: '', deleted: false, document: act as never, conflicts: [] });
    records.takeSigned(acts);
  };
  for (let no = 0; no < COMPANIES; no++) {
    const company = aCompany(no, { name: `Company ${no}`, quotas: [QUOTA] });
    records.shelf.companies.set(company._id, company);
  }
  for (const document of documentsOf(APPLICATIONS))
    records.applications.take({ id: document._id, deleted: false, document });
  const source = manyTrades();
  const next = (): Act => JSON.parse(JSON.stringify(source.next().value)) as Act;
  take(Array.from({ length: count }, next));
  return { take, next };
}

async function pagesOf(): Promise<Readonly<Record<string, () => unknown>>> {
  const countries = await loadCountryWords();
  const index = new MatchingIndex((id) => store.act(id));
  const cache = new WeakMap();
  const params = parseMatchingParams(new URLSearchParams());
  const [names, matched] = [registerNames(), matchingNames(AU)];
  const days = daysOf('twelve', TODAY);
  const one = store.registerRows()[0]!;
  const act = store.act(one.id) as DossierAct;
  const [month, unverified, withPartner] = [monthCounts(), unverifiedRows(), rowsWith(CH)];
  const queue = new Queue();
  const naming = rowsNaming(['Company 7']);
  const issueDays = new KeptNames(({ issuedOn }: RegisterRow) => [issuedOn]);
  return {
    'menu of every page': () => [countWaiting(store.desk()), unreadLetters(store), surveysToAnswer(store)],
    today: () => {
      const rows = store.registerRows();
      const desk = store.desk();
      return [
        monthFigures(rows, desk, TODAY, month),
        issueDays.in(rows),
        waitingActs(desk.toSend, store),
        store.tampered(),
        rows.some(({ own }) => own),
        store.drafts(),
        unreadByPartner(store),
        trialsWaiting(store),
        readFacts(store),
        expiringLicences(store.companies(), TODAY)
      ];
    },
    register: () => {
      const everything = store.registerRows();
      const found = foundRows(store, START, { text: '', countries });
      return [
        ...[found.rows, found.counts],
        names.partners.in(everything),
        names.substances.in(everything),
        names.statuses.in(everything),
        names.companies.in(everything)
      ];
    },
    'register, with a search': () => foundRows(store, START, { text: 'company 123', countries }).in('open'),
    matching: () => {
      const isOff = offSystem(store);
      const board = withPapers(index.read(store.dossiers(), TODAY), isOff);
      const reader = {
        authority: AU,
        today: TODAY,
        isOff,
        dossierOf: (key: DossierKey) => store.dossier(key)
      };
      const rows = boardToRows(board, reader, cache);
      const found = filterRows(rows, params);
      const exact = filterExact(board.exact, params, AU);
      return [
        countMatchingTabs(found, exact.length),
        sumBySubstance(goodsAtStake(found, null)),
        matched.partners.in(rows),
        matched.exactPartners.in(board.exact),
        matched.substances.in(rows),
        matched.exactSubstances.in(board.exact),
        lackingActs(store.gaps(), null, AU),
        unverified.in(store.registerRows()).size,
        decidedOn(TODAY, AU, store)
      ];
    },
    balance: () => [listBalances(), readBalances(AU, 2026)],
    partners: () => [readPartners(store, days), readMembers(store)(CH)],
    'one partner': () => [
      readPartners(store, days),
      readWaits(store, CH),
      readThread(store, CH),
      issuedIn(withPartner.in(store.registerRows()), days, 8)
    ],
    returns: () => {
      const computed = computeReturn('a', '2026-q3', sourceOf(store)!);
      return [
        companyFigures(computed.figures, openBook(store.companies())),
        filedFor(readOwnReturns(store).filed, 'a', '2026-q3')
      ];
    },
    companies: () => leftCompanies(store.companies()),
    applications: () => {
      const all = store.applications;
      const rows = queue.rows(all, { today: TODAY, targetDays: 15, edition: CURRENT_EDITION });
      const shown = queueInTab(searchQueue(rows, ''), 'new', 'au.officer');
      const judge = new ApplicationJudge(all);
      return [countQueue(rows, 'au.officer'), shown.slice(0, 20).map(({ state }) => judge.judge(state))];
    },
    'command palette, with a search': () => findRecords('morphine', store, countries),
    'one company': () => {
      const book = readCompanyBook(AU);
      const company = store.companies()[7]!;
      return [naming.in(store.registerRows()), quotaLeft(company, company.quotas![0]!, book)];
    },
    'one dossier': () => {
      const dossier = store.dossierOf(act._id);
      const row = store.registerRows().find(({ id }) => id === act._id);
      const sources = {
        dossier,
        refused: store.refused(),
        verdictOf: (other: Act) => store.verdictOf(other._id)
      };
      const acts = actsAround(dossier!.key, dossier, store);
      return [
        row,
        listEntries(act.body.dossier, { acts, ...sources }),
        store.givenTwice(dossier!.key),
        store.gaps(),
        store.tampered(),
        offSystem(store),
        store.desk()
      ];
    },
    'a new authorization': () => [
      store.actsFrom('draft:of-this-form' as DraftId),
      readOwnHistory('import-authorization', AU),
      readIssuedOn(TODAY, 'import-authorization', AU, ''),
      readExportContext(AU, null, '', CH),
      readEstimates('')
    ],
    'issue several': () => {
      const company = store.companies()[7]!;
      const { companies } = new BatchJudge({}).contextOf({
        kind: 'import-authorization',
        fields: { exportingCountry: CH }
      } as never);
      return quotaLeft(company, company.quotas![0]!, companies!);
    },
    sync: () => {
      const undelivered = new Set(store.undelivered());
      const own = store.registerRows().filter((row) => row.own && undelivered.has(row.id));
      return [
        waitingActs(store.desk().toSend, store),
        waitingActs(
          own.map(({ id }) => id),
          store
        ).filter(({ ledger }) => waitsForPartner(ledger)),
        store.tampered(),
        store.gaps()
      ];
    },
    lists: () => publicationsOf('estimate', readLists(store), TODAY),
    surveys: () => surveysOf(store),
    announcements: () => lettersOf(store),
    devices: () => [store.desk().deviceRequests, store.actsOf('certificate')]
  };
}

function aBlock(device: KeyId): Block {
  const range = { kind: 'import-authorization', year: 2026, first: 900_001, last: 900_050 } as const;
  return { _id: 'block', device, ...range } as Block;
}

/** A key press, while no document arrives. */
async function keysOf(): Promise<Readonly<Record<string, () => unknown>>> {
  const countries = await loadCountryWords();
  let letters = 0;
  const form = aForm();
  const read = () => ({
    ...readExportContext(AU, null, '', CH),
    history: readOwnHistory('import-authorization', AU),
    issuedToday: readIssuedOn(TODAY, 'import-authorization', AU, ''),
    balance: readEstimates(''),
    companies: readCompanyBook(AU)
  });
  const context = read();
  return {
    'a key press in the search of the register': () => {
      // Nothing of the last time fits: another company is sought each time.
      const text = `company ${100 + letters}`.slice(0, 1 + (letters++ % 11));
      const found = foundRows(store, START, { text, countries });
      return [found.rows, found.in('open')];
    },
    'a key press in the command palette': () =>
      findRecords(`morphine ${100 + letters}`.slice(0, 1 + (letters++ % 12)), store, countries),
    'a key press in the form of an authorization': () =>
      judgeForm('import-authorization', withoutEmptyLines(form), context),
    'a form that saves its draft': () => [read(), store.device, store.drafts()]
  };
}

/** Rarer documents, each taken while the menu and the page of matching are open. */
function rarerActs(device: Device): Readonly<Record<string, () => Act>> {
  const grants = store.actsOf('export-authorization');
  const shipments = store.actsOf('shipment');
  let [decided, corrected] = [0, 0];
  return {
    'a decision on a match': () => {
      const grant = grants[100 + decided++]!;
      const over = { decision: 'link' } as never;
      return aMatchDecision(grant, store.dossierOf(grants[5_000 + decided]!._id)!.key, { over });
    },
    'a correction': () => {
      const shipment = shipments[200 + corrected++]!;
      return aCorrection(shipment, store.act(shipment.body.exportAuthorization) as never);
    },
    'a paper of a partner': () => aPaperImport({ over: { number: `GB-${decided++}` } } as never),
    'any other': () => device.next()
  };
}

function publicOf({ d: _secret, ...key }: PrivateJwk) {
  return key;
}

const COUNTRIES = 180;
const MONTHS = 60;

/** INCB's pages: the usage of all countries for five years, to which one month of one country is added. */
async function boardPages(): Promise<ReadonlyMap<string, number>> {
  const { shelf } = (store as unknown as { open(): { records: Records } }).open().records;
  const jwk = await generatePrivateJwk();
  const [signing, verifying] = [await importSigningKey(jwk), await importPublicKey(publicOf(jwk))];
  const holder = { holder: { authority: 'EXCHANGE' }, validFrom: '2000', validUntil: '2100' };
  const trust = { standingsOf: () => [{ certificate: { body: holder } }], withdrawnFrom: () => null };
  const keyring = { trust, verifyingKeyOf: async () => verifying } as never;
  const signed = async (country: CountryCode, back: number): Promise<UsageRecord> => {
    const usage = aUsage(country, monthOf(addMonths(TODAY, -back)));
    return { ...usage, signature: await signText(usageText(usage), signing) } as UsageRecord;
  };
  const hold = (document: { readonly _id: string }): void =>
    void shelf.take({
      id: document._id,
      rev: '',
      deleted: false,
      document: document as never,
      conflicts: []
    });
  for (const country of COUNTRY_CODES.slice(0, COUNTRIES))
    for (let back = 1; back <= MONTHS; back++) hold(await signed(country, back));
  const usage = () => store.documents('usage:') as unknown as readonly UsageRecord[];
  const input = () => {
    const own = { standings: standingsOf(store), registrations: registrationsOf(store), usage: usage() };
    return { ...own, asOf: TODAY, today: TODAY, activeMonths: 12 };
  };
  const pages = {
    'overview, one month of usage more': () => {
      const given = input();
      return [overviewOn(given), overviewMonthBefore(given), growthUntil(given), waysOnto(given)];
    },
    'contacts, one month of usage more': () =>
      followUpsOn({
        ...input(),
        notes: readNotes(store),
        letters: [],
        quietMonths: 6,
        devices: new Map(),
        joiningDays: 14
      })
  };
  const told = new Map<string, number>();
  let next = 0;
  for (const [name, read] of Object.entries(pages)) {
    await readUsage(usage(), keyring);
    const times: number[] = [];
    for (let run = 0; run < MORE; run++) {
      const usageNow = await signed(COUNTRY_CODES[next++ % COUNTRIES]!, 0);
      const from = performance.now();
      hold(usageNow);
      await readUsage(usage(), keyring);
      read();
      times.push(performance.now() - from);
    }
    told.set(name, median(times));
    const same = Array.from({ length: MORE }, () =>
      timed(() => [standingsOf(store), registrationsOf(store), readNotes(store), usage()])
    );
    told.set(name.replace('one month of usage more', 'any other document'), median(same));
  }
  return told;
}

interface Cost {
  readonly first: number;
  readonly more: number;
}

interface Measured {
  readonly pages: ReadonlyMap<string, Cost>;
  readonly keys: ReadonlyMap<string, number>;
}

function timed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

async function measure(count: number): Promise<Measured> {
  const device = openDevice(count);
  const anew = timed(() => store.desk());
  const pages = new Map<string, Cost>();
  for (const [name, read] of Object.entries(await pagesOf())) {
    const first = timed(read);
    const times = Array.from({ length: MORE }, () => {
      const act = device.next();
      return timed(() => {
        device.take([act]);
        countWaiting(store.desk());
        read();
      });
    });
    pages.set(name, { first: name.startsWith('menu') ? anew : first, more: median(times) });
  }
  const board = (await pagesOf()).matching!;
  for (const [name, next] of Object.entries(rarerActs(device))) {
    board();
    const times = Array.from({ length: MORE }, () => {
      const act = next();
      return timed(() => {
        device.take([act]);
        countWaiting(store.desk());
        board();
      });
    });
    pages.set(`matching, after ${name}`, { first: Math.max(...times), more: median(times) });
  }
  const keys = new Map<string, number>();
  for (const [name, took] of await boardPages()) pages.set(name, { first: 0, more: took });
  for (const [name, read] of Object.entries(await keysOf())) {
    read();
    keys.set(name, median(Array.from({ length: MORE }, () => timed(read))));
  }
  return { pages, keys };
}

export async function benchOneMore(): Promise<Row[]> {
  const [half, whole] = [await measure(ACTS / 2), await measure(ACTS)];
  const told = { unit: 'ms', ratio: null, goal: GOAL_MS };
  const documents = ACTS.toLocaleString('en');
  return [
    ...Array.from(whole.pages, ([name, { first, more }]) => ({
      ...told,
      name: `one document more at ${documents}: ${name}, beside its first reading`,
      ours: round(more),
      reference: round(first, 0),
      growth: round(more / half.pages.get(name)!.more)
    })),
    ...Array.from(whole.keys, ([name, took]) => ({
      ...told,
      name: `${documents} documents: ${name}`,
      ours: round(took),
      reference: null,
      growth: round(took / half.keys.get(name)!)
    }))
  ];
}
