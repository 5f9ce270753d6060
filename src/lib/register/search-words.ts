/**
 * The words searched for in the register: one person's, in memory only. In the address they would stand in
 * the browser's history on the disk, companies and numbers among them, readable to whoever finds the computer.
 */
let kept: { readonly person: string; readonly text: string } = { person: '', text: '' };

export function keepSearchWords(person: string, text: string): void {
  kept = { person, text };
}

/** Empty for anybody but the person who typed them. */
export function readSearchWords(person: string): string {
  return kept.person === person ? kept.text : '';
}
