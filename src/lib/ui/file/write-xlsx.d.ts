export function generateXlsxFileSync(
  sheets: readonly object[],
  sheetOptions: undefined,
  options: undefined,
  readPicture: (picture: unknown) => Promise<Uint8Array>
): Promise<Blob>;
