/** What somebody chose in a page that was written beforehand, before the program came; null where it is as written. */
export function chosenEarly(select: HTMLSelectElement | null): string | null {
  if (!select) return null;
  const written = [...select.options].find(({ defaultSelected }) => defaultSelected) ?? select.options[0];
  return written && select.value !== written.value ? select.value : null;
}
