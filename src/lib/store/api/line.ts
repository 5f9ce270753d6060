/** How the line to the server stands, and how far each act has come on it (invariant 8). */
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
    /** Acts of this country that the server has acknowledged. */
    readonly delivered: number;
    /** Writes (acts, drafts, companies, settings) that it has not. */
    readonly unsent: number;
    /** How many of these are acts, and how many drafts; the rest are companies and settings. */
    /** Receipts, which are signed automatically, are not among them. */
    readonly unsentActs: number;
    readonly unsentDrafts: number;
    readonly refused: number;
  };
  /** Since when it is so; without a connection, since it was lost, whatever was reloaded meanwhile. */
  readonly since: Instant;
}

/** Null: not known to have happened. Nothing is inferred from time, only from acknowledgement and receipts. */
export interface Ledger {
  readonly device: Instant | null;
  readonly server: Instant | null;
  /** Per addressee, from delivery receipts that verify. */
  readonly partner: Readonly<Record<string, Instant | null>>;
  /** Per addressee, from the partner's own signed receipt. */
  readonly opened: Readonly<Record<string, { readonly at: Instant; readonly by: string } | null>>;
  readonly refused: boolean;
}

export interface RefusedWrite {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly refusedAt: Instant;
  /** Present for a refused act: what was stated, for the task's text and for issuing anew. */
  readonly act: Act | null;
  readonly setAside: boolean;
  /** The central server refused it to a country's own server, which has it and offers it again by itself. */
  readonly central?: true;
}
