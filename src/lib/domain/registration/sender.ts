/** From where a request for an account came. */

/** Keyed hashes, of this country alone: of the address that asked, and of the network around it. */
export interface Sender {
  readonly address: string;
  readonly network: string;
}
