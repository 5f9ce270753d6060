/**
 * The Conventions and INCB's forms give no figure for these. Elsewhere: a country's own settings
 * (`authorization/country-settings.ts`, `registration/policy.ts`), reminders of training (`training/own-sessions.ts`),
 * links, sessions and bounds of the server (`couch/accounts`, `couch/base/limits.ts`).
 */

/**
 * Totals of fewer answers would reveal who answered what, so none are shown: countries in a survey, people in a
 * session.
 */
export const MIN_SHOWN = 5;

/** Days after shipment, or after expiry without one, until a missing endorsement is overdue. */
export const ENDORSEMENT_DUE_DAYS = 14;

/** Days ahead by which a declaration can state its date of despatch; a later one is a typing error. */
export const MAX_DESPATCH_DAYS_AHEAD = 30;

/** Days without a reply that the settings suggest for a reminder; without a country's choice there is none. */
export const REPLY_DAYS = 30;

/** Months after the end of validity in which the partner can reply with a file, unless the officer changes it. */
export const REPLY_FILE_MONTHS = 3;

/** Days before the end of validity that count as expiring. */
export const EXPIRING_DAYS = 14;

/** Days ahead that the daily e-mail counts as due: one week of work. */
export const DIGEST_DAYS = 7;

/**
 * Days in which a device signs only replies and stops in a dossier with a document that it cannot read: enough for an
 * update, too few for a partner to close it.
 */
export const UNREAD_DAYS = 14;

/**
 * Tolerances as parts of the larger figure: 0.5 % for an error, 2 % (`SMALL`) for a small loss or two factors
 * (domain.md 5.3).
 */
export const NEAR = 200;
export const SMALL = 50;

/** A lawful shortfall needs a guess exact to half a thousandth, like a computed figure. */
export const FINE = 2000;

/** Longest validity that a country can set: longer than any national period found. */
export const MAX_MONTHS = 24;

/** Authorizations for the next year are issued in the last months of this one. */
export const MAX_MONTHS_AHEAD = 12;

/** Numbers that a device reserves at once. */
export const BLOCK_SIZE = 50;

/** A device proposes to claim the next block below this many numbers. */
export const RENEWAL_AT = 10;

/** Multiple of the median of all lines above which a figure is questioned, for a substance without history. */
export const TIMES_MEDIAN = 100;

/** The same for an authority without any line: 100 kg of base, in micrograms. */
export const MAX_FIRST_QUANTITY = 1e11;

/**
 * A line above this needs a reason whatever the authority's past: 10,000 kg of base, in micrograms. All morphine made in 2016 was 422
 * tonnes (INCB).
 */
export const LARGE_QUANTITY = 1e13;

/** No ampoule, vial, syringe or nasal spray holds as much substance. */
export const CONTAINER_GRAMS = 100;

/** Clocks differ by at most a day; a later date is a wrong clock or a forgery. */
export const CLOCK_TOLERANCE_MS = 24 * 3_600_000;

/** Days after a new certificate in which the old name is still accepted, because the device can be offline. */
export const FORMER_NAME_DAYS = 30;

/** Days in which an authorization can still name a national practice that was replaced: its device can be offline. */
export const PRACTICE_GRACE_DAYS = 30;

/** Days by which a national practice can reach a server late; the one before is still valid then. */
export const PRACTICE_LATE_DAYS = PRACTICE_GRACE_DAYS - 1;

/** National practices of one country that were signed within `MAX_NOTICES_DAYS`; each stays on every device. */
export const MAX_PRACTICES = 20;
/** Votes of one country on suggestions, and its reports on actions, likewise. */
export const MAX_VOTES = 30;
/** Suggestions of one country, and its answers to surveys, likewise: INCB reads each. */
export const MAX_ANSWERS = 100;
export const MAX_NOTICES_DAYS = 30;
/** Days; a practice, vote, report, suggestion or survey answer that a device sends later must be signed again. */
export const MAX_NOTICE_LATE_DAYS = 60;

/**
 * Version 0.2 had no boxes for a bank's reason, the special person, a special licence or the reason of a dose. What a
 * device signed before the first instant, perhaps offline, is accepted until the second.
 */
export const TERMS_SINCE = '2026-12-01T00:00:00.000Z';
export const TERMS_ALWAYS_SINCE = '2027-03-01T00:00:00.000Z';

/** Days before its end when a key shows as ending and can be renewed. */
export const ENDING_DAYS = 60;

/** Years of a device's certificate; an administrator renews it. */
export const CERTIFIED_YEARS = 2;

/** Minutes without a sign of life after which the device locks. */
export const IDLE_MINUTES = 15;

/**
 * Minutes between signing and delivery from which an authorization counts as issued offline: the exchange service
 * delivers within a second.
 */
export const OFF_LINE_MINUTES = 10;

/** Days since the last comparison with the server until a warning, and until a strong one. */
export const OLD_DAYS = 7;
export const STALE_DAYS = 30;

/** Days in which the code of INCB’s letter can be entered. */
export const CODE_DAYS = 60;

/** Months without acts or replies until a country counts as quiet, unless INCB chooses otherwise. */
export const USUAL_QUIET_MONTHS = 6;

/** Days in which the next step of joining should be done, unless INCB chooses otherwise. */
export const USUAL_JOINING_DAYS = 14;

/** A median of fewer members would disclose how one of them works. */
export const MIN_MEMBERS = 3;

/** Bytes of a country's scans: ten thousand of usual size. One person can use half, the rest stays for colleagues. */
export const COUNTRY_SCAN_BYTES = 4_000_000_000;
export const PERSON_SCAN_BYTES = COUNTRY_SCAN_BYTES / 2;

/** Bytes of the scans of one dossier: ten of the largest. */
export const DOSSIER_SCAN_BYTES = 50_000_000;

/** Bytes of INCB’s files for everyone: two hundred and fifty of the largest. */
export const PUBLIC_FILES_BYTES = 500_000_000;

/** Days after which a scan that no act, draft or company of its country names is deleted. */
export const STRAY_SCAN_DAYS = 30;

/** Files that one authority shares at the same time in one dossier. */
export const MAX_SHARED_FILES = 40;

/** Days before and after the end of a company's licence in which Today names it. */
export const LICENCE_EXPIRING_DAYS = 60;

/** Days after a company ended in which the name of its responsible person is kept, for questions about its last consignments. */
export const RESPONSIBLE_DAYS = 365;

/**
 * Days in which an officer can take an application from the server. A company has asked long before; a later answer
 * would be about goods that it no longer needs.
 */
export const WAITING_DAYS = 90;

/** Applications of one country that wait at the server: weeks of the busiest authority. */
export const MAX_WAITING = 2000;

/** Of them, those of one company with an account: it leaves room for the others. */
export const MAX_WAITING_OF_COMPANY = 200;

/** Bytes of one country's attachments that wait at the server. */
export const WAITING_BYTES = 500_000_000;

/** Days after which an attachment without its application is deleted: it was sent first, and the form after it. */
export const LOOSE_ATTACHMENT_DAYS = 1;
