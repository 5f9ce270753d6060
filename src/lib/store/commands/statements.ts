/**
 * Commands of an officer: each becomes exactly one signed act. The domain judges the content first, the scribe again.
 */
import type { Act, ActOf, Body, BodyOf, MessageBody } from '#lib/domain/act/body.ts';
import { kindNamed, type WordKind } from '#lib/domain/act/kinds.ts';
import {
  cancelBody,
  endorseBody,
  issueExport,
  issueImport,
  openedReceiptBody,
  replyBody,
  shipBody,
  type IssueStamp,
  type Stamp
} from '#lib/domain/authorization/issue.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, AuthorityCode, CalendarDate, DossierKey, DraftId, SessionId } from '#lib/domain/ids.ts';
import { parseDossierKey } from '#lib/domain/act/dossier-key.ts';
import type { TrialAct } from '#lib/domain/partners/trial.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type {
  CancellationParticulars,
  EndorsementParticulars,
  ExportParticulars,
  ImportParticulars,
  MatchDecisionParticulars,
  MessageAbout,
  Person,
  ReplyParticulars,
  ShipmentParticulars,
  WordParticulars,
  TrialParticulars
} from '../api.ts';
import type { Records } from '../index/records.ts';
import type { Drafts } from './drafts.ts';
import type { Numbers } from './numbers.ts';
import { judgeReplaced, type ToCancel } from './replaced.ts';
import { Scribe, type Addressees, type ScribeOptions } from './scribe.ts';

interface StatingDesk {
  readonly person: Person;
  readonly records: Records;
  readonly drafts: Drafts;
  readonly numbers: Numbers | null;
  readonly signingKey: SigningKey;
  readonly scribing: ScribeOptions;
  today(): CalendarDate;
}

interface Issuing {
  readonly kind: AuthorizationKind;
  readonly partner: AuthorityCode;
  readonly replaces: ActId | undefined;
  readonly reason: string;
}

function wordAddressees(kind: WordKind): Addressees {
  return kindNamed(kind)?.group === 'answer' ? ['INCB'] : ['*'];
}

export class Statements {
  readonly #desk: StatingDesk;
  readonly #scribe: Scribe;

  constructor(desk: StatingDesk) {
    this.#desk = desk;
    this.#scribe = new Scribe(desk.scribing);
  }

  issueImport(
    draft: DraftId,
    particulars: ImportParticulars,
    reason = ''
  ): Promise<Result<ActOf<'import-authorization'>>> {
    const { exportingCountry: partner, replaces } = particulars;
    return this.#issue(draft, { kind: 'import-authorization', partner, replaces, reason }, (stamp) =>
      issueImport(particulars, stamp)
    );
  }

  issueExport(
    draft: DraftId,
    particulars: ExportParticulars,
    reason = ''
  ): Promise<Result<ActOf<'export-authorization'>>> {
    const { importingCountry: partner, replaces } = particulars;
    return this.#issue(draft, { kind: 'export-authorization', partner, replaces, reason }, (stamp) =>
      issueExport(particulars, stamp)
    );
  }

  reply(particulars: ReplyParticulars): Promise<Result<ActOf<'reply'>>> {
    return this.#stateIn(particulars.dossier, particulars.on, (stamp) => replyBody(particulars, stamp));
  }

  ship(particulars: ShipmentParticulars): Promise<Result<ActOf<'shipment'>>> {
    const { dossier, exportAuthorization } = particulars;
    return this.#stateIn(dossier, exportAuthorization, (stamp) => shipBody(particulars, stamp));
  }

  endorse(particulars: EndorsementParticulars): Promise<Result<ActOf<'endorsement'>>> {
    const { dossier, exportAuthorization } = particulars;
    return this.#stateIn(dossier, exportAuthorization, (stamp) => endorseBody(particulars, stamp));
  }

  cancel(particulars: CancellationParticulars): Promise<Result<ActOf<'cancellation'>>> {
    return this.#stateIn(particulars.dossier, particulars.of, (stamp) => cancelBody(particulars, stamp));
  }

  decideMatch(particulars: MatchDecisionParticulars): Promise<Result<ActOf<'match-decision'>>> {
    const { dossier, exportAuthorization } = particulars;
    return this.#stateIn<BodyOf<'match-decision'>>(dossier, exportAuthorization, (stamp) => ({
      schema: 1,
      kind: 'match-decision',
      ...stamp,
      ...particulars
    }));
  }

  sendMessage(to: AuthorityCode, text: string, about: MessageAbout = {}): Promise<Result<ActOf<'message'>>> {
    return this.#scribe.state<MessageBody>([to], (stamp) =>
      accept({ schema: 1, kind: 'message', ...stamp, text, ...about })
    );
  }

  stateTrial(to: AuthorityCode, particulars: TrialParticulars): Promise<Result<TrialAct>> {
    return this.#scribe.state<TrialAct['body']>([to], (stamp) =>
      accept({ schema: 1, ...stamp, ...particulars } as TrialAct['body'])
    );
  }

  /**
   * A message of the Board to all, or of a country to the Board. The named draft is removed, and becomes an act only
   * once.
   */
  async stateWord<K extends WordKind>(
    kind: K,
    particulars: WordParticulars<K>,
    draft?: DraftId
  ): Promise<Result<ActOf<K>>> {
    const { drafts, records } = this.#desk;
    await drafts.flush();
    const act = await this.#scribe.state<BodyOf<K>>(wordAddressees(kind), (stamp) => {
      const sent = draft && records.shelf.ofKind(kind).find(({ body }) => body.draft === draft);
      if (sent) return refuse({ code: 'draft.alreadyIssued', values: { act: sent._id } });
      const head = { schema: 1, kind, ...stamp, ...(draft ? { draft } : {}) };
      // The scribe parses it by kind before signing.
      return accept({ ...head, ...particulars } as unknown as BodyOf<K>);
    });
    if (act.ok && draft) await drafts.remove(draft);
    return act as Result<ActOf<K>>;
  }

  /** The person's request for a place in a training session, or its return; a repetition is signed once. */
  enrol(session: SessionId, intent: BodyOf<'enrolment'>['intent']): Promise<Result<ActOf<'enrolment'>>> {
    const { records, person } = this.#desk;
    return this.#scribe.state<BodyOf<'enrolment'>>(['INCB'], (stamp) => {
      const own = records.shelf
        .ofKind('enrolment')
        .map(({ body }) => body as BodyOf<'enrolment'>)
        .filter((body) => body.session === session && body.by.person === person.id)
        .sort((one, other) => (one.at < other.at ? -1 : 1));
      return own.at(-1)?.intent === intent || (own.length === 0 && intent === 'withdraw')
        ? refuse({ code: 'training.enrolment.already' })
        : accept({ schema: 1, kind: 'enrolment', ...stamp, session, intent });
    });
  }

  /** Notifies the partner that an officer has opened their acts; once per act, and only for good ones. */
  async markOpened(ids: readonly ActId[]): Promise<Result<readonly ActId[]>> {
    const byIssuer = new Map<AuthorityCode, ActId[]>();
    for (const id of ids) {
      const issuer = this.#unopenedFrom(id);
      if (issuer) byIssuer.set(issuer, [...(byIssuer.get(issuer) ?? []), id]);
    }
    const marked: ActId[] = [];
    for (const [issuer, group] of byIssuer) {
      const stated = await this.#stateOpened(issuer, group);
      if (!stated.ok) return stated;
      marked.push(...group);
    }
    return accept(marked);
  }

  #stateOpened(issuer: AuthorityCode, ids: readonly ActId[]): Promise<Result<Act>> {
    return this.#scribe.state<Body>([issuer], (stamp) => {
      // Another tab might have signed it since.
      const left = ids.filter((id) => this.#unopenedFrom(id) !== null);
      return left.length > 0
        ? accept(openedReceiptBody(left, stamp))
        : refuse({ code: 'receipt.alreadyStated' });
    });
  }

  /** The partner, if their act is good and its opening is not signed yet. */
  #unopenedFrom(id: ActId): AuthorityCode | null {
    const { records, person } = this.#desk;
    const act = records.shelf.acts.get(id);
    if (!act || act.body.kind === 'receipt' || act.body.issuer === person.authority) return null;
    if (act.body.to.includes('*') || act.body.issuer === 'INCB' || act.body.issuer === 'EXCHANGE')
      return null;
    if (records.verdictOf(id) !== 'good' || records.receipts.wasOpenedBy(id, person.authority)) return null;
    return act.body.issuer;
  }

  async #issue<B extends Body>(
    draft: DraftId,
    { kind, partner, replaces, reason }: Issuing,
    build: (stamp: IssueStamp) => Result<B>
  ): Promise<Result<Act<B>>> {
    const { drafts } = this.#desk;
    await drafts.flush();
    const numbered = (stamp: Stamp): Result<B> => {
      const number = this.#number(draft, kind, stamp);
      return number.ok ? build(number.value) : number;
    };
    const replaced = judgeReplaced(this.#desk, replaces, reason);
    if (!replaced.ok) return replaced;
    const act = replaced.value
      ? await this.#stateReplacing(replaced.value, partner, numbered)
      : await this.#scribe.state<B>([partner], numbered);
    if (act.ok) await drafts.removeIssued(draft);
    return act;
  }

  #stateReplacing<B extends Body>(
    { partner: formerPartner, particulars }: ToCancel,
    partner: AuthorityCode,
    build: (stamp: Stamp) => Result<B>
  ): Promise<Result<Act<B>>> {
    const to = { earlier: [formerPartner], later: [partner] };
    return this.#scribe.stateBoth<BodyOf<'cancellation'>, B>(to, (stamps) => {
      const later = build(stamps.later);
      if (!later.ok) return later;
      const earlier = (replacedBy: ActId): BodyOf<'cancellation'> =>
        cancelBody({ ...particulars, replacedBy }, stamps.earlier);
      return accept({ later: later.value, earlier });
    });
  }

  #number(draft: DraftId, kind: AuthorizationKind, stamp: Stamp): Result<IssueStamp> {
    const { records, numbers, signingKey } = this.#desk;
    for (const act of records.shelf.acts.values()) {
      if (act.body.draft === draft) return refuse({ code: 'draft.alreadyIssued', values: { act: act._id } });
    }
    const issuedOn = this.#desk.today();
    const number = numbers?.next(kind, issuedOn, signingKey.keyId) ?? refuse({ code: 'block.none' });
    if (!number.ok) return number;
    const { issuer: _issuer, ...rest } = stamp;
    return accept({ ...rest, draft, number: number.value, issuedOn });
  }

  /** Adds to a dossier a reply to a good act: nothing builds on pending or bad ones. */
  async #stateIn<B extends Body>(
    dossier: DossierKey,
    on: ActId,
    build: (stamp: Stamp) => B
  ): Promise<Result<Act<B>>> {
    const { person, records } = this.#desk;
    const countries = parseDossierKey(dossier);
    if (!countries) return refuse({ code: 'act.dossier.malformed', path: 'dossier' });
    if (!records.counts(on)) return refuse({ code: 'act.notVerified', values: { act: on } });
    const partner = person.authority === countries.importing ? countries.exporting : countries.importing;
    return this.#scribe.state<B>([partner], (stamp) => accept(build(stamp)));
  }
}
