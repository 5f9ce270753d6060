/** A request for an account, as the Board keeps it: Bangladesh's first, asked in November 2026. */
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';

export function aRegistration(over: Partial<Registration> = {}): Registration {
  return {
    _id: 'registration:BD:1',
    schema: 1,
    country: 'BD' as CountryCode,
    authority: 'Department of Narcotics Control',
    name: 'Nasrin Rahman',
    function: 'Director, licensing',
    email: 'nasrin.rahman@dnc.example',
    address: '41 Segun Bagicha Road\nDhaka 1000',
    language: 'en',
    status: 'asked',
    askedAt: '2026-11-20T08:00:00.000Z' as Instant,
    marks: [],
    steps: [],
    ...over
  };
}
