/**
 * Who asked for a country's account, as far as a bound needs it: keyed hashes of the address and of the network
 * around it, another one for each country. No address is stored, and none can be found by trying them all.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { networkOf, parseAddress } from '#couch/base/address-key.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Sender } from '#lib/domain/registration/crowd.ts';

const LENGTH = 16;

export class Senders {
  readonly #key: Uint8Array;

  /** `secret`: the installation's, the same for all its gateways. */
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

/** Of IPv6 one caller has a whole site (/48), and a provider /32; of IPv4 one address, and the /16 around it. */
function partsOf(ip: string): { readonly own: string; readonly network: string } {
  const address = parseAddress(ip);
  if (address.kind === 'ipv6')
    return { own: networkOf(address.groups, 3), network: networkOf(address.groups, 2) };
  return { own: address.text, network: address.text.split('.').slice(0, 2).join('.') };
}
