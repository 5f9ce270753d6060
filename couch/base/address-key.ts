/**
 * A /64 of IPv6 counts as one (RFC 6177), and IPv4 counts the same in every notation (RFC 4291, 2.5.5.2).
 * `couch/deploy/nginx.conf` does the same with a map.
 */
import { BlockList, isIPv6 } from 'node:net';

type Address =
  | { readonly kind: 'ipv4'; readonly text: string }
  | { readonly kind: 'ipv6'; readonly groups: readonly number[] };

export function addressKey(ip: string): string {
  const address = parseAddress(ip);
  return address.kind === 'ipv4' ? address.text : `${networkOf(address.groups, 4)}::/64`;
}

export function parseAddress(ip: string): Address {
  const [bare = ''] = ip.toLowerCase().split('%');
  if (!isIPv6(bare)) return { kind: 'ipv4', text: bare };
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return {
      kind: 'ipv4',
      text: groups
        .slice(6)
        .flatMap((group) => [group >> 8, group & 0xff])
        .join('.')
    };
  return { kind: 'ipv6', groups };
}

export function networkOf(groups: readonly number[], count: number): string {
  return groups
    .slice(0, count)
    .map((group) => group.toString(16))
    .join(':');
}

function groupsOf(address: string): number[] {
  const [head = [], tail] = address.split('::').map(sideOf);
  if (tail === undefined) return head;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function sideOf(side: string): number[] {
  return side.split(':').flatMap((text) => {
    if (text === '') return [];
    if (!text.includes('.')) return [parseInt(text, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

const INSIDE = networks(
  [
    ['127.0.0.0', 8],
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['169.254.0.0', 16],
    ['100.64.0.0', 10]
  ],
  [
    ['::1', 128],
    ['fc00::', 7],
    ['fe80::', 10]
  ]
);

/** Of the special registries of IANA (RFC 6890), in addition to `INSIDE`. */
const RESERVED = networks(
  [
    ['0.0.0.0', 8],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3]
  ],
  [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20]
  ]
);
/** IPv6 has public addresses nowhere else (RFC 4291). */
const GLOBAL = networks([], [['2000::', 3]]);

export function isInside(address: string): boolean {
  return isIn(INSIDE, address);
}

/** For connections to an address that a client gave. */
export function isPublic(address: string): boolean {
  if (isInside(address) || isIn(RESERVED, address)) return false;
  return parseAddress(address).kind === 'ipv4' || isIn(GLOBAL, address);
}

function isIn(list: BlockList, address: string): boolean {
  const text = bareAddress(address);
  return list.check(text, isIPv6(text) ? 'ipv6' : 'ipv4');
}

/** Without its zone, and IPv4 in its own notation. */
export function bareAddress(address: string): string {
  const parsed = parseAddress(address);
  return parsed.kind === 'ipv4' ? parsed.text : (address.split('%')[0] ?? '');
}

type Network = readonly [address: string, bits: number];

function networks(ipv4: readonly Network[], ipv6: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const network of ipv4) list.addSubnet(...network);
  for (const network of ipv6) list.addSubnet(...network, 'ipv6');
  return list;
}
