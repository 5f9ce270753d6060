/**
 * The closed list of operations of `/api/v1`. The server registers its routes from it, and the description of the
 * interface derives from it.
 */
import { AUTHORIZATION_KINDS } from '../act/number.ts';
import type { Act, PublicKey, Signature } from '../act/body.ts';
import { FORM_FIELDS, LINE_FIELDS, type FormField } from '../authorization/form-fields.ts';
import { MAX_MICROGRAMS } from '../quantity.ts';
import {
  actReference,
  authorityCode,
  country,
  dossierReference,
  draftReference,
  hash,
  keyReference,
  personReference,
  slug
} from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  instant,
  integer,
  isPlainObject,
  listOf,
  micrograms,
  noteShape,
  oneOf,
  orNull,
  pattern,
  shaped,
  text,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { CLIENT_SCOPES, publicJwk, scope, type ClientScope } from './client.ts';

export const API_PREFIX = '/api/v1';
export const MAX_ACTS = 100;
export const MAX_CHANGES = 200;
export const MAX_DOSSIERS = 200;
const MAX_WANTED = 200;
const MAX_LINES = 100;
const MAX_LIST = 100_000;

/** A member that every version can add to: read what you know, skip the rest. */
function mapOf<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  const parser: Check<Readonly<Record<string, T>>> = (value, out) => {
    if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
    for (const key of Object.keys(value)) check(value[key], out);
  };
  NOTE: noteShape(parser, { is: 'map', key: anyText, value: check });
  return parser;
}

const anyObject: Check<Readonly<Record<string, unknown>>> = (value, out) => {
  if (!isPlainObject(value)) out.push({ code: 'act.value.notAnObject' });
};
NOTE: noteShape(anyObject, { is: 'object', required: {}, optional: {}, isOpen: true });

const textOrInteger: Check<string | number> = (value, out) => {
  if (typeof value !== 'string' && typeof value !== 'number') out.push({ code: 'act.value.notText' });
};
NOTE: noteShape(textOrInteger, { is: 'textOrNumber' });

/** A problem with its sentence in the language of `Accept-Language`. */
export const toldProblem = shaped({
  required: { code: anyText, sentence: anyText },
  optional: {
    path: anyText,
    values: mapOf(textOrInteger),
    article: anyText,
    weight: oneOf(['refused', 'todo', 'notice'])
  }
});
export type ToldProblem = Checked<typeof toldProblem>;
const problems = listOf(toldProblem, 0, MAX_LIST);

/** Body of every refusal. */
export const refusalReply = shaped({ required: { error: anyText, reason: anyText, problems } });

const signature = shaped({
  required: { alg: oneOf(['ES256']), key: keyReference, value: anyText }
}) as Check<Signature>;

/** A signed document. Its body has the shape of its kind (`act/kinds.ts`). */
export const signedAct = shaped({
  required: { _id: actReference, body: anyObject, signature }
}) as unknown as Check<Act>;
const acts = shaped({ required: { acts: listOf(signedAct, 1, MAX_ACTS) } });

const actResult = shaped({
  required: { id: anyText, state: oneOf(['accepted', 'refused']), problems }
});
export type ActResult = Checked<typeof actResult>;
const actResults = shaped({ required: { results: listOf(actResult, 0, MAX_ACTS) } });

const typed = text(0, 4000, true);
type Typed = Check<Readonly<Record<string, string>>>;
/** Fields as typed on the form. A wrong name is refused: it would be a missing field otherwise. */
function typedIn(names: readonly string[]): Typed {
  const optional = Object.fromEntries(names.map((name) => [name, typed]));
  return shaped({ required: {}, optional }) as unknown as Typed;
}
function draftOf(fields: Typed, lineFields: Typed) {
  const line = shaped({ required: { key: text(1, 60), fields: lineFields } });
  return { kind: oneOf(AUTHORIZATION_KINDS), fields, lines: listOf(line, 0, MAX_LINES) };
}
/** Kept by the app itself. */
const OF_THE_APP: readonly FormField[] = ['prepared', 'batch', 'template'];
const given = FORM_FIELDS.filter((name) => OF_THE_APP.indexOf(name) < 0);
const newDraft = shaped({
  required: draftOf(typedIn(given), typedIn(LINE_FIELDS)),
  optional: { demonstration: oneOf([true]) }
});
export type NewDraft = Checked<typeof newDraft>;
const stored = draftOf(mapOf(typed), mapOf(typed));
const storedDraft = shaped({
  required: { id: draftReference, ...stored, updatedAt: instant, updatedBy: personReference }
});

const year = integer(2000, 2199);
const blockClaim = shaped({ required: { kind: oneOf(AUTHORIZATION_KINDS), year, device: keyReference } });
const claimedBlock = shaped({
  required: {
    kind: oneOf(AUTHORIZATION_KINDS),
    year,
    first: integer(1, 999_999),
    last: integer(1, 999_999),
    device: keyReference,
    claimedAt: instant,
    claimedBy: personReference
  }
});

const amount = integer(0, MAX_MICROGRAMS);
const wanted = { substance: slug<string>(), quantity: amount };
const returned = shaped({ required: { ...wanted, nth: integer(1, 99_999) } });
const reservationClaim = shaped({
  required: { device: keyReference, year, wanted: listOf(shaped({ required: wanted }), 0, MAX_WANTED) },
  optional: { returned: listOf(returned, 0, MAX_WANTED) }
});
const reservation = shaped({
  required: {
    substance: slug<string>(),
    year,
    step: integer(1, 99_999),
    device: keyReference,
    grant: micrograms,
    claimedAt: instant,
    claimedBy: personReference
  },
  optional: { returns: shaped({ required: { nth: integer(1, 99_999), quantity: micrograms } }) }
});
const reservations = shaped({
  required: {
    reservations: listOf(reservation, 0, 2 * MAX_WANTED),
    surplus: listOf(shaped({ required: wanted }), 0, MAX_WANTED)
  }
});

const keyRequest = shaped({ required: { key: publicJwk as Check<PublicKey>, device: text(1, 120) } });
const signingKey = shaped({
  required: {
    keyId: keyReference,
    /** `requested`: an administrator has not certified it yet. */
    state: oneOf(['requested', 'certified', 'expired', 'withdrawn']),
    validUntil: orNull(instant),
    /** The last number that it used towards each authority; its next document has the next one. */
    seq: mapOf(integer(0, Number.MAX_SAFE_INTEGER))
  }
});
export type SigningKeyView = Checked<typeof signingKey>;

const ownClient = shaped({
  required: {
    id: personReference,
    country,
    name: anyText,
    function: anyText,
    scopes: listOf(scope, 1, CLIENT_SCOPES.length),
    sandbox: yesOrNo,
    validUntil: instant,
    /** True if this installation holds sample data only. */
    demonstration: yesOrNo,
    time: instant
  }
});

const quantity = integer(0, Number.MAX_SAFE_INTEGER);
// prettier-ignore
const status = oneOf([
  'unmatched', 'emergency', 'issued', 'objected', 'exporting', 'shipped', 'partly-used', 'closed', 'cancelled', 'expired', 'suspended'
]);
// prettier-ignore
const exportStatus = oneOf([
  'issued', 'shipped', 'endorsed', 'not-imported', 'cancelled', 'objected', 'expired', 'suspended'
]);
const agreement = oneOf(['agrees', 'form', 'short', 'differs', 'exceeds']);
// prettier-ignore
const match = oneOf([
  'none', 'matched', 'form', 'short', 'differs', 'export-without-import', 'emergency', 'duplicate-number'
]);
// prettier-ignore
const step = oneOf([
  'reply', 'settle', 'confirm', 'ask', 'explain', 'justify', 'link', 'unlink', 'export', 'ship', 'endorse', 'license', 'suspend',
  'release', 'correct', 'copy', 'cancel', 'record', 'give', 'load'
]);
// prettier-ignore
const instrument = oneOf([
  'import-authorization', 'export-authorization', 'export-declaration', 'endorsed-copy', 'reply'
]);
const importLine = shaped({
  required: {
    no: integer(1, MAX_LINES),
    substance: slug<string>(),
    form: slug<string>(),
    designation: anyText,
    authorized: quantity,
    taken: quantity,
    exported: quantity,
    imported: quantity
  }
});
const exportLine = shaped({
  required: {
    no: integer(1, MAX_LINES),
    importLine: orNull(integer(1, MAX_LINES)),
    substance: slug<string>(),
    authorized: quantity,
    exported: orNull(quantity),
    imported: orNull(quantity)
  }
});
const consignment = shaped({
  required: {
    act: actReference,
    number: anyText,
    issuedOn: calendarDate,
    validUntil: calendarDate,
    status: exportStatus,
    agreement,
    shipment: orNull(actReference),
    shippedOn: orNull(calendarDate),
    endorsement: orNull(actReference),
    receivedOn: orNull(calendarDate),
    lines: listOf(exportLine, 0, MAX_LINES)
  }
});
const dossierHead = {
  key: dossierReference,
  number: anyText,
  importingCountry: country,
  exportingCountry: country,
  importAuthorization: orNull(actReference),
  issuedOn: calendarDate,
  validUntil: orNull(calendarDate),
  /** By today's date (`dossier/status-on.ts`). */
  status,
  match,
  demonstration: yesOrNo
};
export const dossierRow = shaped({ required: { ...dossierHead, exports: integer(0, MAX_LIST) } });
export type DossierRow = Checked<typeof dossierRow>;
const action = shaped({ required: { kind: step, on: actReference }, optional: { instrument } });
export const wholeDossier = shaped({
  required: {
    ...dossierHead,
    lines: listOf(importLine, 0, MAX_LINES),
    exports: listOf(consignment, 0, MAX_LIST),
    differences: problems,
    /** Documents that do not count, with the reason. */
    notCounted: listOf(shaped({ required: { act: actReference, problem: toldProblem } }), 0, MAX_LIST),
    missing: listOf(actReference, 0, MAX_LIST),
    /** The next steps of the own authority (`dossier/next-steps.ts`). */
    actions: listOf(action, 0, MAX_LIST),
    acts: listOf(signedAct, 0, MAX_LIST)
  }
});
export type WholeDossier = Checked<typeof wholeDossier>;

/** One receipt about one of the own documents, or the central server's refusal of one. */
const delivery = shaped({
  required: {
    act: actReference,
    stage: oneOf(['delivered', 'opened', 'altered', 'missing', 'retracted', 'refused']),
    where: orNull(authorityCode),
    at: instant,
    problems
  }
});
export type Delivery = Checked<typeof delivery>;

const cursor = pattern(/^[A-Za-z0-9_-]{1,6000}$/, 'request.query.malformed');
/** A number of the query, as text. */
function limitUpTo(most: number): Check<string> {
  const parser: Check<string> = (value, out) => {
    const count = typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : 0;
    if (count < 1 || count > most) out.push({ code: 'request.query.malformed' });
  };
  NOTE: noteShape(parser, { is: 'integer', least: 1, most });
  return parser;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const tokenRequest = shaped({
  required: {
    grant_type: oneOf(['client_credentials']),
    client_assertion_type: oneOf([assertionType]),
    client_assertion: text(1, 4000)
  },
  optional: { scope: anyText, client_id: personReference }
});
const tokenReply = shaped({
  required: {
    access_token: anyText,
    token_type: oneOf(['Bearer']),
    expires_in: integer(1, 900),
    /** Separated by blanks (RFC 6749). */
    scope: anyText,
    sandbox: yesOrNo
  }
});

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly check: Check;
}

type Status = 400 | 403 | 404 | 409 | 410 | 429 | 503;

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** In Fastify's form: `/api/v1/acts/:id`. */
  readonly path: `/api/v1/${string}`;
  /** Null: no token yet. */
  readonly scope: ClientScope | null;
  readonly parameters: readonly Parameter[];
  readonly request: Check | null;
  /** Also as a form (RFC 6749). */
  readonly takesForm?: true;
  /** Up to 2 MB instead of 64 kB. */
  readonly isLarge?: true;
  readonly reply: { readonly status: 200 | 201 | 202; readonly body: Check };
  /** Its own problems; `COMMON_PROBLEMS` are possible everywhere. */
  readonly problems: Readonly<Partial<Record<Status, readonly string[]>>>;
  /** Takes `Idempotency-Key`: the same request again gets the stored answer. */
  readonly idempotent: boolean;
}

/** Problems of every operation with a scope, by status. */
export const COMMON_PROBLEMS: Readonly<Record<number, readonly string[]>> = {
  400: ['request.body.malformed', 'request.query.malformed', 'request.query.unknown'],
  401: ['client.token.none', 'client.token.over', 'client.revoked', 'client.expired'],
  403: ['client.scope.missing', 'country.suspended', 'country.closed'],
  413: ['request.tooLarge'],
  429: ['request.tooMany', 'request.tooManyAtOnce'],
  503: ['request.busy', 'request.engine.failed']
};

/** Problems of operations that take `Idempotency-Key`. */
export const IDEMPOTENCY_PROBLEMS: Readonly<Record<number, readonly string[]>> = {
  400: ['idempotency.key.malformed'],
  409: ['idempotency.running'],
  422: ['idempotency.otherRequest'],
  429: ['idempotency.tooMany']
};

const inPath = (name: string, check: Check): Parameter => ({ name, in: 'path', required: true, check });
const inQuery = (name: string, check: Check): Parameter => ({ name, in: 'query', required: false, check });

type Own = Partial<Pick<Operation, 'parameters' | 'problems' | 'isLarge'>>;

/** Changes nothing, so it needs no `Idempotency-Key`. */
function reading<const Id extends string>(
  id: Id,
  path: Operation['path'],
  { scope = 'read', body, ...own }: Own & { readonly scope?: ClientScope; readonly body: Check }
): Operation & { readonly id: Id } {
  const reply = { status: 200, body } as const;
  const rest = { parameters: [], request: null, problems: {}, idempotent: false };
  return { id, method: 'GET', path, scope, reply, ...rest, ...own };
}

/** `asks`: it only judges its body. */
function sending<const Id extends string>(
  id: Id,
  path: Operation['path'],
  { asks = false, ...own }: Own & Pick<Operation, 'scope' | 'request' | 'reply'> & { readonly asks?: boolean }
): Operation & { readonly id: Id } {
  return { id, method: 'POST', path, parameters: [], problems: {}, idempotent: !asks, ...own };
}

const ONE = { 404: ['request.notFound'] };
const MARKED = { 403: ['client.sandbox.real', 'client.sandbox.only'] };
const SINCE = {
  parameters: [inQuery('since', cursor), inQuery('limit', limitUpTo(MAX_CHANGES))],
  problems: { 410: ['changes.cursor.over'] }
};
const judged = shaped({ required: { problems } });

export const OPERATIONS = [
  {
    ...sending('token', '/api/v1/token', {
      asks: true,
      scope: null,
      request: tokenRequest,
      reply: { status: 200, body: tokenReply },
      problems: {
        400: ['client.assertion.malformed', 'client.grant.unknown'],
        403: ['country.suspended', 'country.closed']
      }
    }),
    takesForm: true
  },
  reading('client', '/api/v1/client', { body: ownClient }),
  sending('request-key', '/api/v1/keys', {
    scope: 'acts',
    request: keyRequest,
    reply: { status: 202, body: shaped({ required: { keyId: keyReference } }) },
    problems: { 400: ['client.key.malformed', 'client.key.private'], 429: ['device.request.tooMany'] }
  }),
  reading('key', '/api/v1/keys/:keyId', {
    scope: 'acts',
    parameters: [inPath('keyId', hash)],
    body: signingKey,
    problems: ONE
  }),
  sending('check-draft', '/api/v1/drafts/check', {
    asks: true,
    scope: 'drafts',
    request: newDraft,
    reply: { status: 200, body: judged },
    problems: MARKED
  }),
  sending('submit-draft', '/api/v1/drafts', {
    scope: 'drafts',
    request: newDraft,
    reply: { status: 201, body: shaped({ required: { id: draftReference, problems } }) },
    problems: MARKED
  }),
  reading('draft', '/api/v1/drafts/:id', {
    scope: 'drafts',
    parameters: [inPath('id', draftReference)],
    body: storedDraft,
    problems: ONE
  }),
  sending('claim-numbers', '/api/v1/numbers', {
    scope: 'numbers',
    request: blockClaim,
    reply: { status: 201, body: claimedBlock },
    problems: {
      400: ['block.kind.unknown', 'block.year.wrong', 'block.device.malformed'],
      403: ['block.device.notCertified', 'client.sandbox.real'],
      409: ['block.enoughLeft', 'block.ownServer', 'block.linkFirst', 'block.yearFull']
    }
  }),
  sending('claim-reservations', '/api/v1/reservations', {
    scope: 'numbers',
    request: reservationClaim,
    reply: { status: 201, body: reservations },
    problems: {
      400: ['block.year.wrong', 'reservation.malformed', 'block.device.malformed'],
      403: ['block.device.notCertified', 'client.sandbox.real'],
      409: ['block.ownServer', 'block.linkFirst']
    }
  }),
  sending('check-acts', '/api/v1/acts/check', {
    asks: true,
    scope: 'acts',
    request: acts,
    isLarge: true,
    reply: { status: 200, body: actResults }
  }),
  sending('submit-acts', '/api/v1/acts', {
    scope: 'acts',
    request: acts,
    isLarge: true,
    reply: { status: 200, body: actResults }
  }),
  reading('act', '/api/v1/acts/:id', {
    parameters: [inPath('id', actReference)],
    body: signedAct,
    problems: ONE
  }),
  reading('changes', '/api/v1/changes', {
    ...SINCE,
    body: shaped({
      required: { acts: listOf(signedAct, 0, MAX_CHANGES), next: cursor, more: yesOrNo }
    })
  }),
  reading('dossiers', '/api/v1/dossiers', {
    parameters: [inQuery('after', cursor), inQuery('limit', limitUpTo(MAX_DOSSIERS))],
    body: shaped({ required: { dossiers: listOf(dossierRow, 0, MAX_DOSSIERS), next: orNull(cursor) } })
  }),
  reading('dossier', '/api/v1/dossiers/:key', {
    parameters: [inPath('key', dossierReference)],
    body: wholeDossier,
    problems: ONE
  }),
  reading('deliveries', '/api/v1/deliveries', {
    ...SINCE,
    body: shaped({
      required: { deliveries: listOf(delivery, 0, MAX_LIST), next: cursor, more: yesOrNo }
    })
  })
] as const;

export type OperationId = (typeof OPERATIONS)[number]['id'];
