import { isActId } from '#lib/domain/act/act-id.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { StartRequest } from './start-form.ts';

export function parseStartRequest(query: URLSearchParams): StartRequest | null {
  const kind = query.get('kind');
  if (kind !== 'import' && kind !== 'export') return null;
  return {
    kind: kind === 'import' ? 'import-authorization' : 'export-authorization',
    from: actIdIn(query, 'from'),
    like: actIdIn(query, 'like'),
    paper: query.get('paper'),
    corrects: actIdIn(query, 'corrects'),
    emergency: query.get('emergency')
  };
}

function actIdIn(query: URLSearchParams, name: string): ActId | null {
  const id = query.get(name);
  return isActId(id) ? id : null;
}
