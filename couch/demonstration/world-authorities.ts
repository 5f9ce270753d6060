/**
 * The nine further countries of the slide of 22 March 2019, and three partners outside the system. Persons, companies
 * and addresses are invented.
 */
import type { Party } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { DemonstrationAuthority, DemonstrationPerson } from './authority.ts';

/** Country, authority, city; administrator and officer with passwords; words of company names; ports. */
type Row = readonly [
  country: string,
  authority: string,
  city: string,
  administrator: readonly [name: string, password: string],
  officer: readonly [name: string, password: string],
  companies: readonly [importers: readonly string[], exporters: readonly string[]],
  ports: readonly string[]
];

const ROWS: readonly Row[] = [
  [
    'BD',
    'Department of Narcotics Control',
    'Dhaka, Bangladesh',
    ['Nasreen Chowdhury', 'monsoon-ferry-26'],
    ['Rafiq Hossain', 'jute-harbour-26'],
    [
      ['Meghna Hospital Supply Ltd', 'Padma Pharma Imports Ltd'],
      ['Surma Laboratories Ltd', 'Jamuna Medicines Ltd']
    ],
    ['Dhaka', 'Chattogram']
  ],
  [
    'BE',
    'Federal Agency for Medicines and Health Products',
    'Brussels, Belgium',
    ['Annelies Wouters', 'belfry-tulip-26'],
    ['Thomas Lambert', 'canal-biscuit-26'],
    [
      ['Ardennes Ziekenhuisinkoop NV', 'Meuse Distribution SA'],
      ['Schelde Pharma NV', 'Hesbaye Médicaments SA', 'Kempen Injectables NV']
    ],
    ['Brussels', 'Antwerp']
  ],
  [
    'BR',
    'Agência Nacional de Vigilância Sanitária',
    'Brasília, Brazil',
    ['Luciana Prado', 'araucaria-tide-26'],
    ['Rafael Monteiro', 'samba-lantern-26'],
    [
      ['Cerrado Hospitalar Ltda', 'Guanabara Importadora Ltda'],
      ['Paraná Fármacos Ltda', 'Capibaribe Medicamentos Ltda']
    ],
    ['São Paulo', 'Rio de Janeiro']
  ],
  [
    'FI',
    'Finnish Medicines Agency',
    'Helsinki, Finland',
    ['Aino Korhonen', 'birch-harbour-26'],
    ['Mikko Laine', 'lakeside-lichen-26'],
    [
      ['Saimaa Sairaalatukku Oy', 'Lappi Lääke Oy'],
      ['Pohjola Pharma Oy', 'Aurajoki Lääkkeet Oy']
    ],
    ['Helsinki', 'Turku']
  ],
  [
    'JO',
    'Jordan Food and Drug Administration',
    'Amman, Jordan',
    ['Rania Haddad', 'basalt-olive-26'],
    ['Omar Nasser', 'wadi-morning-26'],
    [
      ['Petra Medical Supplies Co', 'Jerash Imports Co'],
      ['Azraq Pharmaceuticals Co', 'Balqa Medicines Co']
    ],
    ['Amman', 'Aqaba']
  ],
  [
    'QA',
    'Ministry of Public Health',
    'Doha, Qatar',
    ['Maryam Al-Sulaiti', 'pearl-dhow-26'],
    ['Khalid Al-Mannai', 'dune-compass-26'],
    [['Corniche Medical Stores WLL', 'Dukhan Hospital Supply WLL'], ['Zubarah Medicines WLL']],
    ['Doha']
  ],
  [
    'TH',
    'Food and Drug Administration, Narcotics Control Division',
    'Nonthaburi, Thailand',
    ['Siriporn Chaiyasit', 'lotus-river-26'],
    ['Anan Wattana', 'temple-mango-26'],
    [
      ['Chao Phraya Medical Co Ltd', 'Isan Hospital Supply Co Ltd'],
      ['Andaman Pharma Co Ltd', 'Lanna Laboratories Co Ltd']
    ],
    ['Bangkok', 'Laem Chabang']
  ],
  [
    'TR',
    'Turkish Medicines and Medical Devices Agency',
    'Ankara, Türkiye',
    ['Elif Demir', 'anatolia-fig-26'],
    ['Murat Aydın', 'bosphorus-kite-26'],
    [
      ['Toros Ecza Deposu AŞ', 'Ege Hastane Tedarik AŞ'],
      ['Afyon Alkaloid AŞ', 'Sakarya İlaç AŞ']
    ],
    ['Istanbul', 'Izmir']
  ],
  [
    'US',
    'Drug Enforcement Administration',
    'Springfield VA, United States of America',
    ['Carol Whitfield', 'prairie-quartz-26'],
    ['David Okafor', 'bluegrass-canyon-26'],
    [
      ['Chesapeake Hospital Supply Inc', 'Cascade Clinical Imports Inc', 'Ohio Valley Research Inc'],
      ['Great Lakes Pharmaceuticals Inc', 'Piedmont Injectables Inc', 'Sonora Laboratories LLC']
    ],
    ['New York', 'Chicago', 'Los Angeles']
  ]
];

/** Not on the system: their authorizations stay here and go to them on paper. */
const PAPER_ROWS: readonly Row[] = [
  paper('AE', 'Ministry of Health and Prevention', 'Abu Dhabi, United Arab Emirates', 'Al Dhafra', 'Dubai'),
  paper('GB', 'Home Office', 'London, United Kingdom', 'Pennine', 'London'),
  paper('KW', 'Ministry of Health', 'Kuwait City, Kuwait', 'Failaka', 'Kuwait')
];

function paper(country: string, authority: string, city: string, word: string, port: string): Row {
  const companies = [[`${word} Imports Co`], [`${word} Pharmaceuticals Co`]] as const;
  return [country, authority, city, ['', ''], ['', ''], companies, [port]];
}

export const WORLD_AUTHORITIES: readonly DemonstrationAuthority[] = ROWS.map((row) =>
  toAuthority(row, peopleOf(row))
);
export const PAPER_AUTHORITIES: readonly DemonstrationAuthority[] = PAPER_ROWS.map((row) =>
  toAuthority(row, [])
);

/** All its partners are outside the system. */
export const ON_PAPER_ALONE = 'QA' as CountryCode;

function toAuthority(
  [country, name, city, , , [importers, exporters], ports]: Row,
  people: readonly DemonstrationPerson[]
): DemonstrationAuthority {
  const toParties = (names: readonly string[], letter: string): Party[] =>
    names.map((one, index) => ({
      name: `Demo ${one}`,
      address: `${index + 1} Example Street\n${city}`,
      licence: `DEMO-${country}-${letter}${index + 1}`
    }));
  return {
    country: country as CountryCode,
    name,
    address: `Demonstration address\n${city}`,
    legalBasis: 'Demonstration: national regulations are not cited',
    people,
    importers: toParties(importers, 'I'),
    exporters: toParties(exporters, 'E'),
    ports
  };
}

function peopleOf([country, , , administrator, officer]: Row): readonly DemonstrationPerson[] {
  const countryId = country.toLowerCase();
  return [
    {
      id: `${countryId}.admin`,
      name: administrator[0],
      function: 'Head of the competent national authority',
      role: 'administrator',
      password: administrator[1]
    },
    {
      id: `${countryId}.officer`,
      name: officer[0],
      function: 'Authorizing officer',
      role: 'officer',
      password: officer[1]
    }
  ];
}
