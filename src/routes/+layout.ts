/** Public pages are prerendered at build time; the pages under (app) override this. */
export const prerender = true;
export const trailingSlash = 'never';
