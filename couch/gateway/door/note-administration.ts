/** Written before the document, never with its content. */
import type { Person } from '#couch/accounts/accounts.ts';
import type { NewAuditEntry, Deed } from '#couch/accounts/audit.ts';
import { isCountry } from '#lib/domain/country.ts';
import { isActDocument } from '#lib/domain/door/blocks.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, BodyOf } from '#lib/domain/act/body.ts';
import { isKeyKind, isListKind } from '#lib/domain/act/kinds.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Holder } from '#lib/domain/registration/certify.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import type { Database } from '#couch/engine/engine.ts';

type Pushed = { readonly _id: string; readonly _rev?: string };

export async function administrationOf(
  accepted: readonly object[],
  writer: Pick<Person, 'id' | 'authority'>,
  { database, trust }: { readonly database: Database; readonly trust: () => Promise<Trust> }
): Promise<readonly Deed[]> {
  const pushed = accepted as readonly Pushed[];
  const acts = accepted.filter(isActDocument);
  const keyActs = acts.filter(({ body }) => isKeyKind(body.kind));
  const known = keyActs.length > 0 ? await trust() : null;
  const ofKeys =
    known === null
      ? []
      : keyActs.flatMap((act) =>
          keyEntries(act, writer.authority, known).map((entry) => ({ document: act._id, entry }))
        );
  const kept = await onlyNew(
    pushed.filter(({ _id }) => verbOf(_id) !== null),
    database
  );
  const { id: by, authority } = writer;
  const ofSettings = kept.flatMap(({ _id, _rev = '' }) => {
    const what = verbOf(_id);
    if (what === null) return [];
    return [{ document: `${_id} ${_rev}`, entry: { authority, by, what, about: _id } }];
  });
  const published = acts.flatMap(({ _id, body }): Deed[] => {
    const entry = publishedEntry(body);
    return entry ? [{ document: _id, entry: { authority, by: body.by.person, ...entry } }] : [];
  });
  return [...ofKeys, ...published, ...ofSettings];
}

/** A confirmation is about the kind of its lists. */
function publishedEntry({ kind, ...body }: Act['body']): Pick<NewAuditEntry, 'what' | 'about'> | null {
  if (kind === 'national-practice') return { what: 'practice.published' };
  if (isListKind(kind)) return { what: 'list.signed', about: kind };
  if (kind !== 'list-confirmation') return null;
  const { as, lists } = body as BodyOf<'list-confirmation'>;
  const what = as === 'confirmed' ? 'list.confirmed' : 'list.revoked';
  return { what, about: parseActId(lists[0])?.kind ?? kind };
}

function verbOf(id: string): 'setting.changed' | 'company.changed' | null {
  if (id.startsWith('setting:')) return 'setting.changed';
  return id.startsWith('company:') ? 'company.changed' : null;
}

/**
 * A client that lost the answer pushes the same revision again. Several revisions of one document are judged
 * separately.
 */
async function onlyNew(documents: readonly Pushed[], database: Database): Promise<readonly Pushed[]> {
  if (documents.length === 0) return [];
  const asked: Record<string, string[]> = {};
  for (const { _id, _rev = '' } of documents) asked[_id] = [...(asked[_id] ?? []), _rev];
  const lacking = await database.revsDiff(asked);
  const left = new Set(
    Object.entries(lacking).flatMap(([id, { missing = [] }]) => missing.map((rev) => id + rev))
  );
  return documents.filter(({ _id, _rev = '' }) => left.delete(_id + _rev));
}

function keyEntries({ body }: Act, home: AuthorityCode, trust: Trust): NewAuditEntry[] {
  if (body.kind !== 'certificate' && body.kind !== 'withdrawal') return [];
  const before = trust.standingsOf(body.keyId).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  const [earlier] = before;
  const holder: Holder | undefined = body.kind === 'certificate' ? body.holder : earlier;
  const isKnown = before.some((one) => one.authority === holder?.authority && one.person === holder.person);
  const what = body.kind === 'withdrawal' ? 'key.withdrawn' : isKnown ? 'key.renewed' : 'key.certified';
  const values = holder ? { holder: holder.person, device: holder.device } : {};
  const concerned = holder && isCountry(holder.authority) ? [home, holder.authority] : [home];
  const entry = { by: body.by.person, what, about: body.keyId, values } as const;
  return [...new Set<AuthorityCode>(concerned)].map((authority) => ({ ...entry, authority }));
}
