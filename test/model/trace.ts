/** Traces of the model as Quint writes them (ITF), and as lines of `traces.jsonl`. */

export interface Part {
  readonly step: number;
  readonly by: string;
  readonly amount: number;
}

/** An authorization: its device and its number, `au2 3`. */
export type Label = string;

interface Known {
  readonly acts: readonly Label[];
  readonly receipts: readonly Label[];
  /** First number → device. */
  readonly blocks: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
  /** The model counts them; the databases have random texts. */
  readonly epoch: number;
}

export interface OnDevice extends Known {
  /** Of this device's own. */
  readonly sent: readonly Label[];
  readonly refused: readonly Label[];
}

export interface State {
  readonly action: string;
  /** The device or the country of the step. */
  readonly on: string;
  readonly answer: string;
  readonly databases: Readonly<Record<string, Known>>;
  readonly devices: Readonly<Record<string, OnDevice>>;
}

type Itf = Record<string, unknown>;

/** Numbers, sets and maps of ITF as those of JavaScript. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const one = value as Itf;
  if ('#bigint' in one) return Number(one['#bigint']);
  if ('#set' in one) return (one['#set'] as unknown[]).map(plain);
  if ('#map' in one)
    return Object.fromEntries((one['#map'] as [unknown, unknown][]).map((pair) => pair.map(plain)));
  return Object.fromEntries(Object.entries(one).map(([name, held]) => [name, plain(held)]));
}

const labels = (acts: unknown): Label[] =>
  (acts as { by: string; no: number }[]).map(({ by, no }) => `${by} ${no}`).sort();

function knownOf(one: Itf): Known {
  return {
    acts: labels(one['acts']),
    receipts: labels(one['receipts']),
    blocks: one['blocks'] as Known['blocks'],
    parts: sortParts(one['parts'] as Part[]),
    epoch: one['epoch'] as number
  };
}

export function sortParts(parts: readonly Part[]): Part[] {
  return parts.map(({ step, by, amount }) => ({ step, by, amount })).sort((a, b) => a.step - b.step);
}

const ON_DEVICE = new Set(['issue', 'sync', 'accept']);

/** `file`: one trace of `quint run --mbt --out-itf`. */
export function readTrace(file: string): State[] {
  const { states } = JSON.parse(file) as { states: Itf[] };
  return states.map((state) => {
    const of = (name: string): unknown => {
      const key = Object.keys(state).find((one) => one === name || one.endsWith(`::${name}`));
      return plain(state[key ?? '']);
    };
    const each = <T>(all: unknown, read: (one: Itf, name: string) => T): Record<string, T> =>
      Object.fromEntries(
        Object.entries(all as Record<string, Itf>).map(([name, one]) => [name, read(one, name)])
      );
    const action = of('mbt::actionTaken') as string;
    const picks = of('mbt::nondetPicks') as Record<string, { readonly value?: string } | undefined>;
    const on = picks[ON_DEVICE.has(action) ? 'd' : 'c']?.value ?? '';
    return {
      action,
      on,
      answer: of('answer') as string,
      databases: each(of('dbs'), knownOf),
      devices: each(of('devices'), (one, name) => ({
        ...knownOf(one),
        sent: labels(one['sent']).filter((act) => act.startsWith(name)),
        refused: labels(one['refused'])
      }))
    };
  });
}

type Changed = Pick<State, 'action' | 'on' | 'answer'> & Partial<Pick<State, 'databases' | 'devices'>>;

/** One line: each state without what is as in the state before. */
export function packTrace(states: readonly State[]): string {
  const changed = <T>(now: Readonly<Record<string, T>>, before: Readonly<Record<string, T>> = {}): object =>
    Object.fromEntries(
      Object.entries(now).filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(before[name]))
    );
  const packed = states.map((state, at) => ({
    ...state,
    databases: changed(state.databases, states[at - 1]?.databases),
    devices: changed(state.devices, states[at - 1]?.devices)
  }));
  return JSON.stringify(packed);
}

export function unpackTrace(line: string): State[] {
  const states: State[] = [];
  for (const one of JSON.parse(line) as Changed[]) {
    const before = states[states.length - 1];
    const databases = { ...before?.databases, ...one.databases };
    states.push({ ...one, databases, devices: { ...before?.devices, ...one.devices } });
  }
  return states;
}
