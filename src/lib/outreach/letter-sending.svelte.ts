import type { ActOf } from '#lib/domain/act/body.ts';
import type { ParticularsOf } from '#lib/domain/authorization/issue.ts';
import { findReceiverProblem, type Receivers } from '#lib/domain/outreach/audience.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import type { DraftForm } from '#lib/draft/draft-form.svelte.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { store } from '#lib/store/store.svelte.ts';

type BoardKind = 'announcement' | 'survey' | 'user-group-record';

interface Letter<K extends BoardKind> {
  readonly form: Pick<DraftForm<K>, 'id' | 'saveQuietly' | 'close'>;
  readonly judged: Result<ParticularsOf<K>>;
  readonly problems: readonly Problem[];
  readonly receivers: Receivers;
  readonly onfaulty: () => void;
  readonly onsent: (act: ActOf<K>) => void;
}

/** The way of INCB's letter from its draft to the countries: missing text is named after the first try only. */
export class LetterSending<K extends BoardKind> {
  showsMissing = $state(false);
  isAsked = $state(false);
  refused = $state.raw<readonly Problem[]>([]);

  constructor(
    readonly kind: K,
    readonly letter: () => Letter<K>,
    readonly isShownEarly: (problem: Problem) => boolean
  ) {}

  readonly problemAt = (path: string): string | undefined => {
    const found = this.letter().problems.find((one) => one.path === path || one.path?.startsWith(`${path}.`));
    return found && (this.showsMissing || this.isShownEarly(found)) ? problemText(found) : undefined;
  };

  readonly ask = async (): Promise<void> => {
    const { form, problems, receivers, onfaulty } = this.letter();
    this.showsMissing = true;
    this.refused = [];
    if (problems.length > 0 || findReceiverProblem(receivers)) return onfaulty();
    await form.saveQuietly();
    this.isAsked = true;
  };

  readonly send = async (): Promise<void> => {
    const { form, judged, receivers, onsent } = this.letter();
    if (!judged.ok) return;
    // A country might be suspended while the question is open.
    const unreached = findReceiverProblem(receivers);
    if (unreached) return void (this.refused = [unreached]);
    const sent = await store.state(this.kind, judged.value, { draft: form.id });
    if (!sent.ok) return void (this.refused = sent.problems);
    form.close();
    this.isAsked = false;
    onsent(sent.value);
  };
}
