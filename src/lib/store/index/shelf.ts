/**
 * Unreadable documents are isolated, counted, and never stop the rest (threats P6). The seal proves unchanged content,
 * so the hash is checked only with the signature.
 */
import type { CarriedAct, LaterAct } from '#lib/domain/act/later-act.ts';
import { parseActContent, parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import type { Act, ActKind, ActOf } from '#lib/domain/act/body.ts';
import { parseBlock, type Block } from '#lib/domain/authorization/block.ts';
import { parseCompany, type Company } from '#lib/domain/company/company.ts';
import { parseDraft, type AnyDraft } from '#lib/domain/draft/draft.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, DossierKey, DraftId } from '#lib/domain/ids.ts';
import { accept, type Problem } from '#lib/domain/result.ts';
import type { Poison } from '../api.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import { ActsByKind } from './acts-by-kind.ts';
import type { Opened } from '../disk/sealed-database.ts';

interface DraftEntry {
  readonly draft: AnyDraft;
  readonly rev: string;
  /** Typed on another device; `drafts.ts` merges them. */
  readonly conflicts: readonly string[];
}

const NONE: readonly never[] = [];

export class Shelf {
  readonly acts = new Map<ActId, Act>();
  readonly later = new Map<ActId, LaterAct>();
  readonly drafts = new Map<DraftId, DraftEntry>();
  /** Deleted since the start, with the revision of the deletion: unsent until the server has it. */
  readonly deletedDrafts = new Map<DraftId, string>();
  readonly blocks = new Map<string, Block>();
  readonly companies = new Map<string, Company>();
  readonly others = new Map<string, StoredDocument>();
  /** Changed apart by two devices; `join-settings.ts` merges them. */
  readonly splits = new Map<string, { readonly rev: string; readonly conflicts: readonly string[] }>();
  readonly poison = new Map<string, Poison>();
  #draftsVersion = 0;
  readonly #isVerified: (id: ActId) => boolean;
  readonly #byKind = new ActsByKind();
  readonly #inDossier = new Map<DossierKey, Act[]>();
  readonly #ofDraft = new Map<DraftId, Act[]>();
  /** By the part of the id before the colon, with it. */
  readonly #groups = new Map<string, Map<string, StoredDocument>>();
  readonly #arrived: CarriedAct[] = [];

  /** This device has parsed and verified the act before, and the seal proves it is the same. */
  constructor(isVerified: (id: ActId) => boolean) {
    this.#isVerified = isVerified;
  }

  get draftsVersion(): number {
    return this.#draftsVersion;
  }

  take(opened: Opened): CarriedAct | null {
    const { id, document } = opened;
    if (id.startsWith('_')) return null;
    if (isDraftId(id)) this.#noteDraft(id, opened);
    if (opened.deleted) return this.#drop(id);
    if (document === null) return this.#setAside(id, [{ code: 'document.unreadable' }]);
    if (id.startsWith('act:')) return this.#takeAct(id as ActId, document);
    if (isDraftId(id)) return this.#takeDraft(opened, document);
    if (id.startsWith('block:')) return this.#takeBlock(id, document);
    if (id.startsWith('company:')) return this.#takeCompany(id, document);
    if (id.startsWith('setting:')) this.#noteSplit(opened);
    this.#hold(id, document);
    return null;
  }

  #noteDraft(id: DraftId, { rev, deleted }: Opened): void {
    this.#draftsVersion++;
    if (deleted) this.deletedDrafts.set(id, rev);
    else this.deletedDrafts.delete(id);
  }

  #noteSplit({ id, rev, conflicts }: Opened): void {
    if (conflicts.length > 0) this.splits.set(id, { rev, conflicts });
    else this.splits.delete(id);
  }

  ofKind<K extends ActKind>(kind: K): readonly ActOf<K>[] {
    return this.#byKind.of(kind);
  }

  /** Of `others`: those with an id that begins so. */
  documents(prefix: string): readonly StoredDocument[] {
    const group = this.#groups.get(prefix.slice(0, prefix.indexOf(':') + 1));
    return group ? [...group.values()].filter(({ _id }) => _id.startsWith(prefix)) : NONE;
  }

  #hold(id: string, document: StoredDocument): void {
    this.others.set(id, document);
    const prefix = id.slice(0, id.indexOf(':') + 1);
    const group = this.#groups.get(prefix) ?? new Map<string, StoredDocument>();
    this.#groups.set(prefix, group.set(id, document));
  }

  /** Those that were issued from this draft. */
  fromDraft(draft: DraftId): readonly Act[] {
    return this.#ofDraft.get(draft) ?? NONE;
  }

  /** Acts that name this dossier themselves, whether they count in it or not. */
  inDossier(key: DossierKey): readonly Act[] {
    return this.#inDossier.get(key) ?? NONE;
  }

  isLater(act: CarriedAct): act is LaterAct {
    return this.later.has(act._id);
  }

  /** In order of arrival: it only grows, so a reader continues at the length that it has read. */
  get carried(): readonly CarriedAct[] {
    return this.#arrived;
  }

  #takeAct(id: ActId, document: StoredDocument): CarriedAct | null {
    if (this.acts.has(id) || this.later.has(id)) return null;
    const parsed = this.#isVerified(id) ? accept(toAct(document)) : parseActContent(document);
    if (!parsed.ok) return this.#takeLater(id, document, parsed.problems);
    this.poison.delete(id);
    this.acts.set(id, parsed.value);
    this.#arrived.push(parsed.value);
    this.#list(parsed.value);
    return parsed.value;
  }

  #list(act: Act): void {
    const { body } = act;
    this.#byKind.add(act);
    if (body.draft !== undefined) addTo(this.#ofDraft, body.draft, act);
    if ('dossier' in body && body.dossier !== undefined) addTo(this.#inDossier, body.dossier, act);
  }

  #takeLater(id: ActId, document: StoredDocument, problems: readonly Problem[]): CarriedAct | null {
    const carried = parseCarriedContent(document);
    if (!carried.ok) return this.#setAside(id, problems);
    this.poison.delete(id);
    this.later.set(id, carried.value as LaterAct);
    this.#arrived.push(carried.value);
    return carried.value;
  }

  #takeDraft({ id, rev, conflicts }: Opened, document: StoredDocument): null {
    const parsed = parseDraft(document);
    if (!parsed.ok) return this.#setAside(id, parsed.problems);
    this.poison.delete(id);
    this.drafts.set(id as DraftId, { draft: parsed.value, rev, conflicts });
    return null;
  }

  #takeBlock(id: string, document: StoredDocument): null {
    const parsed = parseBlock(document);
    if (!parsed.ok) return this.#setAside(id, unlessLater(document, parsed.problems));
    this.poison.delete(id);
    this.blocks.set(id, parsed.value);
    return null;
  }

  #takeCompany(id: string, document: StoredDocument): null {
    const parsed = parseCompany(document);
    if (!parsed.ok) return this.#setAside(id, unlessLater(document, parsed.problems));
    this.poison.delete(id);
    this.companies.set(id, parsed.value);
    this.#hold(id, document);
    return null;
  }

  #drop(id: string): null {
    // An act cannot be deleted: a tombstone over one is a forgery, and the act stays.
    if (id.startsWith('act:')) return this.#setAside(id, [{ code: 'act.deleted' }]);
    this.poison.delete(id);
    this.drafts.delete(id as DraftId);
    this.blocks.delete(id);
    this.companies.delete(id);
    this.others.delete(id);
    this.#groups.get(id.slice(0, id.indexOf(':') + 1))?.delete(id);
    return null;
  }

  #setAside(id: string, problems: readonly Problem[]): null {
    this.poison.set(id, { id, problems });
    return null;
  }
}

export function isDraftId(id: string): id is DraftId {
  return id.startsWith('draft:');
}

/** The reason is then the version of this device, and an update helps. */
function unlessLater({ schema }: StoredDocument, problems: readonly Problem[]): readonly Problem[] {
  return typeof schema === 'number' && schema > 1 ? [{ code: 'document.schema.later' }] : problems;
}

function toAct(document: StoredDocument): Act {
  const { _id, body, signature } = document;
  return { _id, body, signature } as Act;
}
