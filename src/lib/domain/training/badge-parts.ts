/** Parts of a certificate that depend on its kind: finished path or attendance. */
export interface BadgeParts {
  readonly stated: object;
  readonly name: string;
  readonly validFrom: string;
  readonly achievement: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly creator?: object;
  };
  readonly subject?: object;
}
