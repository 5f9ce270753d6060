/**
 * Real countries' names; people, companies and addresses are invented. None comes from the demonstration: a company's
 * name in the program would hide plain text in a search of the disk.
 */
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import type { Person } from '#lib/store/api.ts';

export interface PracticeOffice {
  readonly side: Side;
  readonly country: CountryCode;
  readonly person: Person;
  readonly password: string;
  readonly passphrase: string;
  readonly authority: { readonly name: string; readonly address: string };
  readonly companies: readonly {
    readonly name: string;
    readonly address: string;
    readonly country: CountryCode;
  }[];
  readonly port: string;
}

export function accountOf(of: string): string {
  return [of, 'exercise'].join('.');
}

export const OFFICES: Readonly<Record<Side, PracticeOffice>> = {
  importing: {
    side: 'importing',
    country: 'AU' as CountryCode,
    person: {
      id: accountOf('au'),
      name: 'Alex Marlow (exercise)',
      function: 'Authorizing officer',
      role: 'administrator',
      authority: 'AU' as AuthorityCode
    },
    password: 'exercise-wattle-26',
    passphrase: 'seven herons practise by the lake',
    authority: { name: 'Office of Drug Control (exercise)', address: '1 Exercise Street\nCanberra ACT' },
    companies: [
      {
        name: 'Exercise Wattle Hospital Supplies Pty Ltd',
        address: '12 Example Street\nSydney NSW',
        country: 'AU' as CountryCode
      },
      {
        name: 'Exercise Pelican Clinical Imports Pty Ltd',
        address: '88 Specimen Quay\nMelbourne VIC',
        country: 'AU' as CountryCode
      }
    ],
    port: 'Sydney'
  },
  exporting: {
    side: 'exporting',
    country: 'CH' as CountryCode,
    person: {
      id: accountOf('ch'),
      name: 'Robin Vogt (exercise)',
      function: 'Inspector',
      role: 'administrator',
      authority: 'CH' as AuthorityCode
    },
    password: 'exercise-gentian-26',
    passphrase: 'nine goats practise over the pass',
    authority: { name: 'Swissmedic (exercise)', address: 'Übungsweg 1\n3000 Bern' },
    companies: [
      {
        name: 'Exercise Edelweiss Pharma AG',
        address: 'Beispielstrasse 4\n4000 Basel',
        country: 'CH' as CountryCode
      },
      {
        name: 'Exercise Marmotte Injectables SA',
        address: 'Chemin du Modèle 11\n2800 Delémont',
        country: 'CH' as CountryCode
      }
    ],
    port: 'Zürich'
  }
};

export function partnerOf(side: Side): PracticeOffice {
  return OFFICES[side === 'importing' ? 'exporting' : 'importing'];
}

export function databaseOf({ country }: Pick<PracticeOffice, 'country'>): string {
  return authorityToDatabase(country) ?? '';
}
