import { describe, expect, test } from 'vitest';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { isFolded, placeOf, type Sender } from '#lib/domain/registration/crowd.ts';
import { registrationId, type Registration } from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';

const DZ = 'DZ' as CountryCode;
const BOUNDS = { perSender: 2, inQueue: 3, folded: 4 };

function aRequest(name: string): RegistrationRequest {
  return {
    country: DZ,
    authority: 'Direction de la pharmacie',
    name,
    function: 'Head',
    email: 'head@authority.example',
    address: 'Algiers',
    language: 'fr'
  };
}

const from = (network: string, address: string): Sender => ({ network, address });

function aHeld(n: number, sender: Sender, over: Partial<Registration> = {}): Registration {
  const head = { _id: registrationId(DZ, n), schema: 1, status: 'asked', steps: [], marks: [] } as const;
  return {
    ...head,
    askedAt: '2026-11-24T09:00:00.000Z' as Instant,
    ...aRequest(`Asker ${n}`),
    sender,
    ...over
  };
}

/** So many in the queue, then folded ones of these networks, each of an address of its own. */
function aCrowd(inQueue: number, networks: readonly string[]): Registration[] {
  const queue = Array.from({ length: inQueue }, (_, at) => aHeld(at + 1, from('flood', `q${at}`)));
  const folded = networks.map((network, at) =>
    aHeld(inQueue + at + 1, from(network, `${network}${at}`), { marks: ['crowded'] })
  );
  return [...queue, ...folded];
}

describe('a new request for a country’s account', () => {
  const place = (held: readonly Registration[], sender = from('ministry', 'm'), name = 'The real one') =>
    placeOf(aRequest(name), sender, held, BOUNDS);

  test('stands in the queue below its bound, and is folded beyond it', () => {
    expect(place(aCrowd(2, []))).toEqual({ kind: 'queue' });
    expect(place(aCrowd(3, []))).toEqual({ kind: 'folded', instead: [] });
    expect(place(aCrowd(3, ['flood', 'flood', 'flood']))).toEqual({ kind: 'folded', instead: [] });
  });

  test('in the same words as one that waits is that one, wherever it comes from', () => {
    expect(place(aCrowd(3, []), from('other', 'o'), 'Asker 2')).toEqual({ kind: 'there' });
  });

  test('of one address is taken twice, and again once INCB has decided', () => {
    const sender = from('ministry', 'm');
    const two = [aHeld(1, sender), aHeld(2, sender)];
    expect(place(two)).toEqual({ kind: 'refused' });
    expect(place(two, from('ministry', 'other desk'))).toEqual({ kind: 'queue' });
    expect(place([aHeld(1, sender), aHeld(2, sender, { status: 'refused' })])).toEqual({ kind: 'queue' });
  });

  test('is never refused for what others have sent: of the largest network the oldest gives way', () => {
    expect(place(aCrowd(3, ['lone', 'flood', 'flood', 'other']))).toEqual({
      kind: 'folded',
      instead: ['registration:DZ:5']
    });
  });

  test('of the flood itself displaces the flood and not the one that came alone', () => {
    const held = aCrowd(3, ['ministry', 'a', 'flood', 'b']);
    expect(place(held, from('flood', 'f9'), 'One more')).toEqual({
      kind: 'folded',
      instead: ['registration:DZ:6']
    });
  });

  test('makes as much room as is needed where two came at the same moment', () => {
    const held = aCrowd(3, ['lone', 'flood', 'flood', 'flood', 'other']);
    expect(place(held)).toEqual({ kind: 'folded', instead: ['registration:DZ:5', 'registration:DZ:6'] });
  });

  test('that is folded is never displaced once INCB has sent a letter for it', () => {
    const held = aCrowd(3, ['flood', 'flood', 'flood', 'flood']).map((one) =>
      one._id === 'registration:DZ:4' ? { ...one, status: 'letter' as const } : one
    );
    expect(held.filter(isFolded)).toHaveLength(3);
    // It stands in the queue now, as one of those that wait there.
    expect(place(held)).toEqual({ kind: 'folded', instead: [] });
  });
});
