import type { IconName } from '../icons.ts';

export interface CommandItem {
  readonly id: string;
  readonly label: string;
  /** The label is a number, to be compared sign by sign. */
  readonly isCode?: boolean;
  readonly detail?: string | undefined;
  readonly group: string;
  readonly icon?: IconName | undefined;
  readonly keywords?: string | undefined;
  readonly href?: string | undefined;
  readonly onselect?: (() => void) | undefined;
}
