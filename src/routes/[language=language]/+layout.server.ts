/** Prerendered at build time and readable without a program: the browser never renders these pages again. */
export const prerender = true;
export const ssr = true;
export const csr = false;
