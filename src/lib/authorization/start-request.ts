import { isActId } from '#lib/domain/act/act-id.ts';
import { WAYS } from '#lib/address/record-link.ts';
import { AUTHORIZATION_KINDS } from '#lib/domain/act/number.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { StartRequest } from './start-form.ts';

export function parseStartRequest(query: URLSearchParams): StartRequest | null {
  const kind = AUTHORIZATION_KINDS.find((one) => WAYS[one] === query.get('kind'));
  if (!kind) return null;
  return {
    kind,
    from: actIdIn(query, 'from'),
    like: actIdIn(query, 'like'),
    paper: query.get('paper'),
    corrects: actIdIn(query, 'corrects'),
    emergency: query.get('emergency') ?? ''
  };
}

function actIdIn(query: URLSearchParams, name: string): ActId | null {
  const id = query.get(name);
  return isActId(id) ? id : null;
}
