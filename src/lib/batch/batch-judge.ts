/** What the form would say about a draft at this moment, and whose turn it is. */
import { judgeForm, withoutEmptyLines } from '#lib/domain/authorization/judge-form.ts';
import {
  loadProhibitions,
  readCompanyBook,
  readExportContext,
  readIssuedOn,
  readOwnHistory
} from '#lib/authorization/read-context.ts';
import { practiceInForce } from '#lib/authorization/read-practice.ts';
import { citedAct } from '#lib/authorization/cited-act.ts';
import { readEstimates } from '#lib/balance/read-balance.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { formQuestionsOf, questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { fieldOf, type FormField } from '#lib/domain/authorization/form-fields.ts';
import type { IssueParticulars } from '#lib/domain/authorization/issue.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import {
  APPROVERS_SETTING_ID,
  mayApprove,
  needsTwo,
  parsePrepared,
  readApprovers,
  turnOf,
  type Prepared
} from '#lib/domain/authorization/two-people.ts';
import type { Draft } from '#lib/domain/draft/draft.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { loadNamesInAddresses } from '#lib/i18n/country-tables.ts';
import { store } from '#lib/store/store.svelte.ts';

type Content = IssueParticulars<AuthorizationKind>;

export interface Judged {
  readonly draft: Draft;
  /** `look`: something is left that only the form can ask. */
  readonly turn: 'sign' | 'prepare' | 'wait' | 'look';
  readonly problems: readonly Problem[];
  /** Null while the form is not complete. */
  readonly content: Content | null;
  readonly prepared: Prepared | null;
  readonly edition: EditionIndex;
}

/** Fields of a draft that ends or answers another document: its form asks for more. */
const SINGLE: readonly FormField[] = ['paper', 'replaces', 'corrects', 'ownPaper'];

/** One look at the records of this device; what drafts share is read once. */
export class BatchJudge {
  readonly #country = store.person?.authority as CountryCode;
  readonly #book = readCompanyBook(this.#country);
  readonly #loaded: Pick<ExportContext, 'countryNames' | 'prohibitions'>;
  readonly #contexts = new Map<string, ExportContext>();

  constructor(loaded: Pick<ExportContext, 'countryNames' | 'prohibitions'>) {
    this.#loaded = loaded;
  }

  async judge(draft: Draft): Promise<Judged> {
    const context = this.contextOf(draft);
    const judgement = judgeForm(draft.kind, withoutEmptyLines(draft), context);
    const content = judgement.body && !('paper' in judgement.body) ? (judgement.body as Content) : null;
    const { edition } = context;
    const judged = { draft, content, edition };
    const open = judgement.problems.filter(({ weight }) => weight !== 'notice');
    const isAsking = questionsOf(judgement.problems).length + formQuestionsOf(judgement.problems).length > 0;
    const problems: Problem[] = [
      ...(SINGLE.some((name) => fieldOf(draft, name) !== '') ? [{ code: 'batch.single' }] : []),
      ...(store.draftConflicts(draft._id).length > 0 ? [{ code: 'batch.versions' }] : []),
      ...(content ? [] : open),
      ...(isAsking ? [{ code: 'batch.question' }] : [])
    ];
    if (problems.length > 0 || !content) return { ...judged, turn: 'look', problems, prepared: null };
    const practice = practiceInForce(store, this.#country, store.today);
    if (!practice || !needsTwo(draft.kind, content, practice.body, edition))
      return { ...judged, turn: 'sign', problems, prepared: null };
    const prepared = parsePrepared(fieldOf(draft, 'prepared'));
    const holder = await store.preparerOf(content, prepared, { kind: draft.kind, draft: draft._id });
    const approvers = readApprovers(store.setting(APPROVERS_SETTING_ID.slice('setting:'.length)));
    const person = store.person?.id ?? '';
    const turn = turnOf(holder?.person ?? null, person, mayApprove(person, store.today, approvers));
    return { ...judged, turn, problems, prepared };
  }

  /** Import authorizations, paper included, in which this country has that side; by number without separators. */
  importsByNumber(
    side: 'exportingCountry' | 'importingCountry'
  ): ReadonlyMap<string, readonly ActOf<'import-authorization'>[]> {
    const found = new Map<string, ActOf<'import-authorization'>[]>();
    for (const dossier of store.dossiers()) {
      const act = dossier[side] === this.#country ? citedAct(dossier.importAuthorization) : null;
      if (act) addTo(found, bareNumber(act.body.number), act);
    }
    return found;
  }

  /** As the form reads it (`DraftForm`). */
  contextOf({ kind, fields }: Pick<Draft, 'kind' | 'fields'>): ExportContext {
    const cited = citedAct((fields['importAct'] ?? null) as ActId | null);
    const partner = fields[kind === 'import-authorization' ? 'exportingCountry' : 'importingCountry'];
    const key = [kind, cited?._id, partner].join(' ');
    const held = this.#contexts.get(key);
    if (held) return held;
    const context = {
      ...readExportContext(this.#country, cited, '', partner),
      ...this.#loaded,
      history: readOwnHistory(kind, this.#country),
      issuedToday: readIssuedOn(store.today, kind, this.#country, ''),
      balance: readEstimates(''),
      companies: this.#book
    };
    this.#contexts.set(key, context);
    return context;
  }
}

/** The names of countries, for the questions about addresses, and the prohibitions; the form does without them too. */
export async function loadForJudge(): Promise<Pick<ExportContext, 'countryNames' | 'prohibitions'>> {
  const [countryNames, prohibitions] = await Promise.all([
    loadNamesInAddresses().catch(() => null),
    loadProhibitions().catch(() => null)
  ]);
  return { ...(countryNames ? { countryNames } : {}), ...(prohibitions ? { prohibitions } : {}) };
}
