/**
 * A /64 of IPv6 counts as one (RFC 6177), and IPv4 counts the same in every notation (RFC 4291, 2.5.5.2).
 * `couch/deploy/nginx.conf` does the same with a map.
 */
import { isIPv6 } from 'node:net';

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
