/** Applications in memory: one more document opens again only the application that it is about. */
import { isAuthorization, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import {
  APPLICATION_PREFIX,
  applicationOf,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import {
  readApplication,
  readEvent,
  type Application,
  type ApplicationEvent
} from '#lib/domain/application/application.ts';
import {
  draftOfApplication,
  openApplication,
  type ApplicationState
} from '#lib/domain/application/application-state.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { Opened } from '../disk/sealed-database.ts';

interface Held {
  readonly documents: Map<string, StoredDocument>;
  state: ApplicationState | null;
}

const NONE: readonly AuthorizationAct[] = [];

export class Applications {
  readonly #held = new Map<ApplicationId, Held>();
  /** Not opened since something about them arrived. */
  readonly #stale = new Set<ApplicationId>();
  readonly #ofDraft = new Map<DraftId, ApplicationId>();
  readonly #issued = new Map<DraftId, AuthorizationAct[]>();
  #all: readonly ApplicationState[] = [];

  take({ id, deleted, document }: Pick<Opened, 'id' | 'deleted' | 'document'>): void {
    const of = id.startsWith(APPLICATION_PREFIX) ? applicationOf(id) : null;
    if (of === null) return;
    const held = this.#held.get(of) ?? { documents: new Map<string, StoredDocument>(), state: null };
    if (deleted || document === null) held.documents.delete(id);
    else held.documents.set(id, document);
    this.#held.set(of, held);
    this.#stale.add(of);
  }

  /** One's own authorization, verified. */
  receive(act: Act): void {
    const { draft } = act.body;
    if (!draft || !isAuthorization(act)) return;
    addTo(this.#issued, draft, act);
    this.#reopen(draft);
  }

  forgetIssued(): void {
    const drafts = [...this.#issued.keys()];
    this.#issued.clear();
    for (const draft of drafts) this.#reopen(draft);
  }

  #reopen(draft: DraftId): void {
    const id = this.#ofDraft.get(draft);
    if (id) this.#stale.add(id);
  }

  /** The same list until something about an application arrives. */
  get all(): readonly ApplicationState[] {
    if (this.#stale.size === 0) return this.#all;
    for (const id of this.#stale) this.#open(id);
    this.#stale.clear();
    const all: ApplicationState[] = [];
    for (const { state } of this.#held.values()) if (state) all.push(state);
    return (this.#all = all);
  }

  of(id: ApplicationId): ApplicationState | null {
    void this.all;
    return this.#held.get(id)?.state ?? null;
  }

  ofDraft(draft: DraftId): ApplicationState | null {
    void this.all;
    const id = this.#ofDraft.get(draft);
    return id ? this.of(id) : null;
  }

  /** Faulty documents are passed over (threats P6). */
  #open(id: ApplicationId): void {
    const held = this.#held.get(id);
    if (!held) return;
    let application: Application | null = null;
    const events: ApplicationEvent[] = [];
    for (const document of held.documents.values()) {
      const event = document._id === id ? null : readEvent(document);
      if (event) events.push(event);
      else if (document._id === id) application = readApplication(document);
    }
    held.state =
      application && openApplication(application, events, (draft) => this.#issued.get(draft) ?? NONE);
    if (application) this.#ofDraft.set(draftOfApplication(application), id);
    if (held.documents.size === 0) this.#held.delete(id);
  }
}
