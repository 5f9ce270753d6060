/** The domain judges the content first, the signer again. Loaded with the first command. */
import { isAuthorization, type Act, type ActOf, type Body, type BodyOf } from '#lib/domain/act/body.ts';
import { parseDossierKey } from '#lib/domain/act/dossier-key.ts';
import { kindOf } from '#lib/domain/act/kinds.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import {
  issue,
  toBody,
  type IssueParticulars,
  type IssueStamp,
  type ParticularsOf,
  type Stamp
} from '#lib/domain/authorization/issue.ts';
import { approvalText, type Prepared } from '#lib/domain/authorization/two-people.ts';
import { judgeCancellation, type CancellationParticulars } from '#lib/domain/authorization/judge-answers.ts';
import { readUse } from '#lib/domain/dossier/status-on.ts';
import type { ActId, AuthorityCode, CalendarDate, DraftId, Instant } from '#lib/domain/ids.ts';
import { lastReminders } from '#lib/domain/partners/reminder.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { IssueOptions, Person, StatedKind, StateOptions } from '../api.ts';
import { groupBy } from '../disk/device-record.ts';
import type { Records } from '../index/records.ts';
import { ActSigner, type Addressees, type SignerParts } from './act-signer.ts';
import type { Drafts } from './drafts.ts';
import type { Numbers } from './numbers.ts';

interface StatingStore {
  readonly person: Person;
  readonly records: Records;
  readonly drafts: Drafts;
  readonly numbers: Numbers | null;
  readonly signingKey: SigningKey;
  readonly signing: SignerParts;
  today(): CalendarDate;
}

/** `draft` is removed, and becomes an act only once. */
export async function stateAct<K extends StatedKind>(
  store: StatingStore,
  kind: K,
  particulars: ParticularsOf<K>,
  { to, draft }: StateOptions
): Promise<Result<ActOf<K>>> {
  if (draft) await store.drafts.flush();
  const addressees = addresseesOf(store, kind, particulars, to);
  if (!addressees.ok) return addressees;
  const act = await new ActSigner(store.signing).state(addressees.value, (stamp): Result<BodyOf<K>> => {
    const repeated = draft
      ? findIssued(store, draft)
      : (findSameEnrolment(store, particulars) ?? findSameReminder(store, particulars, stamp.at));
    if (repeated) return refuse(repeated);
    return accept(toBody(kind, particulars, draft ? { ...stamp, draft } : stamp));
  });
  if (act.ok && draft) await store.drafts.remove(draft);
  return act;
}

function addresseesOf(
  { person, records }: StatingStore,
  kind: StatedKind,
  particulars: object,
  named?: AuthorityCode
): Result<Addressees> {
  const { group, refersTo } = kindOf({ kind });
  if (group === 'outreach' || group === 'notice' || group === 'lists') return accept(['*']);
  if (group === 'answer' || group === 'training') return accept(['INCB']);
  if (group !== 'trade') return accept(named ? [named] : []);
  const body = particulars as BodyOf<'reply'>;
  const countries = parseDossierKey(body.dossier);
  if (!countries) return refuse({ code: 'act.dossier.malformed', path: 'dossier' });
  // Nothing builds on an act that is not verified yet, or bad.
  const on = refersTo(body);
  if (on !== null && !records.counts(on)) return refuse({ code: 'act.notVerified', values: { act: on } });
  return accept([person.authority === countries.importing ? countries.exporting : countries.importing]);
}

function findIssued({ records }: StatingStore, draft: DraftId): Problem | null {
  for (const { _id, body } of records.shelf.acts.values())
    if (body.draft === draft) return { code: 'draft.alreadyIssued', values: { act: _id } };
  return null;
}

/** The person's request for a place in a training session, or its return, is not signed twice in succession. */
function findSameEnrolment({ records, person }: StatingStore, particulars: object): Problem | null {
  if (!('session' in particulars && 'intent' in particulars)) return null;
  const own = records.shelf
    .ofKind('enrolment')
    .map(({ body }) => body)
    .filter(({ session, by }) => session === particulars.session && by.person === person.id)
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  const last = own.at(-1)?.intent ?? 'withdraw';
  return last === particulars.intent ? { code: 'training.enrolment.already' } : null;
}

/** No dossier is named in two reminders of a day, by whichever device. */
function findSameReminder(
  { records, person }: StatingStore,
  particulars: object,
  at: Instant
): Problem | null {
  if (!('reminds' in particulars)) return null;
  const sent = records.shelf.ofKind('message').filter(({ _id }) => records.counts(_id));
  const last = lastReminders(sent, person.authority);
  for (const dossier of (particulars as BodyOf<'message'>).reminds ?? [])
    if (last.get(dossier)?.body.at.slice(0, 10) === at.slice(0, 10))
      return {
        code: 'message.reminded',
        values: { number: records.dossiers.get(dossier)?.number ?? dossier }
      };
  return null;
}

/** A replaced authorization is cancelled for `reason` in the same write: at no moment are both valid, or neither. */
export async function issueAuthorization<K extends AuthorizationKind>(
  store: StatingStore,
  kind: K,
  particulars: IssueParticulars<K>,
  { draft, reason = '' }: IssueOptions
): Promise<Result<ActOf<K>>> {
  await store.drafts.flush();
  const build = (stamp: Stamp): Result<BodyOf<K>> => {
    const numbered = numberStamp(store, kind, draft, stamp);
    return numbered.ok ? issue(kind, particulars, numbered.value) : numbered;
  };
  const replaced = judgeReplaced(store, particulars.replaces, reason);
  if (!replaced.ok) return replaced;
  const [signer, to] = [new ActSigner(store.signing), [partnerIn(particulars)]];
  const act = replaced.value
    ? await stateReplacing(signer, replaced.value, { to, build })
    : await signer.state(to, build);
  if (act.ok) await store.drafts.removeIssued(draft);
  return act;
}

/** The signature of the person who prepares what another one signs. */
export async function signPreparation(
  store: StatingStore,
  kind: AuthorizationKind,
  particulars: IssueParticulars<AuthorizationKind>,
  draft: DraftId
): Promise<Result<Prepared>> {
  await store.drafts.flush();
  return new ActSigner(store.signing).signText((at) => approvalText(particulars, { kind, draft, at }));
}

function partnerIn(
  named:
    | Pick<BodyOf<'import-authorization'>, 'exportingCountry'>
    | Pick<BodyOf<'export-authorization'>, 'importingCountry'>
): AuthorityCode {
  return 'exportingCountry' in named ? named.exportingCountry : named.importingCountry;
}

function numberStamp(
  store: StatingStore,
  kind: AuthorizationKind,
  draft: DraftId,
  { issuer: _issuer, ...rest }: Stamp
): Result<IssueStamp> {
  const issued = findIssued(store, draft);
  if (issued) return refuse(issued);
  const issuedOn = store.today();
  const number =
    store.numbers?.next(kind, issuedOn, store.signingKey.keyId) ?? refuse({ code: 'block.none' });
  return number.ok ? accept({ ...rest, draft, number: number.value, issuedOn }) : number;
}

interface ToCancel {
  readonly partner: AuthorityCode;
  readonly particulars: CancellationParticulars;
}

function judgeReplaced(
  { records, person }: StatingStore,
  replaces: ActId | undefined,
  reason: string
): Result<ToCancel | null> {
  if (replaces === undefined) return accept(null);
  const of = records.shelf.acts.get(replaces);
  if (!of || !isAuthorization(of) || !records.counts(replaces))
    return refuse({ code: 'act.notVerified', values: { act: replaces } });
  const dossier = records.dossiers.ofAct(of);
  const use = dossier ? readUse(dossier, replaces) : { isCancelled: false, isShipped: false };
  if (use.isCancelled) return accept(null);
  const { problems, body } = judgeCancellation({ reason }, { of, country: person.authority, ...use });
  return body ? accept({ partner: partnerIn(of.body), particulars: body }) : refuse(...problems);
}

function stateReplacing<B extends Body>(
  signer: ActSigner,
  { partner, particulars }: ToCancel,
  { to, build }: { readonly to: Addressees; readonly build: (stamp: Stamp) => Result<B> }
): Promise<Result<Act<B>>> {
  return signer.stateBoth({ earlier: [partner], later: to }, (stamps) => {
    const later = build(stamps.later);
    if (!later.ok) return later;
    const earlier = (replacedBy: ActId): BodyOf<'cancellation'> =>
      toBody('cancellation', { ...particulars, replacedBy }, stamps.earlier);
    return accept({ later: later.value, earlier });
  });
}

export async function markOpened(
  store: StatingStore,
  ids: readonly ActId[]
): Promise<Result<readonly ActId[]>> {
  const byIssuer = groupBy(
    ids.filter((id) => unopenedFrom(store, id) !== null),
    (id) => unopenedFrom(store, id) ?? ''
  );
  const marked: ActId[] = [];
  for (const [issuer, group] of byIssuer) {
    const stated = await new ActSigner(store.signing).state([issuer as AuthorityCode], (stamp) => {
      const of = group.filter((id) => unopenedFrom(store, id) !== null);
      if (of.length === 0) return refuse({ code: 'receipt.alreadyStated' });
      return accept(toBody('receipt', { stage: 'opened', of, where: stamp.issuer }, stamp));
    });
    if (!stated.ok) return stated;
    marked.push(...group);
  }
  return accept(marked);
}

function unopenedFrom({ records, person }: StatingStore, id: ActId): AuthorityCode | null {
  const act = records.shelf.acts.get(id);
  if (!act || act.body.kind === 'receipt' || act.body.issuer === person.authority) return null;
  if (act.body.to.includes('*') || act.body.issuer === 'INCB' || act.body.issuer === 'EXCHANGE') return null;
  if (records.verdictOf(id) !== 'good' || records.receipts.wasOpenedBy(id, person.authority)) return null;
  return act.body.issuer;
}
