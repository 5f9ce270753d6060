/**
 * One document more on a device with 50,000: everything that each page computes again from the records, through the
 * functions of the pages themselves. Drawing is not in it (`desk` measures that in Chromium).
 */
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { actsAround, listEntries } from '#lib/dossier/dossier-acts.ts';
import { BatchJudge } from '#lib/batch/batch-judge.ts';
import { expiringLicences } from '#lib/domain/company/coverage.ts';
import { leftCompanies, openBook } from '#lib/domain/company/company-book.ts';
import { companyFigures } from '#lib/domain/returns/company-figures.ts';
import { computeReturn } from '#lib/domain/returns/compute-return.ts';
import { filedFor } from '#lib/domain/returns/return-document.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { withPapers } from '#lib/domain/matching/paper-findings.ts';
import { offSystem } from '#lib/authorization/off-system.ts';
import { readExportContext, readIssuedOn, readOwnHistory } from '#lib/authorization/read-context.ts';
import { listBalances, readBalances, readEstimates } from '#lib/balance/read-balance.ts';
import {
  boardToRows,
  countTabs as countMatchingTabs,
  filterExact,
  filterRows,
  goodsAtStake,
  lackingActs,
  matchingNames,
  sumBySubstance
} from '#lib/matching/matching-rows.ts';
import { decidedOn } from '#lib/matching/decisions.ts';
import { parseMatchingParams } from '#lib/matching/matching-params.ts';
import { publicationsOf, readLists } from '#lib/lists/read-lists.ts';
import { surveysOf, surveysToAnswer } from '#lib/survey/read-surveys.ts';
import { lettersOf, unreadLetters } from '#lib/outreach/read-letters.ts';
import { daysOf, readMembers, readPartners } from '#lib/partners/read-partners.ts';
import { readThread, readWaits, unreadByPartner } from '#lib/partners/read-messages.ts';
import { trialsWaiting } from '#lib/partners/read-trials.ts';
import {
  countTabs,
  foundRows,
  keptTabs,
  latestOf,
  loadCountryWords,
  registerNames,
  rowsInTab
} from '#lib/register/found-rows.ts';
import { monthFigures } from '#lib/register/month-figures.ts';
import { START } from '#lib/register/register-params.ts';
import { readOwnReturns, sourceOf } from '#lib/returns/read-returns.ts';
import { waitingActs, waitsForPartner } from '#lib/sync/waiting-acts.ts';
import { readFacts } from '#lib/onboarding/read-facts.ts';
import type { CalendarDate, DossierKey, DraftId } from '#lib/domain/ids.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { countWaiting } from '#lib/store/index/build-today.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
import { store } from '#lib/store/store.svelte.ts';
import { AU, CH } from '../samples/acts.ts';
import { manyTrades } from './many-trades.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 50_000;
const MORE = Number(process.env['MORE'] ?? 40);
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
  const device = { state: 'certified', keyId: 'A'.repeat(43) };
  const open = {
    ...{ records, register, book, person, device },
    trustAge: { knownAt: '2026-11-26T00:00:00.000Z', state: 'fresh' },
    lineState: null,
    refused: () => [],
    now: () => `${TODAY}T08:00:00.000Z`
  };
  const properties = { person, open: () => open, today: TODAY, now: open.now() };
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(store, name, { value, configurable: true });
  const take = (acts: readonly Act[]): void => {
    for (const act of acts)
      records.shelf.take({ id: act._id, rev: '', deleted: false, document: act as never, conflicts: [] });
    records.takeSigned(acts);
  };
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
  const [names, tabs, matched] = [registerNames(), keptTabs(), matchingNames(AU)];
  const days = daysOf('twelve', TODAY);
  const one = store.registerRows()[0]!;
  const act = store.act(one.id) as DossierAct;
  return {
    'menu of every page': () => [countWaiting(store.desk()), unreadLetters(store), surveysToAnswer(store)],
    today: () => {
      const rows = store.registerRows();
      const desk = store.desk();
      return [
        monthFigures(rows, desk, TODAY),
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
        rowsInTab(found, 'all'),
        found === everything ? tabs.in(everything) : countTabs(found),
        names.partners.in(everything),
        names.substances.in(everything),
        names.statuses.in(everything),
        names.companies.in(everything)
      ];
    },
    'register, a search in it': () => foundRows(store, START, { text: 'morphine 4321', countries }),
    matching: () => {
      const isOff = offSystem(store);
      const board = withPapers(index.read(store.dossiers(), TODAY), {
        dossiers: store.dossiers(),
        actOf: (id) => store.act(id),
        isOff
      });
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
        store.registerRows().filter(({ status }) => status === 'not-verified').length,
        decidedOn(TODAY, AU, store)
      ];
    },
    balance: () => [listBalances(), readBalances(AU, 2026)],
    partners: () => [readPartners(store, days), readMembers(store)(CH)],
    'one partner': () => [
      readPartners(store, days),
      readWaits(store, CH),
      readThread(store, CH),
      latestOf(
        store.registerRows().filter((row) => row.partner === CH && row.issuedOn >= days.from),
        8
      )
    ],
    returns: () => {
      const computed = computeReturn('a', '2026-q3', sourceOf(store)!);
      return [
        companyFigures(computed.figures, openBook(store.companies(), [])),
        filedFor(readOwnReturns(store).filed, 'a', '2026-q3')
      ];
    },
    companies: () => leftCompanies(store.companies()),
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
    'issue several': () =>
      new BatchJudge({}).contextOf({
        kind: 'import-authorization',
        fields: { exportingCountry: CH }
      } as never),
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

interface Cost {
  readonly first: number;
  readonly more: number;
}

async function measure(count: number): Promise<ReadonlyMap<string, Cost>> {
  const device = openDevice(count);
  const began = performance.now();
  store.desk();
  const anew = performance.now() - began;
  const pages = await pagesOf();
  const costs = new Map<string, Cost>();
  const asked = process.env['PAGES']?.split(',');
  for (const [name, read] of Object.entries(pages)) {
    if (asked && !asked.includes(name)) continue;
    const from = performance.now();
    read();
    const first = performance.now() - from;
    const times = Array.from({ length: MORE }, () => {
      const act = device.next();
      const start = performance.now();
      device.take([act]);
      countWaiting(store.desk());
      read();
      return performance.now() - start;
    });
    costs.set(name, { first: name.startsWith('menu') ? anew : first, more: median(times) });
  }
  return costs;
}

export async function benchOneMore(): Promise<Row[]> {
  const [half, whole] = [await measure(ACTS / 2), await measure(ACTS)];
  return Array.from(whole, ([name, { first, more }]) => ({
    name: `one document more at ${ACTS.toLocaleString('en')}: ${name}, beside its first reading`,
    ours: round(more),
    reference: round(first, 0),
    unit: 'ms',
    ratio: null,
    goal: 8,
    growth: round(more / half.get(name)!.more)
  }));
}
