/** One window of a browser that Playwright does not drive, by the little that WebDriver of either kind can do. */
export interface DrivenWindow {
  open(address: string): Promise<void>;
  /** Runs in the page: self-contained, its arguments and its answer plain JSON. */
  run<A extends readonly unknown[], R>(inPage: (...given: A) => R | Promise<R>, ...given: A): Promise<R>;
  /** Hands and keys, in the words of WebDriver's actions, which both kinds share. */
  act(sources: readonly ActionSource[]): Promise<void>;
  /** PNG of what is in sight. */
  picture(): Promise<Buffer>;
  /** Ends the browser and removes what it left. */
  end(): Promise<void>;
}

export interface ActionSource {
  readonly type: 'key' | 'pointer';
  readonly id: string;
  readonly actions: readonly object[];
}
