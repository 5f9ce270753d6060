/**
 * Papers on the matching page. A partner that is not on I2ES issues on paper, so its import authorization is no
 * suspicion while it is not recorded: it is to be recorded. A record and the partner's own document of the same goods
 * are proposed to be joined, so that both are counted once.
 */
import { isAuthorization, type AuthorizationAct } from '../act/body.ts';
import { addTo } from '../groups.ts';
import { isPaper } from '../act/stand-in.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { isUsing } from '../dossier/import-use.ts';
import { areAlike } from '../dossier/paper-twins.ts';
import type { ActId } from '../ids.ts';
import { asRead, bodyOf, type Finder, compareFindings, type Finding } from './finding.ts';
import type { MatchingBoard } from './matching-index.ts';
import type { Proposal } from './proposals.ts';

interface Known {
  readonly dossiers: readonly Dossier[];
  readonly actOf: Finder;
  readonly isOff: (country: string) => boolean;
}

export function withPapers(board: MatchingBoard, { dossiers, actOf, isOff }: Known): MatchingBoard {
  const pairs = board.hasPapers ? findPaperPairs(dossiers, actOf) : [];
  const isOnPaper = (one: Finding): boolean => one.class === 'export-without-import' && isOff(one.importing);
  if (pairs.length === 0 && !board.findings.some(isOnPaper)) return board;
  const findings = board.findings.map((one) => (isOnPaper(one) ? toPaperImport(one) : one));
  return {
    ...board,
    findings: [...findings, ...pairs.map(toFinding)].sort(compareFindings),
    proposals: [...board.proposals, ...pairs.map(toProposal)]
  };
}

function toPaperImport(one: Finding): Finding {
  return { ...one, class: 'paper-import', key: `paper-import ${one.on}`, whose: one.exporting };
}

/** `own`: what the partner issued itself in `dossier`. */
interface PaperPair {
  readonly dossier: Dossier;
  readonly record: AuthorizationAct;
  readonly own: AuthorizationAct;
}

/** Except those that somebody has decided about. */
function findPaperPairs(dossiers: readonly Dossier[], actOf: Finder): readonly PaperPair[] {
  const read = asRead(actOf);
  const act = (id: ActId | null): AuthorizationAct | null => {
    const found = id === null ? null : read(id);
    return isAuthorization(found) ? found : null;
  };
  const running = dossiers.filter(({ status }) => status !== 'cancelled');
  const paperImports = new Map<string, AuthorizationAct[]>();
  for (const { key, importAuthorization } of running) {
    const record = importAuthorization && isPaper(importAuthorization) ? act(importAuthorization) : null;
    if (record) addTo(paperImports, key.slice(0, 5), record);
  }
  const pairs = running
    .filter(
      ({ key, exports }) => paperImports.has(key.slice(0, 5)) || exports.some((one) => isPaper(one.act))
    )
    .flatMap((dossier): PaperPair[] => {
      const exports = dossier.exports
        .filter((one) => one.isPresumed || isUsing(one))
        .flatMap((strand) => act(strand.act) ?? []);
      const imports = paperImports.get(dossier.key.slice(0, 5)) ?? [];
      const opener = act(dossier.importAuthorization);
      const owns = [
        ...(opener && !isPaper(opener._id) ? [opener] : []),
        ...exports.filter((one) => !isPaper(one._id))
      ];
      const records = [...imports, ...exports].filter(({ _id }) => isPaper(_id));
      return owns.flatMap((own) =>
        records.filter((one) => areAlike(one.body, own.body)).map((record) => ({ dossier, record, own }))
      );
    });
  if (pairs.length === 0) return pairs;
  const decided = new Set(dossiers.flatMap(({ timeline }) => timeline.flatMap((id) => decidedOn(read, id))));
  return pairs.filter((pair) => !decided.has(nameOf(pair)));
}

function decidedOn(actOf: Finder, id: ActId): readonly string[] {
  const body = bodyOf(actOf, id, 'match-decision');
  if (!body?.paperRecord || body.decision === 'reopen') return [];
  return [`${body.paperRecord} ${body.exportAuthorization ?? body.dossier}`];
}

function nameOf({ dossier, record, own }: PaperPair): string {
  return `${record._id} ${own.body.kind === 'export-authorization' ? own._id : dossier.key}`;
}

function toFinding(pair: PaperPair): Finding {
  const { dossier, record, own } = pair;
  return {
    key: `paper-pair ${nameOf(pair)}`,
    class: 'paper-pair',
    dossier: record.body.dossier,
    importing: dossier.importingCountry,
    exporting: dossier.exportingCountry,
    on: record._id,
    number: record.body.number,
    cited: own.body.number,
    since: own.body.issuedOn,
    goods: [],
    says: { kind: 'paper', own: own.body.number },
    whose: null,
    spoken: [],
    demonstration: dossier.demonstration
  };
}

function toProposal({ record, own }: PaperPair): Proposal {
  return {
    export: record._id,
    candidates: [{ act: own, likeness: ['quantity', 'importer', 'exporter'] }],
    sum: null
  };
}
