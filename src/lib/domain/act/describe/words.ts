/**
 * Short English for schemas: one sentence a kind, a shape and a member. A member whose sense depends on its place is under
 * `place/member`. Rules that a shape cannot say are named by their number in `RULES.md`.
 */
import type { ActKind } from '../kinds.ts';

interface KindWords {
  readonly is: string;
  /** Rules of `RULES.md` that the server judges in addition. */
  readonly rules: readonly string[];
  /** Further judgements of the server, which no rule of a Convention states. */
  readonly also: string;
}

const AUTHORIZATION =
  'The dossier is made of the two countries, the number and the date of the import authorization. The two countries differ. The first day of validity is not after the last. Importer and bonded warehouse are in the importing country, the exporter in the exporting country. Lines are numbered from 1. Each base is stated × factor, rounded half up.';
const LIST = 'No entry occurs twice. The list counts once a second person of INCB has confirmed it.';

export const KIND_WORDS: Readonly<Record<ActKind, KindWords>> = {
  'import-authorization': {
    is: 'Import authorization: 1961 art. 31(4), 1971 art. 12(1)(a).',
    rules: ['R2', 'R3', 'R4', 'R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'R16', 'R17', 'R26'],
    also: AUTHORIZATION
  },
  'export-authorization': {
    is: 'Export authorization, which cites the import authorization: 1961 art. 31(5), 1971 art. 12(1)(b).',
    rules: [
      'R1',
      'R2',
      'R3',
      'R4',
      'R8',
      'R9',
      'R10',
      'R11',
      'R13',
      'R14',
      'R15',
      'R16',
      'R17',
      'R20',
      'R22',
      'R26'
    ],
    also: `${AUTHORIZATION} It cites an import authorization or gives the reason of an emergency, never both.`
  },
  'export-declaration': {
    is: 'Export declaration for 1971 Schedule III: art. 12(2).',
    rules: ['R2', 'R10', 'R13', 'R15', 'R17', 'R26'],
    also: `${AUTHORIZATION} The dossier is made of its own number and the date of despatch.`
  },
  'copy-sent': {
    is: 'The copy of an export declaration was sent to the importing authority: 1971 art. 12(2)(c).',
    rules: ['R15'],
    also: ''
  },
  reply: {
    is: 'Reply to the other authority’s document.',
    rules: ['R20'],
    also: 'A query, an objection, an explanation and an upheld objection need a text. Only the side that objected withdraws or upholds.'
  },
  shipment: { is: 'Quantity actually exported: 1961 art. 31(7)(c).', rules: ['R7', 'R20'], also: '' },
  endorsement: {
    is: 'Quantity actually imported, or nil on expiry: 1961 art. 31(7)(a)(b), 1971 art. 12(1)(e).',
    rules: ['R6'],
    also: ''
  },
  cancellation: {
    is: 'Cancels an issued document. An issued document is never amended, only cancelled and replaced.',
    rules: ['R3', 'R8'],
    also: 'Only the authority that issued the document cancels it.'
  },
  'match-decision': {
    is: 'An officer links an export authorization or a paper record to this dossier, or undoes the link.',
    rules: ['R1'],
    also: 'It names an export authorization or a paper record.'
  },
  'paper-record': {
    is: 'A partner’s paper, recorded by the authority that holds it. The partner did not sign it.',
    rules: ['R1', 'R15', 'R21', 'R25'],
    also: 'Only the side that receives such a paper records it. An authorization on paper obeys the rules of its own kind. Evidence belongs to a reply, an objection or an endorsed copy.'
  },
  suspension: {
    is: 'Stops an authorization for a time, or releases it.',
    rules: ['R20'],
    also: 'Only the authority that suspended it releases it.'
  },
  correction: {
    is: 'Corrects a shipment, an endorsement or a reply of the same authority, with a reason.',
    rules: ['R25'],
    also: 'It has exactly one of shipment, endorsement and reply.'
  },
  'special-import-licence': {
    is: 'Special import licence for a prohibited substance: 1971 art. 13(3).',
    rules: ['R13'],
    also: 'The last day of validity is not before the day of issue. The limit is above zero.'
  },
  'shared-file': {
    is: 'Lets the partner read a file of the dossier, or ends that.',
    rules: [],
    also: 'It has either file or withdraws.'
  },
  message: {
    is: 'Message between authorities.',
    rules: [],
    also: 'About a dossier or a trial, only its two sides write.'
  },
  receipt: {
    is: 'Receipt for stored documents: delivered, opened, altered, missing or retracted.',
    rules: [],
    also: 'A country states only opened; the exchange service states the others. Only a retraction has takesBack.'
  },
  certificate: { is: 'Binds a signing key to the person and device that hold it.', rules: ['R18'], also: '' },
  withdrawal: { is: 'Ends a signing key from a given time.', rules: ['R18'], also: '' },
  authority: { is: 'Entry of the directory of authorities: 1961 art. 18(1)(d).', rules: [], also: '' },
  estimate: {
    is: 'Estimates of one country and year, published by INCB: 1961 arts. 12 and 19.',
    rules: ['R12'],
    also: LIST
  },
  assessment: {
    is: 'Assessments of one country and year, published by INCB: ECOSOC 1981/7.',
    rules: ['R12'],
    also: LIST
  },
  'substance-edition': {
    is: 'Edition of INCB’s list of substances and factors.',
    rules: ['R17'],
    also: LIST
  },
  prohibition: { is: 'Import prohibitions notified under 1971 art. 13(1).', rules: ['R13'], also: LIST },
  'schedule-practice': {
    is: 'What countries require for 1971 Schedules III and IV: ECOSOC 1985/15 and 1991/44.',
    rules: ['R15'],
    also: LIST
  },
  directory: {
    is: 'Directory of the authorities that issue: 1961 art. 18(1)(d), 1971 art. 16(3).',
    rules: [],
    also: LIST
  },
  'list-confirmation': {
    is: 'A second person of INCB confirms all documents of one publication, or anyone of INCB revokes a list.',
    rules: [],
    also: 'It names list documents only, none twice. A revocation has a reason.'
  },
  announcement: {
    is: 'Announcement of the INCB secretariat.',
    rules: [],
    also: 'It has a text in one language or more. Its audience is a region or a group, not both.'
  },
  survey: {
    is: 'Survey of the INCB secretariat.',
    rules: [],
    also: 'Every question has the languages of the announcement, no more and no fewer.'
  },
  'survey-answer': {
    is: 'A country’s complete answer to a survey.',
    rules: [],
    also: 'Each answer has its question and exactly one value. No question is answered twice.'
  },
  'survey-closing': {
    is: 'INCB closes or withdraws a survey.',
    rules: [],
    also: 'A withdrawal has a reason and no totals. Totals come with the number of countries that answered.'
  },
  suggestion: { is: 'Suggestion of a user to INCB.', rules: [], also: '' },
  'suggestion-answer': {
    is: 'INCB’s public answer to suggestions.',
    rules: [],
    also: 'It has a text in one language or more. No suggestion is named twice.'
  },
  'suggestion-vote': {
    is: 'A country supports the suggestion that INCB answered, or no longer supports it.',
    rules: [],
    also: 'The latest vote of a country on an answer counts.'
  },
  'user-group-record': {
    is: 'INCB’s record of the user group: a meeting, its minutes, a decision or an action.',
    rules: [],
    also: 'The latest record of an item counts. A meeting has a day, a decision its meeting, an action an owner, a date and a status. Minutes have the item of their meeting.'
  },
  'action-report': {
    is: 'A country that owns an action of the user group reports on it.',
    rules: [],
    also: 'The latest report of a country counts. INCB sets the status of the action in its record.'
  },
  enrolment: { is: 'A person enrols in a training session, or returns the place.', rules: [], also: '' },
  'trial-proposal': {
    is: 'Proposal to another authority to test I2ES together.',
    rules: [],
    also: 'The period lasts at most 366 days. Both importing countries are of the two sides.'
  },
  'trial-answer': {
    is: 'The invited authority accepts or declines a trial.',
    rules: [],
    also: 'A refusal has a reason.'
  },
  'trial-result': {
    is: 'Result of a trial, signed by each side from its own data.',
    rules: [],
    also: 'Agreed, open and waiting dossiers add up to all. Substances are in alphabetical order.'
  },
  'national-practice': {
    is: 'What a country requires where the Conventions leave the choice to it: 1961 art. 39, 1971 art. 23.',
    rules: ['R9', 'R15', 'R16'],
    also: 'It takes effect in the future. The period by sea is not shorter than the usual one. Its substances bear its own country code.'
  }
};

const STRICTER =
  'I2ES is stricter: texts are in Unicode normal form NFC, without invisible or unreadable characters and with at most eight marks on a letter, and their length counts UTF-16 units.';

const SHAPES: Readonly<Record<string, string>> = {
  act: 'A signed document. Its id ends in the SHA-256 of the canonical JSON (RFC 8785) of {body, signature}, base64url.',
  body: 'The signed part. In XML the element is named after the kind. In all kinds the server judges the addressees, the counts in seq, and R25: documents are never changed or deleted.',
  signature:
    'ES256 (ECDSA on P-256 with SHA-256) over the UTF-8 of the body’s canonical JSON: r and s, 64 bytes, base64url. Only the smaller s is valid.',
  'country-code': 'Country or territory: ISO 3166-1 alpha-2, 249 assigned codes.',
  'authority-code': 'A country’s authority by its ISO 3166-1 code, INCB, or EXCHANGE (the exchange service).',
  addressee: 'An authority, or * for all signed-in users.',
  signatory: 'The person who signed, as the device’s certificate names them.',
  'act-id': 'Id of a document: act:<yyyymmdd of at in UTC>:<issuer>:<kind>:<SHA-256, base64url>.',
  'dossier-key':
    '<importing country>.<exporting country>.<yyyymmdd of issue>.<number>, of the import authorization; number normalized by I2ES.',
  'sha-256': 'SHA-256, base64url without padding.',
  addressees: 'Receivers of a document.',
  counts: 'Counts of one device by addressee. Each addressee occurs once.',
  count: 'A count from 1.',
  demonstration: 'true: demonstration; practice: rehearsal.',
  'draft-id': 'Id of a draft.',
  date: 'Calendar date of an authority, without clock or zone, 1900 to 2199.',
  instant: 'Instant in UTC with milliseconds.',
  micrograms: 'Whole micrograms as text, up to 1,000 tonnes. In numbers beyond 2^53 JSON is not exact.',
  decimal: 'Decimal number as text, at most ten digits before and after the point.',
  party: 'Name and address of a company: 1961 art. 31(4)(b), 1971 art. 12(1)(b).',
  'issuing-authority': 'The competent national authority that issued the document, as printed on it.',
  line: 'One line of goods.',
  content: 'Content of a preparation: strength, and how many units and packs.',
  'actual-line': 'Quantity of one line that was shipped or received.',
  'import-reference': 'The import authorization that an export authorization cites: 1961 art. 31(5).',
  confirmation: 'A question about an unusual figure or a company, which the officer answered before signing.',
  prepared:
    'Signature of the officer who prepared the document, where the issuer’s practice requires two people.',
  'special-person': 'Party of goods of 1971 Schedule I: art. 7(f).',
  'emergency-reason':
    'Export in an emergency without an import authorization: WHO model guidelines, WHO/PSA/96.17.',
  exceeding: 'Reason for a quantity above the rest of the estimate: 1961 art. 21(4)(b).',
  'cited-licence': 'Special import licence that covers a line: 1971 art. 13(3).',
  scan: 'Scan of a paper, kept by the authority that holds it. Only its hash is in the document.',
  'attached-file': 'File of a dossier.',
  'public-key': 'Public half of an ES256 key, with the members of a JSON Web Key (RFC 7517).',
  evidence: 'Reply written with a reply file, with the signature of the file’s one-time key.',
  paper: 'What the paper says. In XML the element is named after the instrument.',
  texts: 'Text in up to six languages.',
  json: `Documents of I2ES as JSON: a schema of I2ES, not of INCB. ${STRICTER}`,
  xsd: `Documents of I2ES as XML: a schema of I2ES, not of INCB. Members have the names of the JSON. A list has an element item for each entry, a map an element entry with the attribute of, each of them once. The kind of a body and the instrument of a paper are the names of their elements. ${STRICTER} It refuses blanks around numbers and dates.`
};

const MEMBERS: Readonly<Record<string, string>> = {
  _id: 'Content id of the document.',
  body: 'The signed content.',
  signature: 'Signature, 64 bytes, base64url.',
  'act/signature': 'The author’s signature over the body.',
  alg: 'Algorithm.',
  'signature/key': 'Id of the key that signed.',
  'signature/value': 'r and s, 64 bytes, base64url.',
  schema: 'Version of the shape.',
  kind: 'Kind of the document.',
  'entries/kind': 'A supplement adds to the year’s figure.',
  issuer: 'Authority that states the document.',
  to: 'Authorities that receive the document.',
  seq: 'This device’s count of documents to each addressee and to the issuer, from 1. A gap means a missing document.',
  at: 'Time of signing, by the clock of the device.',
  by: 'Person who signed.',
  'evidence/by': 'Name of the writer.',
  draft: 'Draft that the document came from, so that it is signed only once.',
  demonstration: 'Present on sample data.',
  person: 'Account, such as au.officer.',
  name: 'Name.',
  function: 'Job title.',
  dossier: 'Dossier that the document belongs to.',
  number: 'Number that the authority gave.',
  'evidence/number': 'The writer’s count of replies with this file.',
  'answers/number': 'Answer as a number.',
  issuedOn: 'Date of issue.',
  authority: 'Issuing authority.',
  'holder/authority': 'Authority of the person.',
  address: 'Postal address; a post office box is not enough (1961 art. 31(8)).',
  legalBasis: 'Law that empowers the authority.',
  importer: 'Importer.',
  exporter: 'Exporter.',
  licence: 'Number of the company’s licence.',
  country: 'Country.',
  lines: 'Lines of goods.',
  no: 'Number of the line, from 1.',
  substance: 'Key of the substance in the edition of I2ES.',
  form: 'Key of the salt and hydrate in the edition of I2ES.',
  formName: 'Name of the form.',
  designation: 'International non-proprietary name with salt and hydrate, as printed.',
  pharmaceuticalForm: 'Pharmaceutical form.',
  stated: 'Quantity of the stated form, in micrograms.',
  base: 'Quantity of anhydrous base, in micrograms.',
  factor: 'Anhydrous base per unit of the stated form.',
  'factor/value': 'At most 1.',
  source: 'Where the value comes from.',
  edition: 'Edition of the list.',
  date: 'Date of the edition.',
  'answers/date': 'Answer as a date.',
  preparation: 'Trade or generic name of a preparation: 1971 art. 12(1)(b).',
  content: 'Content of the preparation.',
  'file/content': 'Hash, size and type of the file.',
  'files/content': 'Hash, size and type of the file.',
  strength: 'Micrograms of the stated form in per of unit.',
  per: 'Amount of unit that contains the strength.',
  unit: 'Unit of the content.',
  'questions/unit': 'Unit of a number, in words.',
  unitSize: 'Size of one dosage unit, in unit.',
  unitsPerPack: 'Dosage units in a pack.',
  packs: 'Packs.',
  scheduleThree: 'The authority treats the line as a preparation of 1961 Schedule III: art. 31(16).',
  atropine: 'Atropine sulfate in a dosage unit, in micrograms.',
  importLine: 'Line of the import authorization that this line uses.',
  validFrom: 'First day of validity.',
  validUntil: 'Last day of validity.',
  exportingCountry: 'Exporting country.',
  importingCountry: 'Importing country.',
  purpose: 'Purpose of the import.',
  consignments: 'Highest number of consignments: 1961 art. 31(4)(d). 0: no limit given.',
  bondedWarehouse: 'Bonded warehouse: 1961 art. 31(9).',
  portOfEntry: 'Port of entry: free text; UN/LOCODE recommended.',
  portOfExit: 'Port of exit: free text; UN/LOCODE recommended.',
  route: 'Route.',
  transport: 'Mode of transport.',
  carrier: 'Carrier.',
  agents: 'Agents.',
  packages: 'Number, kind and marks of packages.',
  remarks: 'Remarks.',
  replaces: 'Document that this one replaces.',
  practices: 'National practices by which the document was judged.',
  prepared: 'Preparation by a first officer.',
  key: 'Id of a key.',
  'certificate/key': 'The certified key.',
  'evidence/key': 'One-time key of the file.',
  'questions/key': 'Key of the question.',
  'options/key': 'Key of the option.',
  'counts/key': 'Key of the option.',
  'substances/key': 'Key of the substance, which names the country.',
  keyId: 'Id of the key: its JWK thumbprint (RFC 7638).',
  specialPerson: 'Own party of goods of 1971 Schedule I.',
  decision: 'Number and date of the authority’s decision.',
  'match-decision/decision': 'link, unlink, or reopen the question.',
  confirmed: 'Confirmed unusual figures.',
  question: 'The question.',
  line: 'Number of the line.',
  reason: 'Reason.',
  exceeding: 'Reason for exceeding the estimate.',
  ground: 'Ground.',
  importAuthorization: 'The import authorization.',
  act: 'Id of the document, if it is in I2ES.',
  emergency: 'Emergency export.',
  specialLicences: 'Special import licences.',
  copy: 'Scan of the paper.',
  sha256: 'SHA-256 of the file.',
  bytes: 'Size in bytes.',
  type: 'Media type.',
  'questions/type': 'Type of the answer.',
  despatchedOn: 'Date of despatch: 1971 art. 12(2)(a).',
  of: 'Document that this one is about.',
  'receipt/of': 'Documents that the receipt is about.',
  sentOn: 'Date of sending.',
  registeredMail: 'Number of the registered letter.',
  on: 'Document that the reply is about.',
  answer: 'The answer.',
  text: 'Text.',
  exportAuthorization: 'The export authorization.',
  shippedOn: 'Date of shipment.',
  outcome: 'Whether the goods were imported.',
  receivedOn: 'Date of receipt or of expiry.',
  replacedBy: 'Document that replaces the cancelled one.',
  paperRecord: 'Record of a paper.',
  paper: 'The recorded paper.',
  instrument: 'Kind of the paper.',
  writtenOn: 'Date of the letter.',
  reference: 'Number of the letter.',
  returnedOn: 'Date on which the goods came back.',
  transit: 'Country of transit.',
  destination: 'New country of destination.',
  divertedOn: 'Date of the diversion.',
  comparedBy: 'Person who compared the record with the paper.',
  comparedOn: 'Date of the comparison.',
  scan: 'Scan of the paper.',
  corrects: 'Earlier record of the same paper, which this one corrects.',
  evidence: 'The reply that the partner wrote with a reply file.',
  kty: 'Key type.',
  crv: 'Curve.',
  x: 'x coordinate, base64url.',
  y: 'y coordinate, base64url.',
  given: 'Way in which the file reached the partner.',
  givenOn: 'Date on which the file was given.',
  state: 'Status.',
  'correction/shipment': 'Complete new particulars of the shipment.',
  'correction/endorsement': 'Complete new particulars of the endorsement.',
  'correction/reply': 'Complete new reply.',
  limit: 'Limit of all exports together, in micrograms of anhydrous base.',
  file: 'The shared file.',
  withdraws: 'Sharing that this document ends.',
  trial: 'The trial.',
  reminds: 'Dossiers in which the sender waits for a reply.',
  stage: 'What happened to the documents.',
  where: 'Authority with the database, or authority that opened the documents.',
  takesBack: 'Receipts that are retracted.',
  holder: 'Holder of the key.',
  role: 'Role of the key.',
  device: 'Name of the device.',
  withdrawnFrom: 'Time from which the key is no longer valid.',
  email: 'E-mail address.',
  telephone: 'Telephone number.',
  effective: 'Date from which the list applies.',
  year: 'Year.',
  entries: 'Entries.',
  dated: 'Date of the figure.',
  parts: 'Number of documents of this publication.',
  ids: 'INCB’s IDS code.',
  cas: 'CAS number of this form.',
  convention: 'Convention that lists the substance.',
  schedules: 'Schedules.',
  schedule: 'Schedule.',
  since: 'Date of the listing or notification.',
  synonyms: 'Synonyms.',
  tradeNames: 'Trade names.',
  en: 'English.',
  fr: 'French.',
  es: 'Spanish.',
  ru: 'Russian.',
  zh: 'Chinese.',
  ar: 'Arabic.',
  hs: 'Harmonized System, six digits.',
  atc: 'ATC code.',
  note: 'Note.',
  imports: 'Required for an import.',
  exports: 'Required for an export.',
  issues: 'Conventions under which the authority issues.',
  lists: 'Ids of the list documents.',
  as: 'Effect.',
  texts: 'Title and text by language.',
  title: 'Title.',
  audience: 'Who is addressed; absent members mean everyone.',
  region: 'Region, United Nations standard M49.',
  group: 'Named group of countries.',
  countries: 'Countries.',
  roles: 'Roles.',
  languages: 'Languages of readers.',
  supersedes: 'Earlier announcement that this one replaces or withdraws.',
  files: 'Attachments, each with its name and the hash of its bytes.',
  shownFrom: 'First day on which devices show it; without it, they show it immediately.',
  questions: 'Questions.',
  words: 'Words by language.',
  required: 'The question must be answered.',
  options: 'Options to choose from.',
  when: 'Condition for asking.',
  is: 'Answers that fulfil the condition.',
  closes: 'Last day for answers.',
  results: 'Who sees the results.',
  survey: 'The survey.',
  answers: 'Answers.',
  chosen: 'Chosen options.',
  language: 'Language.',
  answered: 'Number of countries that answered.',
  sums: 'Totals by question.',
  counts: 'Countries by option.',
  count: 'Number of countries.',
  spread: 'Quartiles, each a figure that one country gave.',
  lower: 'Lower quartile.',
  median: 'Median.',
  upper: 'Upper quartile.',
  screen: 'Name of the page.',
  mayName: 'The answer can name the country.',
  asks: 'Who is asked: the INCB secretariat or the technical service that runs I2ES.',
  meeting: 'Item of the meeting of the user group.',
  answerHash: 'SHA-256 of the id of the answer.',
  supports: 'True: the country supports it. False: it no longer does.',
  part: 'Part of the record of the user group.',
  item: 'Random id of the item; a later record with the same one replaces it.',
  heldOn: 'Day of the meeting.',
  owner: 'Who acts.',
  due: 'Day until which it is to be done.',
  withdrawn: 'The item is no longer shown.',
  wishes: 'SHA-256 of each answered suggestion’s id.',
  from: 'First day. In an answer to suggestions: countries that agreed to be named.',
  session: 'The training session.',
  intent: 'Enrol or return the place.',
  until: 'Last day.',
  importing: 'Importing country.',
  asAt: 'Documents up to this date are counted.',
  figures: 'Figures by importing country.',
  dossiers: 'Dossiers.',
  agreed: 'Dossiers in which both sides agree.',
  open: 'Dossiers with differences.',
  waiting: 'Dossiers in which one side is still silent.',
  acts: 'Documents.',
  hash: 'SHA-256 of the compared data.',
  substances: 'Substances.',
  authorized: 'Authorized, in micrograms of anhydrous base.',
  exported: 'Actually exported, in micrograms of anhydrous base.',
  imported: 'Actually imported, in micrograms of anhydrous base.',
  importMonths: 'Longest validity of an import authorization, in months.',
  importMonthsBySea: 'The same for transport by sea.',
  exportMonths: 'Longest validity of an export authorization, in months.',
  extendedSchedules: 'Goods that need an authorization although no treaty requires one.',
  sealRequired: 'National law requires the official seal on paper.',
  effectiveFrom: 'First day on which the practice applies.',
  membersFirst: 'Partners on I2ES are answered first.',
  verification: 'Partners’ documents that the authority verifies with their issuer.',
  electronicFor: 'Who can verify electronically.',
  fourEyes: 'Each authorization needs two people.',
  fourEyesFor: 'Authorizations that need two people; absent: all.',
  kinds: 'Kinds of authorization.',
  fromGrams: 'From this quantity, in grams of anhydrous base.',
  electronicSince: 'Electronic originals are accepted from this day.'
};

/** Words of the last member of a path, or of a named shape; null if there are none. */
export function wordsOf(path: readonly string[]): string | null {
  const [member, place] = [path[path.length - 1], path[path.length - 2]];
  if (member === undefined) return null;
  if (place !== undefined) return own(MEMBERS, `${place}/${member}`) ?? own(MEMBERS, member);
  const kind = own(KIND_WORDS as Readonly<Record<string, KindWords>>, member);
  return kind ? sentenceOf(kind) : own(SHAPES, member);
}

function sentenceOf({ is, rules, also }: KindWords): string {
  const judged = rules.length > 0 ? `The server also judges rules ${rules.join(', ')}.` : '';
  return [is, also, judged].filter((part) => part !== '').join(' ');
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.prototype.hasOwnProperty.call(record, key) ? (record[key] ?? null) : null;
}
