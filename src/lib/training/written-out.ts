/** A page that is there in each language carries no program: the browser opens it, and not the app. */
export function isWrittenOut(address: string): true | undefined {
  return /^\/[a-z]{2}(?:\/|$)/.test(address) || undefined;
}
