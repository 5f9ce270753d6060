/** How a document goes from one authority to the other: what each drawing of the family shows at either end and between. */
export interface Way {
  /** Whether that side works with a computer here, or with paper alone. */
  readonly importing: 'paper' | 'device';
  readonly exporting: 'paper' | 'device';
  /** By post, or through the server. */
  readonly between: 'post' | 'server';
}

const WAYS: Readonly<Record<string, Way>> = {
  'way-paper': { importing: 'paper', exporting: 'paper', between: 'post' },
  'way-one': { importing: 'device', exporting: 'paper', between: 'post' },
  'way-both': { importing: 'device', exporting: 'device', between: 'server' }
};

export const WAY_NAMES = Object.keys(WAYS);

export function wayNamed(name: string): Way | null {
  return WAYS[name] ?? null;
}
