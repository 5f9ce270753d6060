/** What a person may do in the open store. Every verb answers with a Result; while locked, none does anything. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { WordKind } from '#lib/domain/act/kinds.ts';
import type { AnyDraft } from '#lib/domain/draft/draft.ts';
import type { ActId, AuthorityCode, DraftId, KeyId, SessionId } from '#lib/domain/ids.ts';
import type { ContactNote } from '#lib/domain/outreach/contact-note.ts';
import type { TrialAct } from '#lib/domain/partners/trial.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type {
  AnnouncementParticulars,
  CancellationParticulars,
  Company,
  EndorsementParticulars,
  ExportParticulars,
  ImportParticulars,
  MatchDecisionParticulars,
  MessageAbout,
  ReplyParticulars,
  ShipmentParticulars,
  WordParticulars,
  TrialParticulars
} from '../api.ts';
import type { KeptId } from '../deeds/own-documents.ts';
import type { DraftChoices } from '../deeds/drafts.ts';
import { listDeviceRequests } from '../index/device-requests.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import { Reading } from './reading.ts';
import type { Statements } from '../deeds/statements.ts';

const LOCKED = { code: 'store.locked' };

const fetchCertifying = () => fetchPart(() => import('../deeds/certifying.ts'));
const fetchStatements = () => fetchPart(() => import('../deeds/statements.ts'));
const fetchOwnDocuments = () => fetchPart(() => import('../deeds/own-documents.ts'));

export abstract class Verbs extends Reading {
  /** What it replaces is cancelled in the same deed, for `reason`. */
  issueImport(
    draft: DraftId,
    particulars: ImportParticulars,
    reason?: string
  ): Promise<Result<ActOf<'import-authorization'>>> {
    return this.#state((statements) => statements.issueImport(draft, particulars, reason));
  }

  issueExport(
    draft: DraftId,
    particulars: ExportParticulars,
    reason?: string
  ): Promise<Result<ActOf<'export-authorization'>>> {
    return this.#state((statements) => statements.issueExport(draft, particulars, reason));
  }

  reply(particulars: ReplyParticulars): Promise<Result<ActOf<'reply'>>> {
    return this.#state((statements) => statements.reply(particulars));
  }

  ship(particulars: ShipmentParticulars): Promise<Result<ActOf<'shipment'>>> {
    return this.#state((statements) => statements.ship(particulars));
  }

  endorse(particulars: EndorsementParticulars): Promise<Result<ActOf<'endorsement'>>> {
    return this.#state((statements) => statements.endorse(particulars));
  }

  cancel(particulars: CancellationParticulars): Promise<Result<ActOf<'cancellation'>>> {
    return this.#state((statements) => statements.cancel(particulars));
  }

  decideMatch(particulars: MatchDecisionParticulars): Promise<Result<ActOf<'match-decision'>>> {
    return this.#state((statements) => statements.decideMatch(particulars));
  }

  sendMessage(to: AuthorityCode, text: string, about?: MessageAbout): Promise<Result<ActOf<'message'>>> {
    return this.#state((statements) => statements.sendMessage(to, text, about));
  }

  stateTrial(to: AuthorityCode, particulars: TrialParticulars): Promise<Result<TrialAct>> {
    return this.#state((statements) => statements.stateTrial(to, particulars));
  }

  announce(draft: DraftId, particulars: AnnouncementParticulars): Promise<Result<ActOf<'announcement'>>> {
    return this.stateWord('announcement', particulars, draft);
  }

  /** What the Board tells everybody, and a country the Board: letters, surveys and their answers, wishes. */
  stateWord<K extends WordKind>(
    kind: K,
    particulars: WordParticulars<K>,
    draft?: DraftId
  ): Promise<Result<ActOf<K>>> {
    return this.#state((statements) => statements.stateWord(kind, particulars, draft));
  }

  enrol(session: SessionId, intent: 'enrol' | 'withdraw'): Promise<Result<ActOf<'enrolment'>>> {
    return this.#state((statements) => statements.enrol(session, intent));
  }

  /** Sealed, on this device alone: `kept:<name>`, and `kept:out:<name>` where the server is still to be told it. */
  async keepHere(id: KeptId, value: object): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveOwn(open, { ...value, _id: id }) : part;
  }

  async forgetKept(id: KeptId): Promise<void> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (open && open === this.open() && part.ok) await part.value.forgetOwn(open, id);
  }

  /** That this person has read these letters: kept on this device (`device-record.ts` says why there). */
  async markLetterRead(id: ActId): Promise<void> {
    const open = this.open();
    if (!open || open.book.device.lettersRead.includes(id)) return;
    await open.book.updateDevice((device) => ({
      ...device,
      lettersRead: [...new Set([...device.lettersRead, id])]
    }));
  }

  /** For partners' acts that an officer has on the screen; what has been stated is not stated again. */
  markOpened(...ids: readonly ActId[]): Promise<Result<readonly ActId[]>> {
    return this.#state((statements) => statements.markOpened(ids));
  }

  async requestDevice(name: string): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const asked = await open.api.registerDevice(open.signingKey.publicKey, name);
    if (!asked.ok) return asked;
    await open.book.updateDevice((device) => ({ ...device, requested: true, deviceName: name }));
    return accept(true);
  }

  async certifyDevice(keyId: KeyId): Promise<Result<Act>> {
    const open = this.open();
    const request = open && listDeviceRequests(open.person, open.records).find((one) => one.keyId === keyId);
    if (!open || !request) return refuse({ code: 'device.request.none' });
    const part = await fetchCertifying();
    return part.ok ? part.value.certifyDevice(request, open.scribing, open.now()) : part;
  }

  /** Before or after its certificate ends; the device goes on with the key it has. */
  async renewKey(keyId: KeyId): Promise<Result<Act>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const { person, records, scribing } = open;
    const part = await fetchCertifying();
    return part.ok ? part.value.renewKey(keyId, { person, records, scribing, now: open.now() }) : part;
  }

  async withdrawKey(keyId: KeyId, reason: string): Promise<Result<Act>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const part = await fetchCertifying();
    return part.ok ? part.value.withdrawKey(keyId, reason, open.scribing, open.now()) : part;
  }

  retryRefused(id: string): Promise<Result<true>> {
    return this.open()?.retryRefused(id) ?? Promise.resolve(refuse(LOCKED));
  }

  async setAsideRefused(id: string): Promise<void> {
    await this.open()?.book.setAside(id);
  }

  /** Resolves when it is on the disk. Throws only where the disk does not take it. */
  async saveDraft(draft: AnyDraft): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    // Who types a form will sign it, and may have no connection then.
    void fetchStatements();
    await open.drafts.save(draft);
    return accept(true);
  }

  async deleteDraft(id: DraftId): Promise<void> {
    await this.open()?.drafts.remove(id);
  }

  async resolveDraft(id: DraftId, choices: DraftChoices): Promise<void> {
    await this.open()?.drafts.resolve(id, choices);
  }

  /** Before the page goes: nothing is left in memory only. */
  async flush(): Promise<void> {
    await this.open()?.drafts.flush();
  }

  /** False where nothing has changed, and nothing is written. */
  async saveCompany(company: Company): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveOwn(open, { ...company }) : part;
  }

  /** Written once: what is to be said otherwise is said by another note. */
  async addContactNote(note: ContactNote): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveOwn(open, { ...note }) : part;
  }

  /** Judged as the server does; false where nothing has changed, and nothing is written. */
  async saveSetting(name: string, value: Readonly<Record<string, unknown>>): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveSetting(open, name, value) : part;
  }

  /** States it in the store that was open when the person asked: while the part comes, another may have been opened. */
  async #state<T>(verb: (statements: Statements) => Promise<Result<T>>): Promise<Result<T>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const part = await fetchStatements();
    if (open !== this.open()) return refuse(LOCKED);
    return part.ok ? verb(new part.value.Statements(open)) : part;
  }
}
