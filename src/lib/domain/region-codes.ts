/** United Nations standard M49. Separate from `region.ts`, because parsing a code needs no country table. */

const TREE = {
  '142': ['145', '143', '030', '034', '035'],
  '150': ['154', '155', '151', '039'],
  '002': ['015', '011', '017', '014', '018'],
  '019': ['021', '013', '029', '005'],
  '009': ['053', '054', '057', '061']
} as const;

type Region = keyof typeof TREE;
export type SubRegion = (typeof TREE)[Region][number];
/** Three M49 digits: `002` is Africa, `015` Northern Africa. */
export type RegionCode = Region | SubRegion;

export const REGIONS: readonly Region[] = (Object.keys(TREE) as Region[]).sort();

export const REGION_CODES: readonly RegionCode[] = REGIONS.flatMap((region): readonly RegionCode[] => [
  region,
  ...TREE[region]
]);

export function parseRegion(value: unknown): RegionCode | null {
  return REGION_CODES.find((code) => code === value) ?? null;
}

export function isSubRegion(code: RegionCode): code is SubRegion {
  return !Object.prototype.hasOwnProperty.call(TREE, code);
}

/** A sub-region returns itself; none for an unknown code. */
export function partsOfRegion(code: string): readonly SubRegion[] {
  const region = parseRegion(code);
  if (region === null) return [];
  return isSubRegion(region) ? [region] : TREE[region];
}
