/**
 * Totals of fewer answers would reveal who answered what, so none are shown: countries in a survey or people in a
 * session.
 */
export const MIN_SHOWN = 5;
