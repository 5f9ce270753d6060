/**
 * Codes of the regions and sub-regions of the United Nations' standard M49. Which countries are in them: `region.ts`,
 * apart because whoever parses a code needs no table of countries. Their names: `i18n/region-words.ts`.
 */

/** Sub-regions by their region. */
const TREE = {
  '142': ['145', '143', '030', '034', '035'],
  '150': ['154', '155', '151', '039'],
  '002': ['015', '011', '017', '014', '018'],
  '019': ['021', '013', '029', '005'],
  '009': ['053', '054', '057', '061']
} as const;

type Region = keyof typeof TREE;
export type SubRegion = (typeof TREE)[Region][number];
/** Three digits of M49: `002` is Africa, `015` Northern Africa. */
export type RegionCode = Region | SubRegion;

/** The five regions, by code. */
export const REGIONS: readonly Region[] = (Object.keys(TREE) as Region[]).sort();

/** Each region, and after it its sub-regions. */
export const REGION_CODES: readonly RegionCode[] = REGIONS.flatMap((region): readonly RegionCode[] => [
  region,
  ...TREE[region]
]);

export function isSubRegion(code: RegionCode): code is SubRegion {
  return !Object.prototype.hasOwnProperty.call(TREE, code);
}

/** Of a region, its sub-regions; a sub-region is its own. */
export function partsOfRegion(code: RegionCode): readonly SubRegion[] {
  return isSubRegion(code) ? [code] : TREE[code];
}
