/** A page prerendered in each language has no program: the browser opens it, not the app. */
export function isWrittenOut(address: string): true | undefined {
  return /^\/[a-z]{2}(?:\/|$)/.test(address) || undefined;
}
