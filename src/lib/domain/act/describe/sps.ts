/**
 * An authorization in the structure of UN/CEFACT's SPS certificate, by `mapping.ts`. Modelled on it, never conforming:
 * the official schema could not be obtained. Elements are those of the published sample of ePhyto.
 */
import type { Line, Party } from '../../goods/goods.ts';
import type { EditionIndex } from '../../goods/substance-edition.ts';
import { casOf, CURRENT_EDITION, findForm, findSubstance } from '../../goods/substance.ts';
import type { MicrogramsText } from '../../ids.ts';
import { accept, refuse, type Result } from '../../result.ts';
import type { AuthorizationAct } from '../body.ts';
import { parseDossierKey } from '../dossier-key.ts';
import { TRANSPORT_CODES } from './code-lists.ts';
import { escapeXml } from './xml-tree.ts';

const NAMESPACES =
  'xmlns:rsm="urn:un:unece:uncefact:data:standard:SPSCertificate:17" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:21" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:21"';

/** I2ES’s own codes of notes, where the structure has no place. */
export const NOTE_CODES = {
  base: 'I2ES-BASE-KGM',
  from: 'I2ES-VALID-FROM',
  until: 'I2ES-VALID-UNTIL',
  preparation: 'I2ES-PREPARATION',
  sample: 'I2ES-SAMPLE-DATA',
  id: 'I2ES-ID'
} as const;

type Node = readonly [name: string, content: string | readonly Node[], attributes?: string] | null;

export function toSps(
  { _id, body }: AuthorizationAct,
  edition: EditionIndex = CURRENT_EDITION
): Result<string> {
  const countries = parseDossierKey(body.dossier);
  const cited = 'importAuthorization' in body ? body.importAuthorization : undefined;
  const [from, until] =
    'despatchedOn' in body ? [body.despatchedOn, body.despatchedOn] : [body.validFrom, body.validUntil];
  const mode = body.transport && TRANSPORT_CODES[body.transport];
  const certificate: Node = [
    'rsm:SPSCertificate',
    [
      [
        'rsm:SPSExchangedDocument',
        [
          ['ram:Name', body.kind],
          ['ram:ID', body.number],
          dated('ram:IssueDateTime', body.issuedOn),
          ['ram:IssuerSPSParty', [['ram:Name', body.authority.name]]],
          note('ram:IncludedSPSNote', NOTE_CODES.id, _id),
          note('ram:IncludedSPSNote', NOTE_CODES.from, from),
          note('ram:IncludedSPSNote', NOTE_CODES.until, until),
          body.demonstration === undefined
            ? null
            : note('ram:IncludedSPSNote', NOTE_CODES.sample, 'Sample data: not an authorization'),
          body.remarks === undefined ? null : ['ram:IncludedSPSNote', [['ram:Content', body.remarks]]],
          [
            'ram:SignatorySPSAuthentication',
            [
              dated('ram:ActualDateTime', body.at),
              [
                'ram:ProviderSPSParty',
                [
                  ['ram:Name', body.authority.name],
                  ['ram:SpecifiedSPSPerson', [['ram:Name', body.by.name]]]
                ]
              ]
            ]
          ],
          cited === undefined
            ? null
            : [
                'ram:ReferenceSPSReferencedDocument',
                [
                  dated('ram:IssueDateTime', cited.issuedOn),
                  ['ram:ID', cited.number],
                  ['ram:Information', cited.authority]
                ]
              ]
        ]
      ],
      [
        'rsm:SPSConsignment',
        [
          partyNode('ram:ConsignorSPSParty', body.exporter),
          partyNode('ram:ConsigneeSPSParty', body.importer),
          countries && ['ram:ExportSPSCountry', [['ram:ID', countries.exporting]]],
          countries && ['ram:ImportSPSCountry', [['ram:ID', countries.importing]]],
          'portOfEntry' in body && body.portOfEntry !== undefined
            ? ['ram:UnloadingBaseportSPSLocation', [['ram:Name', body.portOfEntry]]]
            : null,
          mode ? ['ram:MainCarriageSPSTransportMovement', [['ram:ModeCode', mode]]] : null,
          ['ram:IncludedSPSConsignmentItem', body.lines.map((line) => lineNode(line, edition))]
        ]
      ]
    ],
    ` ${NAMESPACES}`
  ];
  const written = write(certificate, '');
  if (written === null) return refuse({ code: 'xml.unwritable' });
  return accept(
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Modelled on UN/CEFACT SPSCertificate:17; not validated against its schema. The signed document is the one of I2ES. -->\n${written}`
  );
}

function dated(name: string, date: string): Node {
  return [name, [['udt:DateTimeString', date]]];
}

function note(name: string, subject: string, content: string): Node {
  return [
    name,
    [
      ['ram:Subject', subject],
      ['ram:Content', content]
    ]
  ];
}

function partyNode(name: string, { name: called, address, licence }: Party): Node {
  const [first = '', ...more] = address.split('\n');
  return [
    name,
    [
      ['ram:Name', called],
      licence === undefined ? null : ['ram:TypeCode', licence, ' listName="NationalRegistrationNumber"'],
      [
        'ram:SpecifiedSPSAddress',
        [['ram:LineOne', first], more.length > 0 ? ['ram:LineTwo', more.join(', ')] : null]
      ]
    ]
  ];
}

function lineNode(line: Line, edition: EditionIndex): Node {
  const substance = findSubstance(line.substance, edition);
  const form = substance && findForm(substance, line.form);
  return [
    'ram:IncludedSPSTradeLineItem',
    [
      ['ram:SequenceNumeric', String(line.no)],
      ['ram:Description', line.designation, ' languageID="en"'],
      ['ram:NetWeightMeasure', toKilograms(line.stated), ' unitCode="KGM"'],
      classification('HS', substance?.hs6 ?? null),
      classification('CAS', substance && form ? casOf(substance, form) : null),
      classification('INCB-IDS', substance?.incbIdsCode ?? null),
      classification('I2ES', `${line.substance} ${line.form}`),
      note('ram:AdditionalInformationSPSNote', NOTE_CODES.base, toKilograms(line.base)),
      line.preparation === undefined
        ? null
        : note('ram:AdditionalInformationSPSNote', NOTE_CODES.preparation, line.preparation)
    ]
  ];
}

function classification(system: string, code: string | null): Node {
  if (code === null) return null;
  return [
    'ram:ApplicableSPSClassification',
    [
      ['ram:SystemName', system],
      ['ram:ClassCode', code]
    ]
  ];
}

/** Exact: the digits are only moved. */
export function toKilograms(micrograms: MicrogramsText): string {
  const digits = ('000000000' + micrograms).slice(-Math.max(10, micrograms.length));
  const [whole, fraction] = [digits.slice(0, -9), digits.slice(-9).replace(/0+$/, '')];
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function write(node: Node, indent: string): string | null {
  if (node === null) return '';
  const [name, content, attributes = ''] = node;
  if (typeof content === 'string') {
    const text = escapeXml(content);
    return text === null ? null : `${indent}<${name}${attributes}>${text}</${name}>\n`;
  }
  const inner = content.map((child) => write(child, indent + '  '));
  return inner.includes(null)
    ? null
    : `${indent}<${name}${attributes}>\n${inner.join('')}${indent}</${name}>\n`;
}
