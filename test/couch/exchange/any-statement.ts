/** A body of every kind of act, upon what has been stated before where it needs that: genuine, or nearly so. */
import { LIST_CONTENT } from '../../samples/lists.ts';
import { A_PRACTICE } from '../../samples/practice.ts';
import type { Act, ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import { isListKind, isTrialKind, kindNamed, type ActKind } from '#lib/domain/act/kinds.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import type { PaperOf } from '#lib/domain/act/kinds/paper-record.ts';
import type { ActId, AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aCorrection,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSharedFile,
  aSpecialLicence,
  aSuspension
} from '../../samples/acts.ts';
import { aCopySent, aDeclaration } from '../../samples/declarations.ts';
import { aPaper, aPaperImport } from '../../samples/papers.ts';
import { aHead, aKey } from '../gateway/rig.ts';
import type { Country, GatewayWorld, Issuer } from './gateway-world.ts';

export interface Statement {
  readonly kind: ActKind;
  readonly issuer: Issuer;
  readonly partner: Country;
  /** Which of the acts so far it is upon. */
  readonly pick: number;
}

type Body = Record<string, unknown>;

const TODAY = '2026-11-24';
const A_SURVEY = `act:20261124:INCB:survey:${'A'.repeat(43)}`;
const UUID = '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';
const NO_FIGURES = {
  ...{ dossiers: 0, agreed: 0, open: 0, waiting: 0, acts: 0, hash: 'A'.repeat(43) },
  substances: []
};

/** Who signs such an act for the authority: what an officer may not state is an administrator's. */
export function personOf(issuer: Issuer, kind: ActKind): string {
  if (issuer === 'INCB') return 'incb.secretary';
  const isAdministrators = kindNamed(kind)?.signers.indexOf('officer') === -1;
  return issuer === 'AU' && isAdministrators ? 'au.administrator' : `${issuer.toLowerCase()}.officer`;
}

export class Statements {
  /** What the gateway has taken. */
  readonly accepted = new Map<ActId, Act>();
  readonly #world: GatewayWorld;
  #count = 0;

  constructor(world: GatewayWorld) {
    this.#world = world;
  }

  /** Each a moment after the one before, so that no two are the same. */
  nextInstant(): string {
    return new Date(Date.parse(`${TODAY}T08:00:00.000Z`) + ++this.#count).toISOString();
  }

  /** One of the acts so far that are as asked for, or null. */
  pickOf<A extends Act>(pick: number, isWanted: (act: Act) => act is A): A | null {
    const found = [...this.accepted.values()].filter(isWanted);
    return found.at(pick % Math.max(1, found.length)) ?? null;
  }

  async bodyOf(statement: Statement): Promise<Body> {
    const { kind, issuer } = statement;
    const sample = isDossierKind(kind) ? await this.#trade(kind, statement) : await this.#other(statement);
    const name = personOf(issuer, kind);
    return { ...sample, by: { person: name, name: 'A. Person', function: 'Delegate' } };
  }

  async #trade(kind: DossierAct['body']['kind'], { issuer, partner, pick }: Statement): Promise<Body> {
    const at = this.nextInstant();
    const country = issuer === 'INCB' ? 'AU' : issuer;
    if (kind === 'import-authorization') return this.#import(country, partner, at);
    const toUs = (act: Act): boolean => (act.body.to as readonly string[]).includes(country);
    if (kind === 'export-authorization') {
      const isImport = (act: Act): act is ActOf<'import-authorization'> =>
        act.body.kind === 'import-authorization' && toUs(act);
      const number = await this.#world.nextNumber(country, kind);
      const upon = this.pickOf(pick, isImport) ?? anImportAuthorization();
      return { ...anExportAuthorization(upon, { at, over: { number } }).body };
    }
    if (kind === 'export-declaration') return this.#declaration(country, partner, at);
    if (kind === 'copy-sent') {
      const isOwn = (act: Act): act is ActOf<'export-declaration'> =>
        act.body.kind === 'export-declaration' && act.body.issuer === country;
      return { ...aCopySent(this.pickOf(pick, isOwn) ?? aDeclaration(), { at }).body };
    }
    if (kind === 'paper-record') return this.#paper(country, partner, at);
    if (kind === 'special-import-licence' || kind === 'shared-file') {
      const isOurs = (act: Act): act is ActOf<'import-authorization'> =>
        act.body.kind === 'import-authorization' && act.body.issuer === country;
      const ours = this.pickOf(pick, isOurs) ?? anImportAuthorization();
      return { ...(kind === 'shared-file' ? aSharedFile : aSpecialLicence)(ours, { at }).body };
    }
    const isAny = (act: Act): act is ActOf<'import-authorization'> =>
      (act.body.kind === 'import-authorization' || act.body.kind === 'export-authorization') &&
      (kind === 'cancellation' ? act.body.issuer === country : toUs(act));
    const any = this.pickOf(pick, isAny) ?? anImportAuthorization();
    if (kind === 'reply') return { ...aReply(any, { at }).body };
    if (kind === 'cancellation') return { ...aCancellation(any, { at }).body };
    if (kind === 'suspension') return { ...aSuspension(any, { at, issuer: country as AuthorityCode }).body };
    if (kind === 'correction') return this.#correction(country, pick, at);
    const isExport = (act: Act): act is ActOf<'export-authorization'> =>
      act.body.kind === 'export-authorization' && (kind === 'shipment') === (act.body.issuer === country);
    const upon = this.pickOf(pick, isExport) ?? anExportAuthorization();
    if (kind === 'shipment') return { ...aShipment(upon, { at }).body };
    if (kind === 'endorsement') return { ...anEndorsement(upon, { at }).body };
    return { ...aMatchDecision(upon, upon.body.dossier, { at }).body };
  }

  async #import(issuer: Country, exportingCountry: Country, at: string): Promise<Body> {
    const number = await this.#world.nextNumber(issuer, 'import-authorization');
    return { ...anImportAuthorization({ at, over: { number, issuer, exportingCountry } }).body };
  }

  async #declaration(issuer: Country, importingCountry: Country, at: string): Promise<Body> {
    const number = await this.#world.nextNumber(issuer, 'export-declaration');
    const { importer, exporter } = aDeclaration().body;
    const parties = {
      importer: { ...importer, country: importingCountry },
      exporter: { ...exporter, country: issuer }
    };
    const over = { number, issuer, to: [importingCountry], importingCountry, ...parties };
    return { ...aDeclaration({ at, over }).body };
  }

  /** Of its own shipment or endorsement, as far as the gateway has taken one. */
  #correction(issuer: Country, pick: number, at: string): Body {
    const isOwn = (act: Act): act is ActOf<'shipment'> =>
      (act.body.kind === 'shipment' || act.body.kind === 'endorsement') && act.body.issuer === issuer;
    const of = this.pickOf(pick, isOwn) ?? aShipment(anExportAuthorization());
    const upon = this.accepted.get(of.body.exportAuthorization) ?? anExportAuthorization();
    return { ...aCorrection(of, upon as ActOf<'export-authorization'>, { at }).body };
  }

  #paper(issuer: Country, partner: Country, at: string): Body {
    const { importer, exporter, ...paper } = aPaperImport().body.paper as PaperOf<'import-authorization'>;
    const parties = {
      importer: { ...importer, country: partner as CountryCode },
      exporter: { ...exporter, country: issuer as CountryCode }
    };
    const dossier = dossierKey(partner as CountryCode, issuer as CountryCode, paper.issuedOn, paper.number);
    const by = { issuer: issuer as CountryCode, partner: partner as CountryCode };
    return { ...aPaper({ ...paper, ...parties }, { at, ...by, dossier }).body };
  }

  async #other({ kind, issuer, partner, pick }: Statement): Promise<Body> {
    const isToBoard = ['answer', 'training'].includes(kindNamed(kind)?.group ?? '');
    const isPublic = kind !== 'message' && kind !== 'receipt' && !isTrialKind(kind);
    const audience = isToBoard ? ['INCB'] : isPublic ? ['*'] : [partner];
    const isProposal = (act: Act): act is ActOf<'trial-proposal'> => act.body.kind === 'trial-proposal';
    const trial = this.pickOf(pick, isProposal)?._id ?? `act:20261124:AU:trial-proposal:${'A'.repeat(43)}`;
    const at = this.nextInstant();
    const head = aHead(kind, issuer as AuthorityCode, audience, personOf(issuer, kind), at);
    const known = [...this.accepted.keys()];
    const of = known.at(pick % Math.max(1, known.length)) ?? `act:20261124:AU:message:${'A'.repeat(43)}`;
    const particulars: Record<string, () => Body | Promise<Body>> = {
      message: () => ({ text: `Said at ${at}.` }),
      receipt: () => ({ stage: 'opened', of: [of], where: issuer }),
      certificate: () => this.#certificate(issuer, partner),
      withdrawal: () => this.#withdrawal(at, pick),
      'trial-proposal': () => ({ from: TODAY, until: TODAY, importing: [issuer, partner] }),
      'trial-answer': () => ({ trial, answer: 'accept' }),
      'trial-result': () => ({
        ...{ trial, asAt: TODAY },
        figures: [issuer, partner].sort().map((importing) => ({ ...NO_FIGURES, importing }))
      }),
      authority: () => ({ authority: partner, name: `Office of ${partner}`, address: '1 Street' }),
      announcement: () => ({
        audience: {},
        texts: { en: { title: 'Notice', text: `Said at ${at}.` } }
      }),
      survey: () => ({
        texts: { en: { title: 'Survey', text: `Said at ${at}.` } },
        questions: [{ key: 'q1', type: 'yes-no', words: { en: 'Have you a national system?' } }],
        ...{ audience: {}, closes: TODAY, results: 'board' }
      }),
      'survey-answer': () => ({ survey: A_SURVEY, answers: [{ question: 'q1', chosen: ['yes'] }] }),
      'survey-closing': () => ({ survey: A_SURVEY, as: 'closed', reason: { language: 'en', text: at } }),
      suggestion: () => ({ screen: 'today', text: `Said at ${at}.` }),
      'suggestion-answer': () => ({
        texts: { en: { title: 'A wish', text: `Said at ${at}.` } },
        ...{ state: 'planned', wishes: [] }
      }),
      'suggestion-vote': () => ({ answerHash: 'A'.repeat(43), supports: true }),
      'action-report': () => ({ item: UUID, state: 'done' }),
      'user-group-record': () => ({
        ...{ part: 'meeting', item: UUID, heldOn: TODAY },
        texts: { en: { title: 'A meeting', text: `Said at ${at}.` } }
      }),
      enrolment: () => ({ session: `session:${UUID}`, intent: 'enrol' }),
      'list-confirmation': () => this.#confirmation() as Body,
      'national-practice': () => ({ ...A_PRACTICE, effectiveFrom: TODAY })
    };
    const list = (LIST_CONTENT as Readonly<Record<string, object | undefined>>)[kind];
    return { ...head, ...list, ...(await particulars[kind]?.()) };
  }

  /** Every list so far that another person of INCB signed. */
  #confirmation(): object {
    const lists = [...this.accepted.values()].filter(({ body }) => isListKind(body.kind));
    return { lists: lists.map(({ _id }) => _id), as: 'revoked', reason: 'A figure is wrong.' };
  }

  /** Of a key that signs nothing; the Board certifies an administrator, a country an officer of its own. */
  async #certificate(issuer: Issuer, partner: Country): Promise<Body> {
    const { keyId, publicKey } = await aKey();
    const authority = issuer === 'INCB' ? partner : issuer;
    const role = issuer === 'INCB' ? 'administrator' : 'officer';
    const person = `${authority.toLowerCase()}.other`;
    return {
      key: publicKey,
      keyId,
      holder: { authority, person, name: 'A. Person', role, device: 'Desk 2' },
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-12-31T00:00:00.000Z'
    };
  }

  #withdrawal(at: string, pick: number): Body {
    const isCertificate = (act: Act): act is ActOf<'certificate'> => act.body.kind === 'certificate';
    const keyId = this.pickOf(pick, isCertificate)?.body.keyId ?? 'A'.repeat(43);
    return { keyId, withdrawnFrom: at, reason: 'Lost.' };
  }
}
