/** Keys and records are of this browser: nothing of it is drawn on a server, and it opens without a connection. */
export const ssr = false;
export const prerender = true;
