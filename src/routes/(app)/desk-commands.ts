import { newAuthorizationHref } from '#lib/address/record-link.ts';
import { moreItems } from '#lib/register/more-items.ts';
import { m } from '#lib/i18n/messages.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { CommandItem } from '#lib/ui/shell/page-commands.svelte.ts';
import type { desksFor } from './desks.ts';

interface Deeds {
  readonly wish: () => void;
  readonly lock: () => void;
  readonly signOut: () => void;
}

export function deskCommands(
  places: ReturnType<typeof desksFor>,
  isIssuing: boolean,
  { wish, lock, signOut }: Deeds
): readonly CommandItem[] {
  return [
    ...places.map(({ href, label, icon }) => ({
      id: href,
      label: label(),
      icon,
      href,
      group: m.app_group_pages()
    })),
    ...(isIssuing
      ? [
          anAction('new', m.register_new(), { icon: 'add', href: newAuthorizationHref() }),
          ...moreItems().map((item) => anAction(item.href, item.label, item)),
          anAction('wish', m.app_send_wish(), { icon: 'wish', onselect: wish })
        ]
      : []),
    anAction('send', m.app_send_now(), { icon: 'refresh', onselect: () => store.syncNow() }),
    anAction('lock', m.app_lock(), { icon: 'lock', onselect: lock }),
    anAction('sign-out', m.app_sign_out(), { icon: 'person', onselect: signOut })
  ];
}

function anAction(id: string, label: string, more: Partial<CommandItem>): CommandItem {
  return { id, label, group: m.app_group_actions(), ...more };
}
