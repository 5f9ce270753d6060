/** The closed list of what an authority may state. A kind not listed is set aside, never guessed. */
export const ACT_KINDS = [
  'import-authorization',
  'export-authorization',
  'reply',
  'shipment',
  'endorsement',
  'cancellation',
  'match-decision',
  'message',
  'receipt',
  'certificate',
  'withdrawal',
  'authority',
  'substance-edition'
] as const;

export type ActKind = (typeof ACT_KINDS)[number];

/** Kinds that belong to a dossier, that is to one import authorization and all that refers to it. */
export type DossierKind = Extract<
  ActKind,
  | 'import-authorization'
  | 'export-authorization'
  | 'reply'
  | 'shipment'
  | 'endorsement'
  | 'cancellation'
  | 'match-decision'
>;
