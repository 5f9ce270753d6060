/** Findings, duplicates and the draft of each application, by the data of this device. */
import { citedAct } from '#lib/authorization/cited-act.ts';
import { judgeForm, withoutEmptyLines, type FormJudgement } from '#lib/domain/authorization/judge-form.ts';
import { readCompanyBook, readExportContext, readOwnHistory } from '#lib/authorization/read-context.ts';
import { readEstimates } from '#lib/balance/read-balance.ts';
import { asKind, type ActOf } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { acceptedForm, importNamedBy } from '#lib/domain/application/accept-application.ts';
import type { ApplicationState } from '#lib/domain/application/application-state.ts';
import { duplicatesOf, goodsKey, isPlain, judgeApplied } from '#lib/domain/application/judge-application.ts';
import { fieldOf } from '#lib/domain/authorization/form-fields.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { countryName } from '#lib/i18n/format.ts';
import { store } from '#lib/store/store.svelte.ts';
import { partnerOf } from './queue.ts';

export interface Judged {
  /** Problems of the company's boxes. */
  readonly problems: readonly Problem[];
  readonly duplicates: readonly ApplicationState[];
  readonly isPlain: boolean;
}

const goodsKeys = new WeakMap<ApplicationState, string>();

/** An application that changes is another object. */
function goodsKeyOf(state: ApplicationState): string {
  const known = goodsKeys.get(state) ?? goodsKey(state);
  goodsKeys.set(state, known);
  return known;
}

/** One look at the data of this device; contexts are shared between applications. */
export class ApplicationJudge {
  readonly #country = store.person?.authority as CountryCode;
  readonly #book = readCompanyBook(this.#country);
  readonly #contexts = new Map<string, ExportContext>();
  readonly #alike = new Map<string, ApplicationState[]>();
  readonly #judged = new WeakMap<ApplicationState, Judged>();
  #imports: readonly ActOf<'import-authorization'>[] | null = null;

  constructor(all: readonly ApplicationState[]) {
    for (const state of all) addTo(this.#alike, goodsKeyOf(state), state);
  }

  /** Only an application for an export needs them. */
  get #importsHere(): readonly ActOf<'import-authorization'>[] {
    if (this.#imports) return this.#imports;
    const acts = [...store.actsOf('import-authorization'), ...store.actsOf('paper-record')];
    return (this.#imports = acts.flatMap((act) => {
      const read = asKind(readAuthorization(act), 'import-authorization');
      const isFor = read?.body.exportingCountry === this.#country && store.counts(act._id);
      return read && isFor ? [read] : [];
    }));
  }

  judge(state: ApplicationState): Judged {
    const held = this.#judged.get(state);
    if (held) return held;
    const { of } = state.application;
    const problems = judgeApplied(of, state.form, this.#contextOf(state));
    const duplicates = duplicatesOf(state, this.#alike.get(goodsKeyOf(state)) ?? []);
    const judged = { problems, duplicates, isPlain: isPlain(state, problems, duplicates) };
    this.#judged.set(state, judged);
    return judged;
  }

  #contextOf(state: ApplicationState): ExportContext {
    const partner = partnerOf(state);
    const held = this.#contexts.get(partner);
    if (held) return held;
    const context = { ...readExportContext(this.#country, null, '', partner), companies: this.#book };
    this.#contexts.set(partner, context);
    return context;
  }

  importOf(state: ApplicationState): ActOf<'import-authorization'> | null {
    if (state.application.of !== 'export-authorization') return null;
    const named = importNamedBy(state.form, this.#importsHere);
    return named && citedAct(named._id);
  }

  /** The boxes of the draft that it becomes; refused if the import authorization is not here. */
  accepted(state: ApplicationState): Result<DraftFields> {
    const { of } = state.application;
    const importAct = this.importOf(state);
    if (of === 'export-authorization' && !importAct)
      return refuse({
        code: 'application.import.missing',
        values: { number: fieldOf(state.form, 'number'), country: countryName(partnerOf(state)) }
      });
    const context = readExportContext(this.#country, importAct, '', partnerOf(state));
    return { ok: true, value: acceptedForm({ of, form: state.form }, context, importAct) };
  }

  /** Problems that the form will find in the draft: with balance, licences and earlier authorizations. */
  preview(state: ApplicationState): {
    readonly words: DraftFields;
    readonly judgement: FormJudgement;
    readonly context: ExportContext;
  } {
    const { of } = state.application;
    const importAct = this.importOf(state);
    const context = {
      ...readExportContext(this.#country, importAct, '', partnerOf(state)),
      companies: this.#book,
      balance: readEstimates(''),
      history: readOwnHistory(of, this.#country)
    };
    const words = withoutEmptyLines(acceptedForm({ of, form: state.form }, context, importAct));
    return { words, judgement: judgeForm(of, words, context), context };
  }
}
