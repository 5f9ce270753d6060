import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, ActOf, AuthorizationAct, CertificateBody } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Content, Prepared } from '#lib/domain/authorization/two-people.ts';
import type { IssueParticulars, ParticularsOf } from '#lib/domain/authorization/issue.ts';
import type { ApplicationId } from '#lib/domain/application/application-id.ts';
import type { NewEvent, Submission } from '#lib/domain/application/application.ts';
import type { AnyDraft, DraftFields } from '#lib/domain/draft/draft.ts';
import type { AttachedFile } from '#lib/domain/file/attachment.ts';
import type { ActId, DossierKey, DraftId, KeyId } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import type { ContactNote } from '#lib/domain/outreach/contact-note.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { ReturnContent } from '#lib/domain/returns/return-document.ts';
import type {
  AskedFile,
  Company,
  FileDelivery,
  FileName,
  GivenFile,
  IssueOptions,
  StatedKind,
  StateOptions
} from '../api.ts';
import type { KeptId } from '../commands/own-documents.ts';
import type { DraftChoices } from '../commands/draft-leaves.ts';
import { listDeviceRequests } from '../index/device-requests.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import type * as stateAct from '../commands/state-act.ts';
import { Reading } from './reading.ts';
import type { OpenStore } from './open-store.ts';

const LOCKED = { code: 'store.locked' };

const fetchCertifying = () => fetchPart(() => import('../commands/certifying.ts'));
const fetchStateAct = () => fetchPart(() => import('../commands/state-act.ts'));
const fetchOfficeDocuments = () => fetchPart(() => import('../commands/office-documents.ts'));
const fetchPartnerFiles = () => fetchPart(() => import('../commands/partner-files.ts'));
const fetchApplications = () => fetchPart(() => import('../commands/applications.ts'));
const fetchOwnDocuments = () => fetchPart(() => import('../commands/own-documents.ts'));

export abstract class StoreCommands extends Reading {
  /** `to` names the addressee of a message or a trial. */
  state<K extends StatedKind>(
    kind: K,
    particulars: ParticularsOf<K>,
    options: StateOptions = {}
  ): Promise<Result<ActOf<K>>> {
    return this.#sign((part, open) => part.stateAct(open, kind, particulars, options));
  }

  issue<K extends AuthorizationKind>(
    kind: K,
    particulars: IssueParticulars<K>,
    options: IssueOptions
  ): Promise<Result<ActOf<K>>> {
    return this.#sign((part, open) => part.issueAuthorization(open, kind, particulars, options));
  }

  prepare(
    kind: AuthorizationKind,
    particulars: IssueParticulars<AuthorizationKind>,
    draft: DraftId
  ): Promise<Result<Prepared>> {
    return this.#sign((part, open) => part.signPreparation(open, kind, particulars, draft));
  }

  /** Null without a valid signature over this content. */
  async preparerOf(
    content: Content,
    prepared: Prepared | null,
    of: { readonly kind: AuthorizationKind; readonly draft: DraftId }
  ): Promise<CertificateBody['holder'] | null> {
    if (!prepared) return null;
    const { preparerOf } = await import('#lib/crypto/preparer.ts');
    const open = this.open();
    return open ? preparerOf(content, prepared, of, open.records.keyring) : null;
  }

  markOpened(...ids: readonly ActId[]): Promise<Result<readonly ActId[]>> {
    return this.#sign((part, open) => part.markOpened(open, ids));
  }

  /** `kept:out:<name>` if the server must still receive it. */
  keepHere(id: KeptId, value: object): Promise<Result<boolean>> {
    return this.#with(fetchOwnDocuments, (part, open) => part.saveOwn(open, { ...value, _id: id }));
  }

  async forgetKept(id: KeptId): Promise<void> {
    const open = this.open();
    const part = await fetchOwnDocuments();
    if (open && open === this.open() && part.ok) await part.value.forgetOwn(open, id);
  }

  async markLetterRead(id: ActId): Promise<void> {
    const open = this.open();
    if (!open || open.book.device.lettersRead.includes(id)) return;
    const isCounted = may(open.person, 'trade') && parseActId(id)?.kind === 'announcement';
    const opened = isCounted ? [{ act: id, on: open.today() }] : [];
    await open.book.updateDevice((device) => ({
      ...device,
      lettersRead: [...new Set([...device.lettersRead, id])],
      openedWaiting: [...device.openedWaiting, ...opened]
    }));
  }

  async requestDevice(name: string): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const asked = await open.api.registerDevice(open.signingKey.publicKey, name);
    if (!asked.ok) return asked;
    await open.book.updateDevice((device) => ({ ...device, requested: true, deviceName: name }));
    return accept(true);
  }

  certifyDevice(keyId: KeyId): Promise<Result<Act>> {
    return this.#with(fetchCertifying, async (part, open) => {
      const request = listDeviceRequests(open.person, open.records).find((one) => one.keyId === keyId);
      if (!request) return refuse({ code: 'device.request.none' });
      return part.certifyDevice(request, open.signing, open.now());
    });
  }

  /** Works before or after the certificate's end; the device keeps its key. */
  renewKey(keyId: KeyId): Promise<Result<Act>> {
    return this.#with(fetchCertifying, (part, open) => {
      const { person, records, signing } = open;
      return part.renewKey(keyId, { person, records, signing, now: open.now() });
    });
  }

  withdrawKey(keyId: KeyId, reason: string): Promise<Result<Act>> {
    return this.#with(fetchCertifying, (part, open) =>
      part.withdrawKey(keyId, reason, open.signing, open.now())
    );
  }

  async retryRefused(id: string): Promise<Result<true>> {
    const open = this.open();
    await open?.whole;
    return open && open === this.open() ? open.retryRefused(id) : refuse(LOCKED);
  }

  async setAsideRefused(id: string): Promise<void> {
    await this.open()?.book.setAside(id);
  }

  /** Resolves when it is on the disk. Throws only if the disk refuses it. */
  async saveDraft(draft: AnyDraft): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    // A form will be signed, perhaps offline, so the signing code loads now.
    void fetchStateAct();
    await open.drafts.save(draft);
    return accept(true);
  }

  async deleteDraft(id: DraftId): Promise<void> {
    await this.open()?.drafts.remove(id);
  }

  /** Drafts of a file; one that is here or issued stays as it is. */
  async addDrafts(drafts: readonly AnyDraft[]): Promise<Result<true>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    await open.drafts.addAll(drafts);
    return accept(true);
  }

  async deleteDrafts(ids: readonly DraftId[]): Promise<void> {
    await this.open()?.drafts.removeAll(ids);
  }

  async resolveDraft(id: DraftId, choices: DraftChoices): Promise<void> {
    await this.open()?.drafts.resolve(id, choices);
  }

  async flush(): Promise<void> {
    await this.open()?.drafts.flush();
  }

  /** Judged like on the server, all or none; false if nothing has changed. */
  saveCompanies(companies: readonly Company[]): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.saveCompanies(open, companies));
  }

  /** It alone has the private key, so it cannot be made again. */
  giveFile(act: AuthorizationAct, asked: AskedFile): Promise<Result<GivenFile>> {
    return this.#with(fetchPartnerFiles, (part, { signing }) => part.giveFile(signing, act, asked));
  }

  noteDelivery(of: FileName, delivery: FileDelivery): Promise<Result<boolean>> {
    return this.#with(fetchPartnerFiles, (part, { signing }) => part.noteDelivery(signing, of, delivery));
  }

  recallFile(of: FileName, reason: string): Promise<Result<boolean>> {
    return this.#with(fetchPartnerFiles, (part, { signing }) => part.recallFile(signing, of, reason));
  }

  noteApplication(id: ApplicationId, event: NewEvent): Promise<Result<true>> {
    return this.#with(fetchApplications, (part, open) => part.noteApplication(open, id, event));
  }

  /** From a file or a paper; one that is here already is not changed. */
  takeInApplication(submission: Submission, code: ConfirmationCode): Promise<Result<ApplicationId>> {
    return this.#with(fetchApplications, (part, open) => part.takeInApplication(open, submission, code));
  }

  /** Its draft and the note that it is accepted, together. */
  acceptApplication(id: ApplicationId, words: DraftFields): Promise<Result<DraftId>> {
    return this.#with(fetchApplications, (part, open) => part.acceptApplication(open, id, words));
  }

  addContactNote(note: ContactNote): Promise<Result<boolean>> {
    return this.#with(fetchOwnDocuments, (part, open) => part.saveOwn(open, { ...note }));
  }

  /** A filed return, or entered figures: written once, and only for the own country. */
  addReturn<P extends 'filed' | 'figures'>(kind: P, content: ReturnContent<P>): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.addReturn(open, kind, content));
  }

  /** Of a dossier, for this country only; `content` is kept here with `scans.take`. */
  addAttachment(dossier: DossierKey, file: AttachedFile): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.addAttachment(open, dossier, file));
  }

  withdrawAttachment(id: string): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.withdrawAttachment(open, id));
  }

  /** Judged like on the server; false if nothing has changed. */
  saveSetting(name: string, value: Readonly<Record<string, unknown>>): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.saveSetting(open, name, value));
  }

  removeHistoric(id: string): Promise<Result<boolean>> {
    return this.#with(fetchOfficeDocuments, (part, open) => part.removeHistoric(open, id));
  }

  /** Nothing is written before all documents are read. Another store might open meanwhile. */
  async #with<P, T>(
    fetch: () => Promise<Result<P>>,
    work: (part: P, open: OpenStore) => Promise<Result<T>>
  ): Promise<Result<T>> {
    const open = this.open();
    const [part] = await Promise.all([fetch(), open?.whole]);
    if (!open || open !== this.open()) return refuse(LOCKED);
    return part.ok ? work(part.value, open) : part;
  }

  async #sign<T>(work: (part: typeof stateAct, open: OpenStore) => Promise<Result<T>>): Promise<Result<T>> {
    const open = this.open();
    if (!open) return refuse(LOCKED);
    const [part] = await Promise.all([fetchStateAct(), open.whole]);
    if (open !== this.open()) return refuse(LOCKED);
    return part.ok ? work(part.value, open) : part;
  }
}
