/** The parts of a certificate that its kind decides: of a finished path, or of attendance. */
export interface BadgeParts {
  /** What the id of the certificate is made of, besides the key. */
  readonly stated: object;
  readonly name: string;
  /** Date and time of the second from which on it holds. */
  readonly validFrom: string;
  readonly achievement: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly creator?: object;
  };
  readonly subject?: object;
}
