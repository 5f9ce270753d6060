/**
 * Delivery dots of a partner's act: a verified act in our database proves the earlier hops. The last dot is our own
 * signed receipt for opening.
 */
import { formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { Ledger } from '#lib/store/api.ts';
import type { Hop } from '#lib/ui/figure/DeliveryDots.svelte';

export function receivedToDelivery(
  ledger: Ledger,
  own: AuthorityCode,
  signedAt: Instant
): { readonly hops: readonly Hop[]; readonly word: string } {
  const opened = ledger.opened[own] ?? null;
  const reached = { status: 'reached' } as const;
  return {
    word: opened ? m.dossier_hop_word_opened() : m.dossier_hop_word_received(),
    hops: [
      { name: m.dossier_hop_signed(), detail: formatDateTime(signedAt), ...reached },
      { name: m.dossier_hop_sent(), ...reached },
      { name: m.dossier_hop_received(), ...reached },
      opened
        ? {
            name: m.dossier_hop_opened(),
            detail: m.line_hop_opened_detail({ by: opened.by, at: formatDateTime(opened.at) }),
            ...reached
          }
        : { name: m.dossier_hop_opened(), status: 'waiting' }
    ]
  };
}
