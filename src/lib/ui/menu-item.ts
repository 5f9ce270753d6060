import type { IconName } from './icons.ts';

export interface MenuItem {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly href?: string | undefined;
  readonly onselect?: (() => void) | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** The one that is in force, such as the language of the screen. */
  readonly current?: boolean;
  /** The language its words are in, where it differs from the page's. */
  readonly lang?: string | undefined;
}
