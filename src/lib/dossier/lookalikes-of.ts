/**
 * Names on an authorization that resemble known ones: companies (own and in earlier acts), the authority (directory),
 * the signatory (other certificate holders).
 */
import type { Act, AuthorizationAct } from '#lib/domain/act/body.ts';
import { findLookalike, type Lookalike } from '#lib/domain/lookalike/find-lookalike.ts';
import type { Company } from '#lib/store/api.ts';
type Kind = 'import-authorization' | 'export-authorization' | 'authority' | 'certificate';

export interface NameSources {
  actsOf(kind: Kind): readonly Act[];
  companies(): readonly Company[];
}

export function lookalikesOf({ body }: AuthorizationAct, sources: NameSources): readonly Lookalike[] {
  const earlier = earlierThan(body, sources);
  const companies = [
    ...sources.companies().map((company) => company.name),
    ...earlier.flatMap((act) => [act.body.importer.name, act.body.exporter.name])
  ];
  const authorities = [
    ...sources.actsOf('authority').flatMap((act) => (act.body.kind === 'authority' ? [act.body.name] : [])),
    ...earlier.map((act) => act.body.authority.name)
  ];
  const found = [
    findLookalike(body.importer.name, companies),
    findLookalike(body.exporter.name, companies),
    findLookalike(body.authority.name, authorities),
    findLookalike(body.by.name, othersThan(body, sources))
  ];
  return found.filter((one) => one !== null);
}

/** Earlier authorizations of other dossiers; names in this dossier are copies of each other. */
function earlierThan(body: AuthorizationAct['body'], sources: NameSources): readonly AuthorizationAct[] {
  const acts = [...sources.actsOf('import-authorization'), ...sources.actsOf('export-authorization')];
  return (acts as readonly AuthorizationAct[]).filter(
    (act) => act.body.dossier !== body.dossier && act.body.at < body.at
  );
}

function othersThan({ by, issuer }: AuthorizationAct['body'], sources: NameSources): readonly string[] {
  return sources.actsOf('certificate').flatMap(({ body }) => {
    if (body.kind !== 'certificate') return [];
    const { authority, person, name } = body.holder;
    return authority === issuer && person === by.person ? [] : [name];
  });
}
