/** Keys and records belong to this browser: a server renders nothing, and the page opens offline. */
export const ssr = false;
export const prerender = true;
