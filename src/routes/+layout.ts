/** Public pages are written out at build time; the desks under (app) say otherwise for themselves. */
export const prerender = true;
export const trailingSlash = 'never';
