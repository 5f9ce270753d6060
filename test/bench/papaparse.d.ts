/** As much of it as is used; the package has no types of its own. */
declare module 'papaparse' {
  const Papa: {
    parse<T = unknown>(text: string, options?: { readonly skipEmptyLines?: boolean }): { readonly data: T[] };
  };
  export default Papa;
}
