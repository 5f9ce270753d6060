/** For a step that is drawn because a person went on to it: its first box is typed into at once. */
export function focusFirst(node: HTMLElement): void {
  node.querySelector<HTMLElement>('input:not([readonly]), [role="spinbutton"], button')?.focus();
}
