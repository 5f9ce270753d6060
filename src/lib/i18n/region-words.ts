/** Our own messages, from Unicode CLDR 48: Chromium's `Intl` returns a region's three digits. */
import type { RegionCode } from '#lib/domain/region-codes.ts';
import { m } from './messages.ts';

const WORDS: Readonly<Record<RegionCode, () => string>> = {
  '002': m.region_002,
  '005': m.region_005,
  '009': m.region_009,
  '011': m.region_011,
  '013': m.region_013,
  '014': m.region_014,
  '015': m.region_015,
  '017': m.region_017,
  '018': m.region_018,
  '019': m.region_019,
  '021': m.region_021,
  '029': m.region_029,
  '030': m.region_030,
  '034': m.region_034,
  '035': m.region_035,
  '039': m.region_039,
  '053': m.region_053,
  '054': m.region_054,
  '057': m.region_057,
  '061': m.region_061,
  '142': m.region_142,
  '143': m.region_143,
  '145': m.region_145,
  '150': m.region_150,
  '151': m.region_151,
  '154': m.region_154,
  '155': m.region_155
};

export function regionName(code: RegionCode): string {
  return WORDS[code]();
}
