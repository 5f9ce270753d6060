/** Origin of an account request. */

/** Keyed hashes, different for each country: of the address, and of the network around it. */
export interface Sender {
  readonly address: string;
  readonly network: string;
}
