import type { IconName } from './icons.ts';

export interface MenuItem {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly href?: string | undefined;
  readonly onselect?: (() => void) | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly current?: boolean;
  readonly lang?: string | undefined;
}
