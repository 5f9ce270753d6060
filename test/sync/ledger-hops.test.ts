import { describe, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { furthestHop, ledgerToDelivery } from '#lib/sync/ledger-hops.ts';
import { waitsForPartner } from '#lib/sync/waiting-acts.ts';
import type { Ledger } from '#lib/store/api.ts';

vi.mock('$app/paths', () => ({ base: '' }));

const at = (hour: number): Instant => `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z` as Instant;

function aLedger(change: Partial<Ledger> = {}): Ledger {
  return {
    device: at(8),
    server: at(9),
    partner: { CH: null },
    opened: { CH: null },
    refused: false,
    ...change
  };
}

const statuses = (ledger: Ledger): string[] => ledgerToDelivery(ledger).hops.map((hop) => hop.status);

describe('the four delivery dots', () => {
  test('nothing acknowledged: only this device has it, however long ago', () => {
    expect(statuses(aLedger({ server: null }))).toEqual(['reached', 'waiting', 'waiting', 'waiting']);
  });

  test('an act to nobody else is never called delivered', () => {
    expect(furthestHop(aLedger({ partner: {}, opened: {} }))).toBe('server');
  });

  test('with two partners it is delivered when both have it, and says before how many have', () => {
    const half = aLedger({ partner: { CH: at(10), DE: null }, opened: { CH: null, DE: null } });
    expect(furthestHop(half)).toBe('server');
    expect(ledgerToDelivery(half).hops[2]?.detail).toContain('1');
    expect(waitsForPartner(half)).toBe(true);
    const both = aLedger({ partner: { CH: at(10), DE: at(11) }, opened: { CH: null, DE: null } });
    expect(furthestHop(both)).toBe('partner');
    expect(waitsForPartner(both)).toBe(false);
  });

  test('opened names who opened it', () => {
    const opened = aLedger({
      partner: { CH: at(10) },
      opened: { CH: { at: at(12), by: 'Luca Bernasconi' } }
    });
    expect(furthestHop(opened)).toBe('opened');
    expect(ledgerToDelivery(opened).hops[3]?.detail).toContain('Luca Bernasconi');
  });

  test('a refusal is a cross at our server and nothing after it, whatever else is known', () => {
    const refused = aLedger({ server: null, refused: true });
    expect(statuses(refused)).toEqual(['reached', 'refused', 'waiting', 'waiting']);
    expect(waitsForPartner(refused)).toBe(false);
  });
});
