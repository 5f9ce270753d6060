/** Turns the judged form into a signed act. Saves first, so that a failure loses no text. */
import type { Act, Confirmation } from '#lib/domain/act/body.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { AuthorizationForm } from './form-view.ts';
import type { FormJudgement } from './judge-form.ts';

export async function issueDraft(
  form: AuthorizationForm,
  judgement: FormJudgement,
  confirmed: readonly Confirmation[] = []
): Promise<Result<Act>> {
  await form.saveNow();
  if (!judgement.body) return refuse(...judgement.problems.filter((one) => one.weight !== 'notice'));
  const body = { ...judgement.body, ...(confirmed.length > 0 ? { confirmed } : {}) };
  const reason = form.read('replacesReason');
  return 'importingCountry' in body
    ? store.issueExport(form.id, body, reason)
    : store.issueImport(form.id, body, reason);
}
