/** The writer's count of replies, as far as this browser remembers it; pages from disk often have no memory. */
import type { PublicKey } from '#lib/domain/act/body.ts';

const nameOf = ({ x }: PublicKey): string => `i2es replies ${x}`;

export function nextNumber(key: PublicKey): number {
  try {
    return Number(localStorage.getItem(nameOf(key)) ?? 0) + 1;
  } catch {
    return 1;
  }
}

export function countReply(key: PublicKey, number: number): void {
  try {
    localStorage.setItem(nameOf(key), String(number));
  } catch {
    // The next form then begins at 1, and the writer is asked to count.
  }
}
