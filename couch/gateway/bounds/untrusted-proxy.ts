/**
 * A proxy missing from TRUSTED_PROXIES makes one address of all its callers, who then share the waits for wrong
 * passwords. The log reports each such proxy once.
 */
import { BlockList, isIPv6 } from 'node:net';
import { parseAddress } from '#couch/base/address-key.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const NOT_NAMED =
  'Requests come through a proxy that TRUSTED_PROXIES does not name. All its callers count as one address: the wrong passwords of one person lock out everyone. If this is the address of your proxy, add it to TRUSTED_PROXIES.';
const NOT_READ =
  'A proxy sends Forwarded, but not X-Forwarded-For, which alone I2ES reads. All its callers count as one address: the wrong passwords of one person lock out everyone. Let your proxy send X-Forwarded-For.';
/** More proxies than any server has, so that forged headers cannot fill the log. */
const MAX_NOTED = 8;

export function noteUntrustedProxies(gateway: FastifyInstance): void {
  const noted = new Set<string>();
  gateway.addHook('onRequest', async (request) => {
    const sentence = sayUntrusted(request);
    if (sentence === null) return;
    const proxy = addressToLog(request.socket.remoteAddress ?? '');
    if (noted.has(proxy) || noted.size === MAX_NOTED) return;
    noted.add(proxy);
    gateway.log.warn({ proxy }, sentence);
  });
}

/** Fastify lists a second address only if it trusts the first one, the proxy. */
function sayUntrusted({ headers, ips }: FastifyRequest): string | null {
  if (headers['x-forwarded-for'] !== undefined) return (ips?.length ?? 0) > 1 ? null : NOT_NAMED;
  return headers.forwarded === undefined ? null : NOT_READ;
}

const INSIDE = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10]
] as const)
  INSIDE.addSubnet(network, bits);
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10]
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6');

/** Anyone can send these headers, and a public address might be a person's, so it is not logged (threats P9). */
export function addressToLog(address: string): string {
  const parsed = parseAddress(address);
  const text = parsed.kind === 'ipv4' ? parsed.text : (address.split('%')[0] ?? '');
  return INSIDE.check(text, isIPv6(text) ? 'ipv6' : 'ipv4') ? text : 'a public address';
}
