import { tick } from 'svelte';

export function focusFirst(node: HTMLElement): void {
  node.querySelector<HTMLElement>('input:not([readonly]), [role="spinbutton"], button')?.focus();
}

/** On a small screen it can be far above the button. */
export async function focusFirstWrong(form: HTMLElement): Promise<void> {
  await tick();
  const boxes =
    '[aria-invalid="true"]:not(fieldset), fieldset[aria-invalid="true"] :is(input:enabled, [tabindex="0"])';
  form.querySelector<HTMLElement>(boxes)?.focus();
}
