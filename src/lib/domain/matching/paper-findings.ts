/**
 * Papers on the matching page. A partner that is not on I2ES issues on paper, so its import authorization is no
 * suspicion while it is not recorded: it is to be recorded. A record and the partner's own document of the same goods
 * are proposed to be joined, so that both are counted once.
 */
import { compareFindings, type Finding } from './finding.ts';
import type { MatchingBoard } from './matching-index.ts';
import { nameOf, type PaperPair } from './paper-pairs.ts';
import type { Proposal } from './find-proposals.ts';

export function withPapers(board: MatchingBoard, isOff: (country: string) => boolean): MatchingBoard {
  const pairs = board.papers;
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
