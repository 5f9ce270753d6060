/**
 * What an act states, kind by kind: the particulars that 1961 art. 31(4)–(9) and 1971 art. 12(1) ask
 * for, and what the exchange of them needs. Everything is text, integer, list or object: no floats.
 */
import type {
  ActId,
  AuthorityCode,
  CalendarDate,
  CountryCode,
  DossierKey,
  DraftId,
  Instant,
  KeyId
} from '../ids.ts';
import type { ActualLine, Line, Party } from './goods.ts';
import type { ActKind } from './kind.ts';

export * from './goods.ts';

/** The person who states it, as the account and the certificate know him. */
export interface Signatory {
  /** Account id, e.g. `au.officer`. */
  readonly person: string;
  readonly name: string;
  /** The office he signs in, e.g. "Delegate of the Secretary". */
  readonly function: string;
}

export interface BodyHead<K extends ActKind> {
  readonly schema: 1;
  readonly kind: K;
  readonly issuer: AuthorityCode;
  /** Whom it is addressed to; `['*']` is everybody signed in (certificates, directory). */
  readonly to: readonly (AuthorityCode | '*')[];
  /** This device's count of acts towards each addressee and towards the issuer itself, from 1. */
  readonly seq: Readonly<Record<string, number>>;
  readonly at: Instant;
  readonly by: Signatory;
  /** The draft it came from, so that a tab killed after signing leaves exactly one act. */
  readonly draft?: DraftId;
  /** Present and true on invented data: shown and printed wherever the act is. */
  readonly demonstration?: true;
}

export const PURPOSES = ['domestic', 're-export', 'essential-treatment'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const TRANSPORT_MODES = ['air', 'sea', 'road', 'rail', 'post', 'other'] as const;
export type TransportMode = (typeof TRANSPORT_MODES)[number];

/** What both authorizations state. */
export interface AuthorizationParticulars {
  readonly dossier: DossierKey;
  readonly number: string;
  readonly issuedOn: CalendarDate;
  /** The issuing authority as it signs: name, address, and the national law it acts under. */
  readonly authority: { readonly name: string; readonly address: string; readonly legalBasis?: string };
  readonly importer: Party;
  readonly exporter: Party;
  readonly lines: readonly Line[];
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  /** 1961 art. 31(9): only where the importing Government says so. */
  readonly bondedWarehouse?: Party;
  readonly portOfEntry?: string;
  readonly portOfExit?: string;
  readonly route?: string;
  readonly transport?: TransportMode;
  readonly carrier?: string;
  /** Agents and intermediaries, as some countries' forms ask for them. */
  readonly agents?: string;
  readonly remarks?: string;
  /** The substance edition that designations and factors were taken from. */
  readonly edition: string;
  readonly replaces?: ActId;
}

export interface ImportAuthorizationBody extends BodyHead<'import-authorization'>, AuthorizationParticulars {
  readonly exportingCountry: CountryCode;
  readonly purpose: Purpose;
  /** Highest number of consignments, 1961 art. 31(4)(d); 1 unless stated, 0 means "no limit stated". */
  readonly consignments: number;
}

/** The reference that 1961 art. 31(4)(c) and 1971 art. 12(1)(b) put on every export authorization. */
export interface ImportReference {
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly authority: string;
  /** The act, where the import authorization is in the system. */
  readonly act?: ActId;
}

export interface ExportAuthorizationBody extends BodyHead<'export-authorization'>, AuthorizationParticulars {
  readonly importingCountry: CountryCode;
  readonly importAuthorization: ImportReference;
  /** Number, kind and marks of packages. */
  readonly packages?: string;
}

export const ANSWERS = ['received', 'authentic', 'query', 'objection'] as const;
export type Answer = (typeof ANSWERS)[number];

export interface ReplyBody extends BodyHead<'reply'> {
  readonly dossier: DossierKey;
  readonly on: ActId;
  readonly answer: Answer;
  /** Required for a query and an objection. */
  readonly text?: string;
}

/** 1961 art. 31(7)(c): the quantity actually exported. */
export interface ShipmentBody extends BodyHead<'shipment'> {
  readonly dossier: DossierKey;
  readonly exportAuthorization: ActId;
  readonly shippedOn: CalendarDate;
  readonly lines: readonly ActualLine[];
  readonly remarks?: string;
}

/** 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e): the quantity actually imported, or nil on expiry. */
export interface EndorsementBody extends BodyHead<'endorsement'> {
  readonly dossier: DossierKey;
  readonly exportAuthorization: ActId;
  readonly outcome: 'imported' | 'not-imported';
  /** Date of receipt, or of the expiry that is stated. */
  readonly receivedOn: CalendarDate;
  readonly lines: readonly ActualLine[];
  readonly remarks?: string;
}

export interface CancellationBody extends BodyHead<'cancellation'> {
  readonly dossier: DossierKey;
  readonly of: ActId;
  readonly reason: string;
  readonly replacedBy?: ActId;
}

/** An officer's decision that an export authorization with another reference belongs to this dossier. */
export interface MatchDecisionBody extends BodyHead<'match-decision'> {
  readonly dossier: DossierKey;
  readonly exportAuthorization: ActId;
  readonly decision: 'link' | 'unlink';
  readonly reason?: string;
}

export interface MessageBody extends BodyHead<'message'> {
  readonly dossier?: DossierKey;
  readonly text: string;
}

/**
 * `delivered`, what is found amiss later (`altered`: not as it was stated; `missing`: deleted or gone) and what of
 * that is taken back (`retracted`: it is there as it was stated) is the exchange's word, `opened` the partner's.
 */
export const RECEIPT_STAGES = ['delivered', 'opened', 'altered', 'missing', 'retracted'] as const;
export type ReceiptStage = (typeof RECEIPT_STAGES)[number];

export interface ReceiptBody extends BodyHead<'receipt'> {
  readonly stage: ReceiptStage;
  readonly of: readonly ActId[];
  /** Whose database holds them now, or in whose they are altered or missing; who opened them. */
  readonly where: AuthorityCode;
  /** Of a retraction alone: the receipts that found these acts altered or missing there, and no later one. */
  readonly takesBack?: readonly ActId[];
}

/** Public half of an ES256 key (JWK members of RFC 7517/7518). */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export const KEY_ROLES = ['root', 'administrator', 'officer', 'exchange'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export interface CertificateBody extends BodyHead<'certificate'> {
  readonly key: PublicKey;
  readonly keyId: KeyId;
  readonly holder: {
    readonly authority: AuthorityCode;
    readonly person: string;
    readonly name: string;
    /** The office that the holder signs in; certificates of before this was held against acts state none. */
    readonly function?: string;
    readonly role: KeyRole;
    readonly device: string;
  };
  readonly validFrom: Instant;
  readonly validUntil: Instant;
}

export interface WithdrawalBody extends BodyHead<'withdrawal'> {
  readonly keyId: KeyId;
  readonly withdrawnFrom: Instant;
  readonly reason: string;
}

/** 1961 art. 18(1)(d): names and addresses of the authorities empowered to issue. */
export interface AuthorityBody extends BodyHead<'authority'> {
  readonly authority: AuthorityCode;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  readonly legalBasis?: string;
}

export interface SubstanceEditionBody extends BodyHead<'substance-edition'> {
  readonly edition: string;
  readonly date: CalendarDate;
  readonly source: string;
  /** SHA-256 (base64url) of the canonical JSON of the edition's rows. */
  readonly hash: string;
}

export type Body =
  | ImportAuthorizationBody
  | ExportAuthorizationBody
  | ReplyBody
  | ShipmentBody
  | EndorsementBody
  | CancellationBody
  | MatchDecisionBody
  | MessageBody
  | ReceiptBody
  | CertificateBody
  | WithdrawalBody
  | AuthorityBody
  | SubstanceEditionBody;

export type BodyOf<K extends ActKind> = Extract<Body, { readonly kind: K }>;

export interface Signature {
  readonly alg: 'ES256';
  readonly key: KeyId;
  /**
   * base64url of the 64-byte r‖s over the UTF-8 of the canonical JSON of the body (RFC 8785); only the
   * form with the smaller s counts (`crypto/low-s.ts`), or one act could be made into a second one.
   */
  readonly value: string;
}

/** The document itself: no other top-level key, revision generation 1, no attachment, no tombstone. */
export interface Act<B extends Body = Body> {
  readonly _id: ActId;
  readonly body: B;
  readonly signature: Signature;
}

export type ActOf<K extends ActKind> = Act<BodyOf<K>>;

/** Acts that a dossier is folded from. */
export type DossierBody = Extract<
  Body,
  {
    readonly kind:
      | 'import-authorization'
      | 'export-authorization'
      | 'reply'
      | 'shipment'
      | 'endorsement'
      | 'cancellation'
      | 'match-decision';
  }
>;
export type DossierAct = Act<DossierBody>;
