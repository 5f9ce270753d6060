/** Only acknowledged hops count as reached (invariant 8). */
import { formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Ledger } from '#lib/store/api.ts';
import type { Hop } from '#lib/ui/figure/DeliveryDots.svelte';

type Reach = 'device' | 'server' | 'partner' | 'opened' | 'refused';

/** With several addressees a hop counts only when all reached it. */
export function furthestHop(ledger: Ledger): Reach {
  if (ledger.refused) return 'refused';
  if (isByAll(Object.values(ledger.opened))) return 'opened';
  if (isByAll(Object.values(ledger.partner))) return 'partner';
  return ledger.server === null ? 'device' : 'server';
}

function isByAll(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => value !== null);
}

const WORDS: Readonly<Record<Reach, () => string>> = {
  device: m.line_word_device,
  server: m.line_word_server,
  partner: m.line_word_partner,
  opened: m.line_word_opened,
  refused: m.line_word_refused
};

export function ledgerToDelivery(ledger: Ledger): { readonly hops: readonly Hop[]; readonly word: string } {
  const opened = Object.values(ledger.opened);
  const partner = Object.values(ledger.partner);
  const last = opened.find((one) => one !== null);
  return {
    word: WORDS[furthestHop(ledger)](),
    hops: [
      aHop(m.line_hop_device(), ledger.device),
      ledger.refused
        ? { name: m.line_hop_server(), status: 'refused' }
        : aHop(m.line_hop_server(), ledger.server),
      { ...aHop(m.line_hop_partner(), latestOfAll(partner)), ...someOf(partner) },
      {
        name: m.line_hop_opened(),
        status: isByAll(opened) ? 'reached' : 'waiting',
        ...(last ? { detail: m.line_hop_opened_detail({ by: last.by, at: formatDateTime(last.at) }) } : {}),
        ...someOf(opened)
      }
    ]
  };
}

function aHop(name: string, at: Instant | null): Hop {
  return at === null ? { name, status: 'waiting' } : { name, status: 'reached', detail: formatDateTime(at) };
}

function latestOfAll(instants: readonly (Instant | null)[]): Instant | null {
  if (!isByAll(instants)) return null;
  return instants.reduce((latest, at) => ((at ?? '') > (latest ?? '') ? at : latest));
}

function someOf(values: readonly unknown[]): { readonly detail?: string } {
  const done = values.filter((value) => value !== null).length;
  return done > 0 && done < values.length ? { detail: m.line_hop_some({ done, total: values.length }) } : {};
}
