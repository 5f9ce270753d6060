/**
 * Authorities of the demonstration, with their published names: the eleven of the slide of 22 March 2019, and three
 * partners outside the system. Persons, companies, addresses and trade are invented (`demonstration: true`).
 */
import type { Party } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export interface DemonstrationPerson {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: 'administrator' | 'officer';
  readonly password: string;
}

export interface DemonstrationAuthority {
  readonly country: CountryCode;
  readonly name: string;
  readonly address: string;
  readonly legalBasis: string;
  readonly people: readonly DemonstrationPerson[];
  readonly importers: readonly Party[];
  readonly exporters: readonly Party[];
  readonly ports: readonly string[];
}

/** Texts are lists, separated by commas. */
interface Row {
  readonly name: string;
  readonly city: string;
  readonly people: string;
  readonly titles?: readonly [administrator: string, officer: string];
  /** Names of companies, or of the first two countries `name; address; licence`. */
  readonly importers: string | readonly string[];
  readonly exporters: string | readonly string[];
  readonly ports: string;
}

const PAIR_ROWS: Readonly<Record<string, Row>> = {
  AU: {
    name: 'Office of Drug Control',
    city: 'Canberra ACT, Australia',
    people: 'Margaret Hale, wattle-harbour-26, Jack Brennan, banksia-morning-26',
    importers: [
      'Southern Hospital Supplies Pty Ltd; 12 Example Street\nSydney NSW; L-0012',
      'Outback Pharmaceuticals Pty Ltd; 3 Sample Road\nAlice Springs NT; L-0031',
      'Harbour Clinical Imports Pty Ltd; 88 Specimen Quay\nMelbourne VIC; L-0047'
    ],
    exporters: [
      'Tasman Alkaloids Pty Ltd; 1 Illustration Avenue\nWestbury TAS; M-0002',
      'Coral Sea Medicines Pty Ltd; 41 Pattern Place\nBrisbane QLD; M-0009'
    ],
    ports: 'Sydney, Melbourne, Brisbane'
  },
  CH: {
    name: 'Swissmedic',
    city: 'Bern, Switzerland',
    people: 'Verena Aebischer, edelweiss-quay-26, Luca Bernasconi, gentian-evening-26',
    titles: ['Head of the narcotics division', 'Inspector'],
    importers: [
      'Alpenklinik Einkauf AG; Musterweg 7\n3000 Bern; B-114',
      'Lémanique Santé SA; Rue de l’Exemple 19\n1200 Genève; B-127'
    ],
    exporters: [
      'Rheinpharma AG; Beispielstrasse 4\n4000 Basel; H-021',
      'Ticino Galenica SA; Via Campione 2\n6900 Lugano; H-038',
      'Jura Injectables SA; Chemin du Modèle 11\n2800 Delémont; H-052'
    ],
    ports: 'Zürich, Genève, Basel'
  }
};

const WORLD_ROWS: Readonly<Record<string, Row>> = {
  BD: {
    name: 'Department of Narcotics Control',
    city: 'Dhaka, Bangladesh',
    people: 'Nasreen Chowdhury, monsoon-ferry-26, Rafiq Hossain, jute-harbour-26',
    importers: 'Meghna Hospital Supply Ltd, Padma Pharma Imports Ltd',
    exporters: 'Surma Laboratories Ltd, Jamuna Medicines Ltd',
    ports: 'Dhaka, Chattogram'
  },
  BE: {
    name: 'Federal Agency for Medicines and Health Products',
    city: 'Brussels, Belgium',
    people: 'Annelies Wouters, belfry-tulip-26, Thomas Lambert, canal-biscuit-26',
    importers: 'Ardennes Ziekenhuisinkoop NV, Meuse Distribution SA',
    exporters: 'Schelde Pharma NV, Hesbaye Médicaments SA, Kempen Injectables NV',
    ports: 'Brussels, Antwerp'
  },
  BR: {
    name: 'Agência Nacional de Vigilância Sanitária',
    city: 'Brasília, Brazil',
    people: 'Luciana Prado, araucaria-tide-26, Rafael Monteiro, samba-lantern-26',
    importers: 'Cerrado Hospitalar Ltda, Guanabara Importadora Ltda',
    exporters: 'Paraná Fármacos Ltda, Capibaribe Medicamentos Ltda',
    ports: 'São Paulo, Rio de Janeiro'
  },
  FI: {
    name: 'Finnish Medicines Agency',
    city: 'Helsinki, Finland',
    people: 'Aino Korhonen, birch-harbour-26, Mikko Laine, lakeside-lichen-26',
    importers: 'Saimaa Sairaalatukku Oy, Lappi Lääke Oy',
    exporters: 'Pohjola Pharma Oy, Aurajoki Lääkkeet Oy',
    ports: 'Helsinki, Turku'
  },
  JO: {
    name: 'Jordan Food and Drug Administration',
    city: 'Amman, Jordan',
    people: 'Rania Haddad, basalt-olive-26, Omar Nasser, wadi-morning-26',
    importers: 'Petra Medical Supplies Co, Jerash Imports Co',
    exporters: 'Azraq Pharmaceuticals Co, Balqa Medicines Co',
    ports: 'Amman, Aqaba'
  },
  QA: {
    name: 'Ministry of Public Health',
    city: 'Doha, Qatar',
    people: 'Maryam Al-Sulaiti, pearl-dhow-26, Khalid Al-Mannai, dune-compass-26',
    importers: 'Corniche Medical Stores WLL, Dukhan Hospital Supply WLL',
    exporters: 'Zubarah Medicines WLL',
    ports: 'Doha'
  },
  TH: {
    name: 'Food and Drug Administration, Narcotics Control Division',
    city: 'Nonthaburi, Thailand',
    people: 'Siriporn Chaiyasit, lotus-river-26, Anan Wattana, temple-mango-26',
    importers: 'Chao Phraya Medical Co Ltd, Isan Hospital Supply Co Ltd',
    exporters: 'Andaman Pharma Co Ltd, Lanna Laboratories Co Ltd',
    ports: 'Bangkok, Laem Chabang'
  },
  TR: {
    name: 'Turkish Medicines and Medical Devices Agency',
    city: 'Ankara, Türkiye',
    people: 'Elif Demir, anatolia-fig-26, Murat Aydın, bosphorus-kite-26',
    importers: 'Toros Ecza Deposu AŞ, Ege Hastane Tedarik AŞ',
    exporters: 'Afyon Alkaloid AŞ, Sakarya İlaç AŞ',
    ports: 'Istanbul, Izmir'
  },
  US: {
    name: 'Drug Enforcement Administration',
    city: 'Springfield VA, United States of America',
    people: 'Carol Whitfield, prairie-quartz-26, David Okafor, bluegrass-canyon-26',
    importers: 'Chesapeake Hospital Supply Inc, Cascade Clinical Imports Inc, Ohio Valley Research Inc',
    exporters: 'Great Lakes Pharmaceuticals Inc, Piedmont Injectables Inc, Sonora Laboratories LLC',
    ports: 'New York, Chicago, Los Angeles'
  }
};

/** Not on the system: their authorizations stay here and go to them on paper. */
const PAPER_ROWS: Readonly<Record<string, Row>> = {
  AE: paper('Ministry of Health and Prevention', 'Abu Dhabi, United Arab Emirates', 'Al Dhafra', 'Dubai'),
  GB: paper('Home Office', 'London, United Kingdom', 'Pennine', 'London'),
  KW: paper('Ministry of Health', 'Kuwait City, Kuwait', 'Failaka', 'Kuwait')
};

function paper(name: string, city: string, word: string, ports: string): Row {
  return {
    name,
    city,
    people: '',
    importers: `${word} Imports Co`,
    exporters: `${word} Pharmaceuticals Co`,
    ports
  };
}

const TITLES = ['Head of the competent national authority', 'Authorizing officer'] as const;

export const PAIR = toAuthorities(PAIR_ROWS);
export const TRADERS: readonly DemonstrationAuthority[] = [...PAIR, ...toAuthorities(WORLD_ROWS)];
export const PAPER_AUTHORITIES = toAuthorities(PAPER_ROWS);
/** Registered, but none of its devices is certified. */
export const [KENYAN] = toAuthorities({
  KE: paper('Pharmacy and Poisons Board', 'Nairobi, Kenya', 'Rift Valley', 'Nairobi')
}) as [DemonstrationAuthority];
/** All its partners are outside the system. */
export const ON_PAPER_ALONE = 'QA' as CountryCode;

const BY_COUNTRY = new Map([...TRADERS, ...PAPER_AUTHORITIES].map((one) => [one.country, one]));

export function authorityOf(country: CountryCode): DemonstrationAuthority {
  const authority = BY_COUNTRY.get(country);
  if (!authority) throw new Error(`no demonstration authority: ${country}`);
  return authority;
}

function toAuthorities(rows: Readonly<Record<string, Row>>): readonly DemonstrationAuthority[] {
  return Object.entries(rows).map(([country, { name, city, ports, ...row }]) => ({
    country: country as CountryCode,
    name,
    address: `Demonstration address\n${city}`,
    legalBasis: 'Demonstration: national regulations are not cited',
    people: toPeople(country, row),
    importers: toParties(row.importers, country, city, 'I'),
    exporters: toParties(row.exporters, country, city, 'E'),
    ports: ports.split(', ')
  }));
}

function toParties(list: Row['importers'], country: string, city: string, letter: string): Party[] {
  const named = typeof list === 'string' ? list.split(', ') : list;
  return named.map((one, index) => {
    const place = `${index + 1} Example Street\n${city}`;
    const [name = '', address = place, licence = `${country}-${letter}${index + 1}`] = one.split('; ');
    return { name: `Demo ${name}`, address, licence: `DEMO-${licence}` };
  });
}

function toPeople(country: string, row: Pick<Row, 'people' | 'titles'>): DemonstrationPerson[] {
  const [administrator = '', first = '', officer = '', second = ''] = row.people.split(', ');
  const titles = row.titles ?? TITLES;
  const countryId = country.toLowerCase();
  const people: readonly DemonstrationPerson[] = [
    {
      id: `${countryId}.admin`,
      name: administrator,
      function: titles[0],
      role: 'administrator',
      password: first
    },
    { id: `${countryId}.officer`, name: officer, function: titles[1], role: 'officer', password: second }
  ];
  return people.filter(({ name }) => name !== '');
}
