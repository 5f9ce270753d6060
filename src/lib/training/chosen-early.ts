/** Finds a choice made before hydration; null if unchanged. */
export function chosenEarly(select: HTMLSelectElement | null): string | null {
  if (!select) return null;
  const written = [...select.options].find(({ defaultSelected }) => defaultSelected) ?? select.options[0];
  return written && select.value !== written.value ? select.value : null;
}
