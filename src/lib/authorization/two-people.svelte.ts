/** Who prepared the open form, and who can sign it, where the country's practice demands two people. */
import type { CertificateBody } from '#lib/domain/act/body.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { IssueParticulars } from '#lib/domain/authorization/issue.ts';
import {
  APPROVERS_SETTING_ID,
  mayApprove,
  needsTwo,
  parsePrepared,
  readApprovers,
  turnOf,
  type Approver,
  type Prepared
} from '#lib/domain/authorization/two-people.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { store } from '#lib/store/store.svelte.ts';
import { Attempt } from '#lib/ui/form/attempt.svelte.ts';
import type { AuthorizationForm } from './form-view.ts';
import type { FormJudgement } from '#lib/domain/authorization/judge-form.ts';
import { practiceInForce } from './read-practice.ts';

interface Open {
  readonly form: AuthorizationForm;
  readonly context: ExportContext;
  readonly judgement: FormJudgement;
}

export class TwoPeopleState {
  readonly #open: () => Open;
  readonly attempt = new Attempt();
  readonly #content = $derived.by(() => {
    const { body } = this.#open().judgement;
    return body && !('paper' in body) ? (body as IssueParticulars<AuthorizationKind>) : null;
  });
  readonly isNeeded = $derived.by(() => {
    const { form, context } = this.#open();
    const practice = practiceInForce(store, context.country, store.today);
    return (
      this.#content !== null &&
      practice !== null &&
      needsTwo(form.kind, this.#content, practice.body, context.edition)
    );
  });
  readonly prepared: Prepared | null = $derived.by(() => parsePrepared(this.#open().form.read('prepared')));
  /** The holder of the key that signed this content; null if it changed since. */
  preparer = $state.raw<CertificateBody['holder'] | null>(null);
  readonly approvers: readonly Approver[] = $derived(
    readApprovers(store.setting(APPROVERS_SETTING_ID.slice('setting:'.length)))
  );
  readonly isApprover = $derived.by(() => mayApprove(store.person?.id ?? '', store.today, this.approvers));
  readonly #turn = $derived.by(() =>
    this.isNeeded ? turnOf(this.preparer?.person ?? null, store.person?.id ?? '', this.isApprover) : 'sign'
  );
  readonly mustPrepare = $derived.by(() => this.#turn === 'prepare');
  /** Another person must sign it. */
  readonly isWaiting = $derived.by(() => this.#turn === 'wait');

  constructor(open: () => Open) {
    this.#open = open;
    $effect(() => {
      const [content, prepared, { form }] = [this.#content, this.prepared, open()];
      let isLatest = true;
      if (!content || !prepared) this.preparer = null;
      else
        void store
          .preparerOf(content, prepared, { kind: form.kind, draft: form.id })
          .then((holder) => isLatest && (this.preparer = holder));
      return () => (isLatest = false);
    });
  }

  /** The member of the act. */
  get named(): { readonly prepared?: Prepared } {
    return this.isNeeded && this.prepared ? { prepared: this.prepared } : {};
  }

  async prepare(): Promise<void> {
    const { form } = this.#open();
    const content = this.#content;
    if (!content) return;
    await this.attempt.run(async () => {
      const signed = await store.prepare(form.kind, content, form.id);
      if (!signed.ok) return signed;
      form.write({ prepared: JSON.stringify(signed.value) });
      await form.saveNow();
      return signed;
    });
  }
}
