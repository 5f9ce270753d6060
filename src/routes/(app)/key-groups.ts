import { m } from '#lib/i18n/messages.ts';
import type { KeyGroup } from '#lib/ui/shell/KeyHelpDialog.svelte';
import { LOCK_KEY } from './desk-keys.ts';
import type { DeskPlace } from './desks.ts';

export function keyGroups(places: readonly DeskPlace[], issues: boolean): readonly KeyGroup[] {
  return [
    {
      title: m.app_keys_everywhere(),
      keys: [
        { shortcut: 'mod+k', label: m.app_key_find() },
        { shortcut: '?', label: m.app_key_help() },
        ...(issues ? [{ shortcut: 'n', label: m.app_key_new() }] : []),
        { shortcut: LOCK_KEY, label: m.app_lock() },
        { shortcut: 'Esc', label: m.app_key_close() }
      ]
    },
    {
      title: m.app_keys_go(),
      keys: places.map(({ letter, label }) => ({ shortcut: `g+${letter}`, label: label() }))
    },
    {
      title: m.app_keys_register(),
      keys: [
        { shortcut: '/', label: m.app_key_search() },
        { shortcut: '↓+↑', label: m.app_key_rows() },
        { shortcut: 'enter', label: m.app_key_open() }
      ]
    },
    ...(issues ? [formKeys()] : []),
    ...(places.some(({ letter }) => letter === 'm') ? [matchingKeys()] : [])
  ];
}

function formKeys(): KeyGroup {
  return {
    title: m.authorization_keys(),
    keys: [
      { shortcut: 'enter', label: m.authorization_key_cell() },
      { shortcut: 'mod+s', label: m.authorization_key_save() },
      { shortcut: 'mod+enter', label: m.authorization_key_issue() }
    ]
  };
}

function matchingKeys(): KeyGroup {
  return {
    title: m.matching_title(),
    keys: [
      { shortcut: 'j+k', label: m.matching_key_next() },
      { shortcut: 'enter', label: m.matching_key_link() },
      { shortcut: 'u', label: m.matching_key_undo() }
    ]
  };
}
