/** What the boxes of the form share: what is typed, what it is judged to be, and what follows from what. */
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { AuthorizationForm } from './authorization-form.svelte.ts';
import type { FollowContext } from './follow-typed.ts';
import type { BoxName } from '#lib/domain/authorization/boxes.ts';
import type { FormJudgement } from './judge-form.ts';

export interface FormView {
  readonly form: AuthorizationForm;
  readonly judgement: FormJudgement;
  readonly context: ExportContext;
  readonly follow: FollowContext;
  /** The import authorization is in the system: its citation and parties' country are fixed. */
  readonly isCiting: boolean;
  /** The sentence of the problem of one box, or nothing. */
  readonly problemAt: (path: string) => string | undefined;
  /** Number of the box as on the printed form. */
  readonly boxAt: (name: BoxName) => string;
}
