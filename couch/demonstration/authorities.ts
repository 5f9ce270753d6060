/**
 * Trading authorities of the demonstration, with their published names. Persons, companies, addresses and trade are
 * invented (`demonstration: true`).
 */
import type { CountryCode } from '#lib/domain/ids.ts';
import type { DemonstrationAuthority } from './authority.ts';
import { PAPER_AUTHORITIES, WORLD_AUTHORITIES } from './world-authorities.ts';

const AU: DemonstrationAuthority = {
  country: 'AU' as CountryCode,
  name: 'Office of Drug Control',
  address: 'Demonstration address\nCanberra ACT, Australia',
  legalBasis: 'Demonstration: national regulations are not cited',
  people: [
    {
      id: 'au.admin',
      name: 'Margaret Hale',
      function: 'Head of the competent national authority',
      role: 'administrator',
      password: 'wattle-harbour-26'
    },
    {
      id: 'au.officer',
      name: 'Jack Brennan',
      function: 'Authorizing officer',
      role: 'officer',
      password: 'banksia-morning-26'
    }
  ],
  importers: [
    {
      name: 'Demo Southern Hospital Supplies Pty Ltd',
      address: '12 Example Street\nSydney NSW',
      licence: 'DEMO-L-0012'
    },
    {
      name: 'Demo Outback Pharmaceuticals Pty Ltd',
      address: '3 Sample Road\nAlice Springs NT',
      licence: 'DEMO-L-0031'
    },
    {
      name: 'Demo Harbour Clinical Imports Pty Ltd',
      address: '88 Specimen Quay\nMelbourne VIC',
      licence: 'DEMO-L-0047'
    }
  ],
  exporters: [
    {
      name: 'Demo Tasman Alkaloids Pty Ltd',
      address: '1 Illustration Avenue\nWestbury TAS',
      licence: 'DEMO-M-0002'
    },
    {
      name: 'Demo Coral Sea Medicines Pty Ltd',
      address: '41 Pattern Place\nBrisbane QLD',
      licence: 'DEMO-M-0009'
    }
  ],
  ports: ['Sydney', 'Melbourne', 'Brisbane']
};

const CH: DemonstrationAuthority = {
  country: 'CH' as CountryCode,
  name: 'Swissmedic',
  address: 'Demonstration address\nBern, Switzerland',
  legalBasis: 'Demonstration: national regulations are not cited',
  people: [
    {
      id: 'ch.admin',
      name: 'Verena Aebischer',
      function: 'Head of the narcotics division',
      role: 'administrator',
      password: 'edelweiss-quay-26'
    },
    {
      id: 'ch.officer',
      name: 'Luca Bernasconi',
      function: 'Inspector',
      role: 'officer',
      password: 'gentian-evening-26'
    }
  ],
  importers: [
    { name: 'Demo Alpenklinik Einkauf AG', address: 'Musterweg 7\n3000 Bern', licence: 'DEMO-B-114' },
    { name: 'Demo Lémanique Santé SA', address: 'Rue de l’Exemple 19\n1200 Genève', licence: 'DEMO-B-127' }
  ],
  exporters: [
    { name: 'Demo Rheinpharma AG', address: 'Beispielstrasse 4\n4000 Basel', licence: 'DEMO-H-021' },
    { name: 'Demo Ticino Galenica SA', address: 'Via Campione 2\n6900 Lugano', licence: 'DEMO-H-038' },
    { name: 'Demo Jura Injectables SA', address: 'Chemin du Modèle 11\n2800 Delémont', licence: 'DEMO-H-052' }
  ],
  ports: ['Zürich', 'Genève', 'Basel']
};

export const PAIR: readonly DemonstrationAuthority[] = [AU, CH];

export const TRADERS: readonly DemonstrationAuthority[] = [...PAIR, ...WORLD_AUTHORITIES];

const BY_COUNTRY = new Map([...TRADERS, ...PAPER_AUTHORITIES].map((one) => [one.country, one]));

export function authorityOf(country: CountryCode): DemonstrationAuthority {
  const authority = BY_COUNTRY.get(country);
  if (!authority) throw new Error(`no demonstration authority: ${country}`);
  return authority;
}
