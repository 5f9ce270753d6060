/** The shape of each kind of body, key by key: the particulars of 1961 art. 31 and 1971 art. 12. */
import { isAuthority, isCountry } from '../country.ts';
import {
  ANSWERS,
  CONTENT_UNITS,
  KEY_ROLES,
  PHARMACEUTICAL_FORMS,
  PURPOSES,
  RECEIPT_STAGES,
  TRANSPORT_MODES
} from './body.ts';
import { ACT_KINDS, type ActKind } from './kind.ts';
import {
  calendarDate,
  checkMember,
  decimal,
  instant,
  integer,
  isPlainObject,
  listOf,
  micrograms,
  oneOf,
  pattern,
  shaped,
  text,
  type Check
} from './shape.ts';

const HASH = /^[A-Za-z0-9_-]{43}$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

const country: Check = (value, out) => {
  if (!isCountry(value)) out.push({ code: 'country.unknown' });
};
const authority: Check = (value, out) => {
  if (!isAuthority(value)) out.push({ code: 'authority.unknown' });
};
const addressee: Check = (value, out) => {
  if (value !== '*') authority(value, out);
};
const actReference = pattern(
  /^act:\d{8}:[A-Z]{2,8}:[a-z-]{4,24}:[A-Za-z0-9_-]{43}$/,
  'act.reference.malformed'
);
const dossier = pattern(/^[A-Z]{2}\.[A-Z]{2}\.\d{8}\..{1,80}$/, 'act.dossier.malformed');
const draftReference = pattern(/^draft:[0-9a-f-]{36}$/, 'act.draft.malformed');
const keyReference = pattern(HASH, 'act.keyId.malformed');
const slug = pattern(SLUG, 'act.slug.malformed');
const yes = oneOf([true]);

const count = integer(1, 1e12);
const counts: Check = (value, out) => {
  if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
  for (const key of Object.keys(value)) {
    const name = key.slice(0, 12);
    checkMember(key, authority, name, out);
    checkMember(value[key], count, name, out);
  }
};

const signatory = shaped({
  required: {
    person: pattern(/^[a-z0-9][a-z0-9._-]{1,63}$/, 'act.person.malformed'),
    name: text(1, 120),
    function: text(0, 120)
  }
});
const party = shaped({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: { licence: text(1, 80) }
});
const issuing = shaped({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: { legalBasis: text(1, 300) }
});
const factor = shaped({
  required: {
    value: decimal,
    source: oneOf(['computed', 'INCB', 'national', 'identity']),
    edition: text(1, 40),
    date: calendarDate
  }
});
const content = shaped({
  required: {
    strength: micrograms,
    per: decimal,
    unit: oneOf(CONTENT_UNITS),
    unitSize: decimal,
    unitsPerPack: integer(1, 1e6),
    packs: integer(1, 1e9)
  }
});
const line = shaped({
  required: {
    no: integer(1, 200),
    substance: slug,
    form: slug,
    designation: text(1, 200),
    pharmaceuticalForm: oneOf(PHARMACEUTICAL_FORMS),
    stated: micrograms,
    base: micrograms,
    factor
  },
  optional: { preparation: text(1, 200), content, importLine: integer(1, 200) }
});
const actualLine = shaped({ required: { no: integer(1, 200), stated: micrograms, base: micrograms } });

const headRequired = {
  schema: oneOf([1]),
  kind: oneOf(ACT_KINDS),
  issuer: authority,
  to: listOf(addressee, 1, 20),
  seq: counts,
  at: instant,
  by: signatory
};
const headOptional = { draft: draftReference, demonstration: yes };

function bodyShape(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return shaped({ required: { ...headRequired, ...required }, optional: { ...headOptional, ...optional } });
}

const particularsRequired = {
  dossier,
  number: text(1, 60),
  issuedOn: calendarDate,
  authority: issuing,
  importer: party,
  exporter: party,
  lines: listOf(line, 1, 200),
  validFrom: calendarDate,
  validUntil: calendarDate,
  edition: text(1, 40)
};
const particularsOptional = {
  bondedWarehouse: party,
  portOfEntry: text(1, 120),
  portOfExit: text(1, 120),
  route: text(1, 300),
  transport: oneOf(TRANSPORT_MODES),
  carrier: text(1, 200),
  agents: text(1, 500, true),
  remarks: text(1, 2000, true),
  replaces: actReference
};
const importReference = shaped({
  required: { number: text(1, 60), issuedOn: calendarDate, authority: text(1, 200) },
  optional: { act: actReference }
});
const publicKey = shaped({
  required: {
    kty: oneOf(['EC']),
    crv: oneOf(['P-256']),
    x: pattern(COORDINATE, 'act.key.malformed'),
    y: pattern(COORDINATE, 'act.key.malformed')
  }
});
const holder = shaped({
  required: {
    authority,
    person: pattern(/^[a-z0-9][a-z0-9._-]{1,63}$/, 'act.person.malformed'),
    name: text(1, 120),
    role: oneOf(KEY_ROLES),
    device: text(1, 120)
  },
  optional: { function: text(0, 120) }
});

export const BODY_SHAPES: Readonly<Record<ActKind, Check>> = {
  'import-authorization': bodyShape(
    {
      ...particularsRequired,
      exportingCountry: country,
      purpose: oneOf(PURPOSES),
      consignments: integer(0, 1000)
    },
    particularsOptional
  ),
  'export-authorization': bodyShape(
    { ...particularsRequired, importingCountry: country, importAuthorization: importReference },
    { ...particularsOptional, packages: text(1, 500, true) }
  ),
  reply: bodyShape({ dossier, on: actReference, answer: oneOf(ANSWERS) }, { text: text(1, 4000, true) }),
  shipment: bodyShape(
    {
      dossier,
      exportAuthorization: actReference,
      shippedOn: calendarDate,
      lines: listOf(actualLine, 1, 200)
    },
    { remarks: text(1, 2000, true) }
  ),
  endorsement: bodyShape(
    {
      dossier,
      exportAuthorization: actReference,
      outcome: oneOf(['imported', 'not-imported']),
      receivedOn: calendarDate,
      lines: listOf(actualLine, 1, 200)
    },
    { remarks: text(1, 2000, true) }
  ),
  cancellation: bodyShape(
    { dossier, of: actReference, reason: text(1, 2000, true) },
    { replacedBy: actReference }
  ),
  'match-decision': bodyShape(
    { dossier, exportAuthorization: actReference, decision: oneOf(['link', 'unlink']) },
    { reason: text(1, 2000, true) }
  ),
  message: bodyShape({ text: text(1, 8000, true) }, { dossier }),
  receipt: bodyShape(
    { stage: oneOf(RECEIPT_STAGES), of: listOf(actReference, 1, 1000), where: authority },
    { takesBack: listOf(actReference, 1, 1000) }
  ),
  certificate: bodyShape({
    key: publicKey,
    keyId: keyReference,
    holder,
    validFrom: instant,
    validUntil: instant
  }),
  withdrawal: bodyShape({ keyId: keyReference, withdrawnFrom: instant, reason: text(1, 500, true) }),
  authority: bodyShape(
    { authority, name: text(1, 200), address: text(1, 500, true) },
    { email: text(3, 200), legalBasis: text(1, 300) }
  ),
  'substance-edition': bodyShape({
    edition: text(1, 40),
    date: calendarDate,
    source: text(1, 500, true),
    hash: pattern(HASH, 'act.hash.malformed')
  })
};
