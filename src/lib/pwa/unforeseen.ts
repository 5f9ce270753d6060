/** Which fault that nobody caught is told to whoever is at work, and in what words. */

/** Characters; the rest of a long message helps nobody who reads it aloud on the telephone. */
const MAX_CAUSE_LENGTH = 200;

/** A question that was taken back, by the browser or by the program: nothing failed. */
const TAKEN_BACK = 'AbortError';

/** What was asked of the records of a desk that has been locked meanwhile, as PouchDB and the browsers say it. */
const LOCKED = /\bdatabase is (?:closed|destroyed)\b|\bconnection is clos(?:ed|ing)\b/i;

/** Programs that the person has put into their browser run beside ours; their faults are not ours to tell. */
const EXTENSION = /\b[a-z-]+-extension:\/\//;

/** Null where nothing of ours failed. What is no error says nothing of its place: browsers tell of late layouts so. */
export function causeOf(fault: unknown): string | null {
  if (!(fault instanceof Error || fault instanceof DOMException)) return null;
  if (fault.name === TAKEN_BACK || LOCKED.test(fault.message) || EXTENSION.test(fault.stack ?? ''))
    return null;
  return String(fault).slice(0, MAX_CAUSE_LENGTH);
}
