import { tick } from 'svelte';

/** For a step that is drawn because a person went on to it: its first box is typed into at once. */
export function focusFirst(node: HTMLElement): void {
  node.querySelector<HTMLElement>('input:not([readonly]), [role="spinbutton"], button')?.focus();
}

/** After a try that was refused: to the first box that is wrong, which on a small screen may be far above the button. */
export async function focusFirstWrong(form: HTMLElement): Promise<void> {
  await tick();
  const boxes =
    '[aria-invalid="true"]:not(fieldset), fieldset[aria-invalid="true"] :is(input:enabled, [tabindex="0"])';
  form.querySelector<HTMLElement>(boxes)?.focus();
}
