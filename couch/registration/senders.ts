/**
 * Keyed hashes of a sender's address and network, different per country, for the limits on requests. No address can be
 * found by trial.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { networkOf, parseAddress } from '#couch/base/address-key.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Sender } from '#lib/domain/registration/crowd.ts';

const LENGTH = 16;

export class Senders {
  readonly #key: Uint8Array;

  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'i2es registration: senders', 32));
  }

  of(address: string, country: CountryCode): Sender {
    const { own, network } = partsOf(address);
    return { address: this.#digest(country, own), network: this.#digest(country, network) };
  }

  #digest(country: CountryCode, text: string): string {
    const hash = createHmac('sha256', this.#key).update(`${country}\n${text}`).digest('base64url');
    return hash.slice(0, LENGTH);
  }
}

/** IPv6: one caller has a /48, a provider a /32. IPv4: one address, in its /16. */
function partsOf(ip: string): { readonly own: string; readonly network: string } {
  const address = parseAddress(ip);
  if (address.kind === 'ipv6')
    return { own: networkOf(address.groups, 3), network: networkOf(address.groups, 2) };
  return { own: address.text, network: address.text.split('.').slice(0, 2).join('.') };
}
