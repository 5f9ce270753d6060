export interface Way {
  readonly importing: 'paper' | 'device';
  readonly exporting: 'paper' | 'device';
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
