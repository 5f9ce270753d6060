/** The part of subset-font that the build step calls; the package has no types. */
declare module 'subset-font' {
  interface Options {
    readonly targetFormat: 'truetype';
    readonly noHinting?: boolean;
    readonly noLayoutClosure?: boolean;
    readonly dropTables?: readonly string[];
  }
  export default function subsetFont(font: Buffer, text: string, options: Options): Promise<Uint8Array>;
}
