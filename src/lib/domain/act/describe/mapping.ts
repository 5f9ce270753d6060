/**
 * Members of an authorization next to those of two published models: UN/CEFACT's SPS certificate (ePhyto
 * SPSCertificate:17) and the CITES e-permit. Only elements that a source names are here; null: no counterpart known. The
 * official schemas could not be obtained, so nothing here conforms to them.
 */
export interface Counterpart {
  /** Of an authorization, or `kind/member` of another document. */
  readonly member: string;
  readonly sps: string | null;
  readonly cites: string | null;
}

const LINE = 'SPSConsignment/IncludedSPSConsignmentItem/IncludedSPSTradeLineItem';
const HEADER = 'HeaderExchangedDocument';
const CONSIGNMENT = 'SpecifiedSupplyChainConsignment';

export const COUNTERPARTS: readonly Counterpart[] = [
  { member: 'number', sps: 'SPSExchangedDocument/ID', cites: `${HEADER}/ID` },
  { member: 'kind', sps: 'SPSExchangedDocument/TypeCode', cites: `${HEADER}/TypeCode` },
  { member: 'issuedOn', sps: 'SPSExchangedDocument/IssueDateTime', cites: `${HEADER}/IssueDateTime` },
  {
    member: 'authority',
    sps: 'SPSExchangedDocument/IssuerSPSParty',
    cites: `${HEADER}/FirstSignatoryDocumentAuthentication/ProviderTradeParty`
  },
  { member: 'authority/address', sps: null, cites: `${HEADER}/IssueLogisticsLocation` },
  {
    member: 'by',
    sps: 'SPSExchangedDocument/SignatorySPSAuthentication',
    cites: `${HEADER}/FirstSignatoryDocumentAuthentication`
  },
  {
    member: 'importer',
    sps: 'SPSConsignment/ConsigneeSPSParty',
    cites: `${CONSIGNMENT}/ConsigneeTradeParty`
  },
  {
    member: 'exporter',
    sps: 'SPSConsignment/ConsignorSPSParty',
    cites: `${CONSIGNMENT}/ConsignorTradeParty`
  },
  { member: 'exportingCountry', sps: 'SPSConsignment/ExportSPSCountry', cites: null },
  { member: 'importingCountry', sps: 'SPSConsignment/ImportSPSCountry', cites: null },
  { member: 'validFrom', sps: null, cites: `${HEADER}/EffectiveSpecifiedPeriod/StartDateTime` },
  { member: 'validUntil', sps: null, cites: `${HEADER}/EffectiveSpecifiedPeriod/EndDateTime` },
  { member: 'purpose', sps: null, cites: `${HEADER}/PurposeCode` },
  { member: 'consignments', sps: null, cites: null },
  { member: 'portOfEntry', sps: 'SPSConsignment/UnloadingBaseportSPSLocation', cites: null },
  { member: 'portOfExit', sps: null, cites: null },
  { member: 'transport', sps: 'SPSConsignment/MainCarriageSPSTransportMovement/ModeCode', cites: null },
  { member: 'route', sps: null, cites: null },
  { member: 'carrier', sps: null, cites: null },
  { member: 'agents', sps: null, cites: null },
  { member: 'bondedWarehouse', sps: null, cites: null },
  { member: 'packages', sps: null, cites: null },
  {
    member: 'importAuthorization',
    sps: 'SPSExchangedDocument/ReferenceSPSReferencedDocument',
    cites: null
  },
  { member: 'remarks', sps: 'SPSExchangedDocument/IncludedSPSNote', cites: `${HEADER}/Information` },
  { member: 'lines', sps: LINE, cites: null },
  { member: 'lines/no', sps: `${LINE}/SequenceNumeric`, cites: null },
  { member: 'lines/designation', sps: `${LINE}/Description`, cites: null },
  { member: 'lines/stated', sps: `${LINE}/NetWeightMeasure`, cites: null },
  { member: 'lines/base', sps: `${LINE}/AdditionalInformationSPSNote`, cites: null },
  { member: 'lines/substance', sps: `${LINE}/ApplicableSPSClassification`, cites: null },
  { member: 'lines/preparation', sps: null, cites: null },
  { member: 'lines/content', sps: null, cites: null },
  { member: 'paper-record/paper/transit', sps: 'SPSConsignment/TransitSPSCountry', cites: null },
  {
    member: 'shipment/shippedOn',
    sps: null,
    cites: `${CONSIGNMENT}/ExaminationTransportEvent/ActualOccurrenceDateTime`
  },
  { member: 'shipment/lines', sps: null, cites: null },
  { member: 'endorsement', sps: null, cites: null },
  {
    member: 'shared-file/file',
    sps: 'SPSExchangedDocument/ReferenceSPSReferencedDocument/AttachmentBinaryObject',
    cites: null
  },
  { member: 'signature', sps: null, cites: null }
];
