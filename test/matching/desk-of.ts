/** A desk of one country that holds these acts: its dossiers, its board, its rows. */
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import { MatchingIndex, type MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import { boardToRows, type MatchingRow } from '#lib/matching/matching-rows.ts';

export const TODAY = '2026-11-27' as CalendarDate;

interface Desk {
  readonly board: MatchingBoard;
  readonly rows: readonly MatchingRow[];
  readonly act: (id: ActId) => Act | null;
  readonly dossier: (key: DossierKey) => Dossier | null;
}

export function deskOf(authority: AuthorityCode, acts: readonly DossierAct[], today = TODAY): Desk {
  const byId = new Map<ActId, DossierAct>(acts.map((act) => [act._id, act]));
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const all: Dossier[] = [];
  dossiers.forEach((one) => all.push(one));
  const act = (id: ActId): Act | null => byId.get(id) ?? null;
  const board = new MatchingIndex((id) => byId.get(id) ?? null).read(all, today);
  const dossier = (key: DossierKey): Dossier | null => dossiers.get(key);
  return { board, rows: boardToRows(board, { authority, today, dossierOf: dossier }), act, dossier };
}
