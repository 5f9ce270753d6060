/** Written out whole at build time, and read without a program: nothing of these pages is drawn again in the browser. */
export const prerender = true;
export const ssr = true;
export const csr = false;
