import { beforeAll, describe, expect, test } from 'vitest';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { MessageAct } from '#lib/domain/partners/thread.ts';
import { foldTrial, type Trial, type TrialAct } from '#lib/domain/partners/trial.ts';
import { trialFigures, trialItems } from '#lib/domain/partners/trial-figures.ts';
import { completeCatalog, openCatalog } from '#lib/i18n/catalog.ts';
import { toTrialPaper } from '#lib/partners/trial-paper-words.ts';
import { trialPaper, type TrialPaper } from '#lib/pdf/trial-paper.ts';
import { hasPdfToText, loadFont, readPages } from '../pdf/forms.ts';
import { aClosedTrade, anAct, anImportAuthorization } from '../samples/acts.ts';
import { aProposal, anAnswer, aResult } from '../samples/trials.ts';

beforeAll(async () => {
  await openCatalog('en');
  await completeCatalog();
});

const asAt = '2026-11-28' as CalendarDate;
const proposal = aProposal({
  from: '2026-01-01' as CalendarDate,
  until: '2026-12-31' as CalendarDate,
  importing: ['AU', 'CH'] as never,
  note: 'Let us begin small.'
});
const lone = anImportAuthorization({ over: { number: 'AU-I-2026-000077-00' } });
const ACTS: readonly DossierAct[] = [...aClosedTrade(), lone];

function aNote(text: string, at = '2026-11-01T08:00:00.000Z'): MessageAct {
  return anAct({
    ...{ schema: 1, kind: 'message', issuer: 'CH', to: ['AU'], seq: { CH: 9, AU: 9 }, at },
    ...{ by: { person: 'ch.officer', name: 'Ü. Muster', function: 'Sachbearbeitung' } },
    ...{ trial: proposal._id, text }
  } as never) as MessageAct;
}

function heldOf(...signers: readonly ('AU' | 'CH')[]) {
  const scope = foldTrial(proposal._id, [proposal]) as Trial;
  const items = trialItems(scope, ACTS, asAt);
  const figures = trialFigures(scope, items) as never;
  const results = signers.map((one) => aResult(proposal._id, one, { asAt, figures }));
  const acts: readonly TrialAct[] = [proposal, anAnswer(proposal._id), ...results];
  const byId = new Map<ActId, Act>(acts.map((act) => [act._id, act]));
  return {
    trial: foldTrial(proposal._id, acts)!,
    items,
    actOf: (id: ActId) => byId.get(id) ?? null,
    results
  };
}

function paperOf(notes: readonly MessageAct[], ...signers: readonly ('AU' | 'CH')[]): TrialPaper {
  return toTrialPaper({ ...heldOf(...signers), notes });
}

async function read(paper: TrialPaper): Promise<string> {
  return readPages((await trialPaper(paper, loadFont)).bytes).join(' ');
}

describe.skipIf(!hasPdfToText)('the result of a trial on paper', () => {
  test('says between whom, when, of what, what is agreed and what is open, what was noted and who signed', async () => {
    const { results } = heldOf('AU', 'CH');
    const text = await read(paperOf([aNote('Box 7 was read twice.')], 'AU', 'CH'));
    for (const words of [
      'Result of a trial Signed by both sides',
      'Australia and Switzerland',
      '1 Jan 2026 to 31 Dec 2026',
      'Let us begin small.',
      'From documents signed until 28 Nov 2026',
      'Dossiers 2 0',
      'AU-I-2026-000077-00 (imports: Australia)',
      'Switzerland, Ü. Muster, Sachbearbeitung · 1 Nov 2026 Box 7 was read twice.',
      'Signed: Australia, 2 Nov 2026 A. Person, Delegate',
      'Signed: Switzerland, 2 Nov 2026'
    ])
      expect(text).toContain(words);
    for (const { _id } of results) expect(text.replace(/ /g, '')).toContain(_id);
    expect(text).not.toContain('Not signed');
  });

  test('is the same file at both sides, whoever of them signed first', async () => {
    const [ours, theirs] = [paperOf([], 'AU', 'CH'), paperOf([], 'CH', 'AU')];
    const [one, other] = [await trialPaper(ours, loadFont), await trialPaper(theirs, loadFont)];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
    expect(one.filename).toBe('i2es-trial-AU-CH-2026-01-01.pdf');
  });

  test('that one side alone signed says whose signature is missing', async () => {
    const text = await read(paperOf([], 'CH'));
    expect(text).toContain('Signed by one side');
    expect(text).toContain('Not signed: Australia');
  });

  test('loses nothing of notes that are long, in any script, and says how much no face could draw', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => `Remark ${at} 核对 مطابقة`);
    const notes = [
      aNote(lines.join('\n')),
      aNote('A sign of no face: \u{1F9EA}.', '2026-11-02T08:00:00.000Z')
    ];
    const pages = readPages((await trialPaper(paperOf(notes, 'AU', 'CH'), loadFont)).bytes);
    expect(pages.length).toBeGreaterThan(2);
    for (const [at] of lines.entries()) expect(pages.join(' ')).toContain(`Remark ${at} `);
    expect(pages.at(-1)).toContain('printed as \ufffd: 1');
    expect(pages[0]).toContain(`1 / ${pages.length}`);
  });
});
