/** The desks read an unlocked store of this browser: nothing of them is drawn on a server. */
export const ssr = false;
export const prerender = false;
