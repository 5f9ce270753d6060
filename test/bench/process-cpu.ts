/** Processor time of another process on this machine, from Linux's /proc; null where it cannot be found there. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const TICK_MS = 10;
const LISTENING = '0A';

function readIf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}

/** Who listens on the port. */
export function findListener(port: number): number | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = ['tcp', 'tcp6'].flatMap((table) => readIf(`/proc/net/${table}`).split('\n'));
  const fields = lines.map((line) => line.trim().split(/\s+/));
  const socket = fields.find(
    ([, local = '', , state]) => local.endsWith(`:${hex}`) && state === LISTENING
  )?.[9];
  if (socket === undefined) return null;
  return processes().find((pid) => holds(pid, `socket:[${socket}]`)) ?? null;
}

function holds(pid: number, file: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === file);
  } catch {
    return false;
  }
}

/** A busy process closes files between the list and the reading. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly milliseconds: number;
}

function statOf(pid: number): Stat | null {
  const text = readIf(`/proc/${pid}/stat`);
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const parent = fields[1];
  if (parent === undefined) return null;
  // Its own in user and system mode, and that of children that have ended.
  const ticks = fields.slice(11, 15).reduce((sum, part) => sum + part, 0);
  return { pid, parent, milliseconds: ticks * TICK_MS };
}

/** Milliseconds so far, with those of all its descendants, ended ones included. */
export function cpuOf(root: number): number {
  const stats = processes()
    .map(statOf)
    .filter((stat) => stat !== null);
  const family = new Set([root]);
  for (let grown = true; grown;) {
    const children = stats.filter(({ pid, parent }) => family.has(parent) && !family.has(pid));
    for (const { pid } of children) family.add(pid);
    grown = children.length > 0;
  }
  return stats.filter(({ pid }) => family.has(pid)).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}
