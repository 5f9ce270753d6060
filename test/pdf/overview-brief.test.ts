import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { locales, type Locale } from '#lib/i18n/locale.ts';
import { overviewBrief, type BriefContent } from '#lib/pdf/overview-brief.ts';
import { hasPdfToText, loadFont, readPages } from './forms.ts';

const PIXEL = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64'
  )
);

function aBrief(over: Partial<BriefContent> = {}): BriefContent {
  return {
    locale: 'en',
    asOf: '2026-11-27' as CalendarDate,
    headline: 'On 27 Nov 2026, 11 of 45 registered countries are active.',
    rule: 'Active countries issued or replied to an authorization within 12 months before that day.',
    mapNote: 'The boundaries and names shown do not imply official endorsement.',
    figures: [['Countries registered', '45']],
    groups: [['Africa', '0 active']],
    steps: [['First document', '11 · 317 days']],
    stuck: [['Singapore', 'Confirmed · 887 days']],
    map: { png: PIXEL, ratio: 0.486 },
    growth: { png: PIXEL, ratio: 0.375 },
    demonstration: false,
    ...over
  };
}

/** What is drawn on the sheets, operator by operator. */
function drawingOf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes);
  const streams: string[] = [];
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 1)) {
    const end = file.indexOf('endstream', at);
    if (file.subarray(at - 3, at).toString() === 'end' || end < 0) continue;
    try {
      streams.push(
        inflateSync(Uint8Array.from(file.subarray(at + 'stream\n'.length, end))).toString('latin1')
      );
    } catch {
      // A picture or a font that is packed in another way draws nothing.
    }
  }
  return streams.join('\n');
}

async function sheetsOf(brief: BriefContent): Promise<readonly string[]> {
  return readPages((await overviewBrief(brief, loadFont)).bytes);
}

describe.skipIf(!hasPdfToText)('INCB’s brief on the use of the system', () => {
  it('says what it is given on two sheets: figures before, regions, steps and who stands still behind', async () => {
    const [first, second, ...more] = await sheetsOf(aBrief());
    expect(more).toEqual([]);
    for (const words of ['11 of 45 registered countries', 'Countries registered 45', 'official endorsement'])
      expect(first).toContain(words);
    for (const words of [
      'Africa 0 active',
      'First document 11 · 317 days',
      'Singapore Confirmed · 887 days',
      '27 Nov 2026'
    ])
      expect(second).toContain(words);
    expect((first ?? '').replace(/ /g, '')).not.toContain('DEMONSTRATION');
  });

  it.each([...locales])('is two sheets with every letter in %s', async (locale: Locale) => {
    const sheets = await sheetsOf(aBrief({ locale }));
    expect(sheets).toHaveLength(2);
    for (const sheet of sheets) expect(sheet).not.toContain('\ufffd');
  });

  it('sets a Chinese headline as heavy as the figures in it, though its face has one weight', async () => {
    const thick = (ops: string): number => ops.match(/^2 Tr$/gm)?.length ?? 0;
    const headline = '截至2026年11月28日，45个已登记国家中有11个活跃。';
    const count = async (brief: BriefContent): Promise<number> =>
      thick(drawingOf((await overviewBrief(brief, loadFont)).bytes));
    expect(await count(aBrief({ locale: 'zh', headline }))).toBeGreaterThan(0);
    expect(await count(aBrief())).toBe(0);
  });

  it('stays two sheets with as many groups and figures as the overview gives it', async () => {
    const rows = (count: number): [string, string][] =>
      Array.from({ length: count }, (_, at) => [
        `Group ${at} of a long name that is read in a line`,
        '12 active, 3 not'
      ]);
    const sheets = await sheetsOf(aBrief({ groups: rows(21), stuck: rows(12), figures: rows(9) }));
    expect(sheets).toHaveLength(2);
    expect(sheets[1]).toContain('Group 20 of');
    expect(sheets[1]).toContain('This database contains only counts');
  });

  it('of invented trade says so on each sheet', async () => {
    for (const sheet of await sheetsOf(aBrief({ demonstration: true })))
      expect(sheet.replace(/ /g, '')).toContain('DEMONSTRATION');
  });
});
