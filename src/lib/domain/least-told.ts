/** Of fewer answers a sum would tell who said what: it is told to nobody, of countries in a survey as of people in a session. */
export const MIN_SHOWN = 5;
