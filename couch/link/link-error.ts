/** Reasons for a broken central connection, one sentence each for the operator. */
export const LINK_TROUBLES = [
  /** No answer, or one that a later try could improve. */
  'offline',
  /** The service account or its password. */
  'refused',
  /** The country is suspended or closed. */
  'shut-out',
  /** INCB has not noted that the country has its own server. */
  'not-noted',
  /** Another Board's keys, or sample data on one side only. */
  'other-installation',
  /** A central database was replaced: a person decides. */
  'replaced'
] as const;

export type LinkTrouble = (typeof LINK_TROUBLES)[number];

/** A server must not send its acts to a database that might be another's. */
export const WHEN_REPLACED =
  'Ask the operator of the central server what happened. Then stop this server, run npm run provision -- accept-central, and start it again.';

export class LinkError extends Error {
  readonly trouble: LinkTrouble;

  constructor(trouble: LinkTrouble, sentence: string) {
    super(sentence);
    this.name = 'LinkError';
    this.trouble = trouble;
  }
}
