/** Commands in the open store. Each returns a Result; while locked, none does anything. */
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
import type { KeptId } from '../commands/own-documents.ts';
import type { DraftChoices } from '../commands/drafts.ts';
import { listDeviceRequests } from '../index/device-requests.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import { Reading } from './reading.ts';
import type { Statements } from '../commands/statements.ts';

const LOCKED = { code: 'store.locked' };

const fetchCertifying = () => fetchPart(() => import('../commands/certifying.ts'));
const fetchStatements = () => fetchPart(() => import('../commands/statements.ts'));
const fetchOwnDocuments = () => fetchPart(() => import('../commands/own-documents.ts'));

export abstract class Verbs extends Reading {
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

  /** Encrypted, only on this device: `kept:<name>`; `kept:out:<name>` if the server must still receive it. */
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

  /** Stored only on this device (`device-record.ts` says why). */
  async markLetterRead(id: ActId): Promise<void> {
    const open = this.open();
    if (!open || open.book.device.lettersRead.includes(id)) return;
    await open.book.updateDevice((device) => ({
      ...device,
      lettersRead: [...new Set([...device.lettersRead, id])]
    }));
  }

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

  /** Works before or after the certificate's end; the device keeps its key. */
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

  /** Resolves when it is on the disk. Throws only if the disk refuses it. */
  async saveDraft(draft: AnyDraft): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    // A form will be signed, perhaps offline, so the signing code loads now.
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

  /** Call before the page ends: nothing is left in memory only. */
  async flush(): Promise<void> {
    await this.open()?.drafts.flush();
  }

  async saveCompany(company: Company): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveOwn(open, { ...company }) : part;
  }

  /** Written once: a correction is another note. */
  async addContactNote(note: ContactNote): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveOwn(open, { ...note }) : part;
  }

  /** Judged like on the server; false if nothing has changed and nothing is written. */
  async saveSetting(name: string, value: Readonly<Record<string, unknown>>): Promise<Result<boolean>> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? part.value.saveSetting(open, name, value) : part;
  }

  /** Uses the store that was open at the call: another might open while the code loads. */
  async #state<T>(verb: (statements: Statements) => Promise<Result<T>>): Promise<Result<T>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const part = await fetchStatements();
    if (open !== this.open()) return refuse(LOCKED);
    return part.ok ? verb(new part.value.Statements(open)) : part;
  }
}
