/** Drafts of a system, judged by the rules of the form. An officer reads, signs and issues them. */
import { randomUUID } from 'node:crypto';
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { notFound, Refusal, refusal } from '#couch/gateway/bounds/refusal.ts';
import { ownDatabase, reference } from '#couch/gateway/calls/access.ts';
import { instantOf, type ClientCall } from '#couch/gateway/calls/call.ts';
import { paramOf } from '#couch/gateway/calls/value-of.ts';
import { DossierReader } from '#couch/gateway/door/read-dossiers.ts';
import { asKind, type Act, type ActOf } from '#lib/domain/act/body.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { isAuthorizationKind } from '#lib/domain/act/number.ts';
import { asExport, readAuthorization } from '#lib/domain/act/stand-in.ts';
import { judgeSandbox } from '#lib/domain/api/client.ts';
import type { NewDraft } from '#lib/domain/api/operations.ts';
import { readHistory } from '#lib/domain/authorization/authorized-history.ts';
import { fieldOf, isPaperForm } from '#lib/domain/authorization/form-fields.ts';
import { withPractices, type ExportContext } from '#lib/domain/authorization/judge-context.ts';
import {
  countrySettings,
  directoryEntryOf,
  exportContext,
  judgeContext,
  judgeForm,
  withoutEmptyLines
} from '#lib/domain/authorization/judge-form.ts';
import { practiceOn, practicesNamed } from '#lib/domain/authorization/practice-in-force.ts';
import { askedFor } from '#lib/domain/balance/claims.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { openBook, useOf } from '#lib/domain/company/company-book.ts';
import type { Company } from '#lib/domain/company/company.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { isDraftId, parseDraft, type Draft } from '#lib/domain/draft/draft.ts';
import { PROHIBITIONS } from '#lib/domain/goods/prohibitions.ts';
import type { CalendarDate, CountryCode, DraftId, KeyId } from '#lib/domain/ids.ts';
import { editionOn } from '#lib/domain/lists/edition.ts';
import { entriesOf, inForceOn, listsOf } from '#lib/domain/lists/in-force.ts';
import type { Problem } from '#lib/domain/result.ts';
import { loadNamesInAddresses } from '#lib/i18n/country-tables.ts';
import { isApart, withFirstRevision } from './acts.ts';
import { tellProblems } from './sentences.ts';

export async function checkDraft(call: ClientCall): Promise<object> {
  const draft = call.request.body as NewDraft;
  const problems = [...judgeMark(draft, call), ...(await judge(call, draft))];
  return { problems: await tellProblems(call.request.headers['accept-language'], problems) };
}

/** Stored with its problems, as an officer's unfinished draft would be: only what is signed must be whole. */
export async function submitDraft(call: ClientCall): Promise<object> {
  if (isApart(call)) throw refusal(403, 'client.sandbox.installation');
  const { desk, request, session } = call;
  const draft = request.body as NewDraft;
  const [wrong] = judgeMark(draft, call);
  if (wrong) throw new Refusal(403, [wrong]);
  const id = `draft:${randomUUID()}` as DraftId;
  const document: Draft = {
    _id: id,
    schema: 1,
    ...draft,
    updatedAt: instantOf(desk),
    updatedBy: session.person.id,
    // The system's own name for the place where it was typed.
    device: '' as KeyId
  };
  const [target, everybody] = [await ownDatabase(call), await reference(call)];
  const writing = { writer: session.person, target, reference: everybody, lookAgain: call.lookAgain };
  const [refused] = await desk.pushes.push(writing, {
    docs: [withFirstRevision(document)],
    new_edits: false
  });
  if (refused) throw new Refusal(403, JSON.parse(refused.reason) as readonly Problem[]);
  return { id, problems: await tellProblems(request.headers['accept-language'], await judge(call, draft)) };
}

export async function readDraft(call: ClientCall): Promise<object> {
  const id = paramOf(call.request, 'id');
  const { database } = await ownDatabase(call);
  const held = isDraftId(id) && !isApart(call) ? parseDraft(await readDocument(database, id)) : null;
  if (!held?.ok) throw notFound();
  const { kind, fields, lines, updatedAt, updatedBy } = held.value;
  if (!isAuthorizationKind(kind)) throw notFound();
  return { id, kind, fields, lines, updatedAt, updatedBy };
}

function judgeMark(draft: NewDraft, { session }: ClientCall): readonly Problem[] {
  return judgeSandbox(draft, session.sandbox).map((one) => ({ ...one, path: 'demonstration' }));
}

async function judge(call: ClientCall, draft: NewDraft): Promise<readonly Problem[]> {
  const form = withoutEmptyLines(draft);
  return judgeForm(draft.kind, form, await contextOf(call, { kind: draft.kind, ...form })).problems;
}

/** Six languages, read with the first draft. */
let namesInAddresses: ReturnType<typeof loadNamesInAddresses> | undefined;

type Form = Pick<NewDraft, 'kind' | 'fields' | 'lines'>;

/** The context of the form on a device. Of a sandbox among real data nothing of the country's past. */
async function contextOf(call: ClientCall, form: Form): Promise<ExportContext> {
  const { desk, session } = call;
  const [home, everybody] = [await ownDatabase(call), await reference(call)];
  const today = instantToDate(instantOf(desk));
  const country = session.person.authority as CountryCode;
  const lists = await desk.pushes.published.known(everybody, home, { named: [], publishes: false });
  const { settings, companies } = await desk.pushes.companies.known(home);
  const edition = editionOn(today, lists);
  const imported = isApart(call) ? null : await readImport(call, home, fieldOf(form, 'importAct'));
  const importAct = form.kind === 'export-authorization' ? (imported?.importAct ?? null) : null;
  const [replaced, corrected] = [
    fieldOf(form, 'replaces'),
    fieldOf(form, 'corrects') || fieldOf(form, 'ownPaper')
  ];
  const offices = entriesOf(inForceOn(listsOf(lists), today), 'directory');
  const registered = lists.flatMap((act) => asKind(act, 'authority') ?? []);
  const entry = directoryEntryOf(country, registered, offices);
  const basis = judgeContext(country, today, countrySettings(settings, entry), edition);
  const recorded =
    isApart(call) || !isActId(corrected) ? null : await readDocument<Act>(home.database, corrected);
  const ownPaper = asExport(recorded);
  namesInAddresses ??= loadNamesInAddresses();
  const context = {
    countryNames: await namesInAddresses,
    ...exportContext(basis, importAct, importAct && (imported?.dossier ?? null), replaced, corrected),
    prohibitions: edition.prohibitions ?? PROHIBITIONS,
    ...(ownPaper?.body.issuer === country ? { ownPaper } : {}),
    ...(importAct ? { licences: imported?.licences ?? [] } : {}),
    ...(isApart(call) || isPaperForm(form)
      ? {}
      : await readPast(call, [home, everybody], { form, companies, replaced, today }))
  };
  const practices = lists.flatMap((act) => asKind(act, 'national-practice') ?? []);
  const named = importAct ? practicesNamed(importAct.body, practices) : [];
  const side = form.kind === 'import-authorization' ? 'exportingCountry' : 'importingCountry';
  const inForce = [country, importAct?.body.issuer ?? fieldOf(form, side)].flatMap(
    (one) =>
      // The goods are as the practice of the import authorization lists them.
      (one === country ? null : named.find(({ body }) => body.issuer === one)) ??
      practiceOn(practices, one, today) ??
      []
  );
  return withPractices<ExportContext>(context, inForce);
}

interface Asked {
  readonly form: Form;
  readonly companies: readonly Company[];
  readonly replaced: string;
  readonly today: CalendarDate;
}

/** What an officer is asked about: unusual figures, the same goods on one day, quotas and estimates. */
async function readPast(
  { desk, session }: ClientCall,
  [home, everybody]: readonly [NamedDatabase, NamedDatabase],
  { form: { kind }, companies, replaced, today }: Asked
): Promise<Partial<ExportContext>> {
  const country = session.person.authority as CountryCode;
  const acts = await desk.ownAuthorizations.of(home, country);
  const others = acts.filter(({ _id }) => _id !== replaced);
  const freed = acts.find(({ _id }) => _id === replaced);
  const taken = new Map(askedFor(freed?.body.lines ?? []).map((one) => [one.substance, one.quantity]));
  const { trust } = await desk.keys.keyring([everybody, home]);
  const shelf = await desk.held.of(home);
  const work = new SlicedTask(scheduleSliced(country));
  const place = { target: home, reference: everybody, shelf, now: instantOf(desk), work };
  const { balance, ...asking } = await desk.pushes.balances.heldOf(country, place, trust);
  return {
    history: readHistory(kind, country, acts, () => false),
    issuedToday: others.filter(({ body }) => body.kind === kind && body.issuedOn === today),
    companies: openBook(companies, useOf(others)),
    balance: {
      roomOf: (of, upon) => {
        const room = balance.roomOf(of, { ...asking, device: '' as KeyId }, upon);
        return { ...room, taken: room.taken - (taken.get(of.substance) ?? 0) };
      }
    }
  };
}

interface Imported {
  readonly importAct: ActOf<'import-authorization'>;
  readonly dossier: Dossier | null;
  readonly licences: readonly ActOf<'special-import-licence'>[];
}

/** The import authorization that an export names, as the own country holds it. */
async function readImport({ desk }: ClientCall, home: NamedDatabase, id: string): Promise<Imported | null> {
  if (!isActId(id)) return null;
  const held = readAuthorization(await readDocument<Act>(home.database, id));
  const importAct = asKind(held, 'import-authorization');
  if (!importAct) return null;
  const reader = new DossierReader(home.database, await desk.held.of(home));
  const routed = routeActs(await reader.readDossiers([importAct.body.dossier]));
  const [found] = [...routed].filter(([, acts]) => acts.some(({ _id }) => _id === id));
  const licences = (found?.[1] ?? []).flatMap((act) => asKind(act, 'special-import-licence') ?? []);
  return {
    importAct,
    dossier: found ? foldDossier(...found) : null,
    licences: licences.filter(({ body }) => body.of === id)
  };
}
