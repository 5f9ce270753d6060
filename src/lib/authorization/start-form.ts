import { WAYS } from '#lib/address/record-link.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { asKind, type ActOf } from '#lib/domain/act/body.ts';
import { type AuthorizationKind, AUTHORIZATION_KINDS } from '#lib/domain/act/number.ts';
import { asExport, isPaper, readAuthorization } from '#lib/domain/act/stand-in.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import {
  draftFromImport,
  newDeclarationForm,
  newEmergencyForm,
  newImportForm,
  newPaperForm
} from '#lib/domain/authorization/new-form.ts';
import { isDraftId, type Draft, type DraftFields } from '#lib/domain/draft/draft.ts';
import type { ActId, CountryCode, DraftId } from '#lib/domain/ids.ts';
import { openDraftForm } from '#lib/draft/open-draft.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { AuthorizationForm } from './form-view.ts';
import { citedAct } from './cited-act.ts';
import { readExportContext } from './read-context.ts';
import { wordsOfTemplate } from './templates.ts';
import { wordsLike, wordsOfOwnPaper, wordsOfRecord } from './replacement-form.ts';

interface StartRequest {
  readonly kind: AuthorizationKind;
  readonly from: ActId | null;
  readonly like: ActId | null;
  /** The country whose paper is recorded, or empty; null for a form of this authority's own. */
  readonly paper: string | null;
  readonly corrects: ActId | null;
  /** The country of an emergency export, or empty (rule R22). */
  readonly emergency: string;
  readonly template: DraftId | null;
}

export interface StartedForm {
  readonly form: AuthorizationForm;
  readonly importAct: ActOf<'import-authorization'> | null;
}

export function draftIdOf(uuid: string): DraftId | null {
  const id = `draft:${uuid}`;
  return isDraftId(id) ? id : null;
}

/** Null if the draft is not on this device and the address asks for nothing new. */
export function startForm(id: DraftId, request: StartRequest | null): StartedForm | null {
  const stored = store.draft(id);
  if (stored) return openStored(stored);
  if (!request) return null;
  const country = store.person?.authority as CountryCode;
  const record = asKind(request.corrects && store.act(request.corrects), 'paper-record');
  if (record) return startCorrection(id, record, country);
  const cited = citedAct(request.from);
  const { paper } = request;
  if (paper !== null) {
    const from = readAuthorization(request.from ? store.act(request.from) : null);
    const words = newPaperForm(
      { kind: request.kind, partner: paper, from },
      readExportContext(country, cited)
    );
    return { form: openDraftForm(request.kind, id, words), importAct: cited };
  }
  const printed = asExport(request.from && store.act(request.from));
  if (printed && isPaper(printed._id) && printed.body.issuer === country)
    return openStored({
      _id: id,
      kind: 'export-authorization',
      ...wordsOfOwnPaper(printed, readExportContext(country, null))
    });
  const kind = cited ? 'export-authorization' : request.kind;
  const context = readExportContext(country, cited);
  const like = kind === 'import-authorization' ? citedAct(request.like) : null;
  const template = store.templates().find(({ _id }) => _id === request.template);
  if (template) return openStored({ ...template, _id: id, ...wordsOfTemplate(template, context) });
  const isOwn = like !== null && like.body.issuer === country;
  const words = isOwn ? wordsLike(like, context) : newWords(kind, cited, context, request.emergency);
  return { form: openDraftForm(kind, id, words), importAct: cited };
}

/** Null for a paper that has no form of its own (`dossier/PaperDialog.svelte`). */
function startCorrection(
  id: DraftId,
  record: ActOf<'paper-record'>,
  country: CountryCode
): StartedForm | null {
  const printed = readAuthorization(record);
  if (!printed) return null;
  const words = wordsOfRecord(record, printed, readExportContext(country, null));
  return openStored({ _id: id, kind: printed.body.kind, ...words });
}

function openStored(stored: Pick<Draft, '_id' | 'kind' | 'fields' | 'lines'>): StartedForm {
  const cited = citedAct((stored.fields['importAct'] as ActId | undefined) ?? null);
  return { form: openDraftForm(stored.kind, stored._id, stored), importAct: cited };
}

function newWords(
  kind: AuthorizationKind,
  cited: ActOf<'import-authorization'> | null,
  context: ExportContext,
  emergency: string
): DraftFields {
  if (kind === 'import-authorization') {
    const blank = newImportForm(context);
    return { ...blank, lines: [{ key: crypto.randomUUID(), fields: {} }] };
  }
  if (cited) return draftFromImport(cited, context);
  const { fields } =
    kind === 'export-declaration' ? newDeclarationForm(context) : newEmergencyForm(context, emergency);
  return { fields, lines: [{ key: crypto.randomUUID(), fields: {} }] };
}

export function parseStartRequest(query: URLSearchParams): StartRequest | null {
  const kind = AUTHORIZATION_KINDS.find((one) => WAYS[one] === query.get('kind'));
  if (!kind) return null;
  return {
    kind,
    from: actIdIn(query, 'from'),
    like: actIdIn(query, 'like'),
    paper: query.get('paper'),
    corrects: actIdIn(query, 'corrects'),
    emergency: query.get('emergency') ?? '',
    template: draftIdOf(query.get('template') ?? '')
  };
}

function actIdIn(query: URLSearchParams, name: string): ActId | null {
  const id = query.get(name);
  return isActId(id) ? id : null;
}
