/** The status of the connection, and each act's progress on it (invariant 8). */
import type { Act } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';

/**
 * What the shell says of the line.
 * - `all-delivered`: the server holds every write of this device · `unsent`: on line, some are not yet there
 * - `syncing`: the first exchange after (re)connecting runs · `offline`: no connection since `since`
 * - `signed-out`: the server asks to sign in again; work goes on · `refused`: the server refused something
 * - `full`: the server's disk takes nothing new; what is there is read, and what is written here waits
 * - `epoch`: the server's database is another one than before; nothing is sent or taken until a person decides
 * - `roots`: the server names root keys that no pinned one has handed over to; nothing is sent or taken
 */
export interface LineState {
  readonly state:
    | 'all-delivered'
    | 'unsent'
    | 'offline'
    | 'signed-out'
    | 'refused'
    | 'syncing'
    | 'full'
    | 'epoch'
    | 'roots';
  readonly counts: {
    readonly delivered: number;
    /** Writes (acts, drafts, companies, settings) not yet acknowledged. */
    readonly unsent: number;
    /** Acts and drafts among them; the rest are companies and settings. */
    /** Without receipts, which are signed automatically. */
    readonly unsentActs: number;
    readonly unsentDrafts: number;
    readonly refused: number;
  };
  /** Start of the current status; offline: time of the loss, even across reloads. */
  readonly since: Instant;
}

/** Null: no evidence. Nothing is inferred from time, only from acknowledgements and receipts. */
export interface Ledger {
  readonly device: Instant | null;
  readonly server: Instant | null;
  /** Per addressee, from verified delivery receipts. */
  readonly partner: Readonly<Record<string, Instant | null>>;
  /** Per addressee, from the partner's own signed receipt. */
  readonly opened: Readonly<Record<string, { readonly at: Instant; readonly by: string } | null>>;
  readonly refused: boolean;
}

export interface RefusedWrite {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly refusedAt: Instant;
  /** Present for a refused act: its content, for the task's text and for issuing again. */
  readonly act: Act | null;
  readonly setAside: boolean;
  /** The central server refused it to a country's own server, which has it and offers it again automatically. */
  readonly central?: true;
}
