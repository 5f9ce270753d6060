import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { FormField, LineField, BoxName } from '#lib/domain/authorization/form-fields.ts';
import type { DraftForm, TypedForm } from '#lib/draft/draft-form.svelte.ts';
import type { FollowContext } from './follow-typed.ts';
import type { FormJudgement } from '#lib/domain/authorization/judge-form.ts';

export type AuthorizationForm = DraftForm<AuthorizationKind, FormField, LineField>;

export interface FormView {
  readonly form: TypedForm<FormField, LineField> & { readonly kind: AuthorizationKind };
  readonly judgement: FormJudgement;
  readonly context: ExportContext;
  readonly follow: FollowContext;
  readonly isPaper: boolean;
  /** A company applies: it has no boxes that only an authority fills in. */
  readonly isApplied?: boolean;
  /** True if the import authorization is in the system: then its citation and countries are fixed. */
  readonly isCiting: boolean;
  readonly problemAt: (path: string) => string | undefined;
  readonly boxAt: (name: BoxName) => string;
}
