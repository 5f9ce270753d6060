/** Kit's paths, where no Kit runs: the app is at the root. */
export const base = '';
