import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import CheckMargin from '#lib/ui/form/CheckMargin.svelte';
import DataTable from '#lib/ui/table/DataTable.svelte';
import DeliveryDots from '#lib/ui/figure/DeliveryDots.svelte';
import EmptyState from '#lib/ui/notice/EmptyState.svelte';
import JourneyFigure from '#lib/ui/figure/JourneyFigure.svelte';
import QuantityBars from '#lib/ui/figure/QuantityBars.svelte';
import StatusBadge from '#lib/ui/StatusBadge.svelte';
import TextField from '#lib/ui/form/TextField.svelte';
import TitleText from '#lib/ui/TitleText.svelte';

describe('a status', () => {
  it('is a word and a shape, not a colour alone', () => {
    const { body } = render(StatusBadge, { props: { tone: 'warn', word: 'expiring' } });
    expect(body).toContain('expiring');
    expect(body).toContain('<svg');
  });

  it('has another shape for every tone', () => {
    const shapes = (['neutral', 'info', 'good', 'warn', 'bad', 'done'] as const).map(
      (tone) => /<svg[\s\S]*<\/svg>/.exec(render(StatusBadge, { props: { tone, word: '' } }).body)?.[0]
    );
    expect(new Set(shapes).size).toBe(6);
  });
});

describe('a title', () => {
  const whole = (text: string): string[] =>
    [...render(TitleText, { props: { text } }).body.matchAll(/<span class="number[^>]*>([^<]*)</g)].map(
      ([, number]) => number ?? ''
    );

  it('keeps the number that it names on one line', () => {
    expect(whole('Cancel authorization \u2068AU-E-2026-000029-29\u2069?')).toEqual(['AU-E-2026-000029-29']);
    expect(whole('إذن التصدير CH-E-2026-000045-61')).toEqual(['CH-E-2026-000045-61']);
  });

  it('lets words be divided that are no number', () => {
    expect(whole('A well-to-do, up-to-date title of 1961-1971')).toEqual([]);
  });

  it('of an empty page is its heading', () => {
    expect(render(EmptyState, { props: { title: 'No such draft', level: 1 } }).body).toContain('<h1');
    expect(render(EmptyState, { props: { title: 'Nothing waits' } }).body).toContain('<h2');
  });
});

describe('a field', () => {
  const { body } = render(TextField, {
    props: {
      label: 'Importer',
      value: '',
      hint: 'As in the licence',
      problem: 'A name is needed.',
      required: true
    }
  });

  it('ties label, hint and problem to the input', () => {
    const id = /<input[^>]* id="([^"]+)"/.exec(body)?.[1];
    expect(body).toContain(`for="${id}"`);
    expect(body).toContain(`aria-describedby="${id}-hint ${id}-problem"`);
    expect(body).toContain(`id="${id}-problem"`);
  });

  it('says in words that it must be filled, and that it is wrong', () => {
    expect(body).toContain('required');
    expect(body).toContain('aria-invalid="true"');
    expect(body).toContain('A name is needed.');
  });
});

describe('delivery', () => {
  it('is told hop by hop, a refusal with its reason', () => {
    const hops = [
      { name: 'This device', status: 'reached' },
      { name: 'Our server', status: 'refused', detail: 'the number is taken' },
      { name: 'Partner', status: 'waiting' }
    ] as const;
    const { body } = render(DeliveryDots, { props: { hops, word: 'refused' } });
    expect(body.replace(/[\u2068\u2069]/g, '')).toContain(
      'This device: reached. Our server: refused, the number is taken. Partner: not yet'
    );
  });
});

describe('the journey', () => {
  it('marks the step that is now, for the eye and for the ear', () => {
    const steps = [
      { name: 'Shipped', state: 'done', date: '20 Oct 2026', who: 'Australia' },
      { name: 'Received', state: 'current', who: 'Switzerland' }
    ] as const;
    const { body } = render(JourneyFigure, { props: { steps, label: 'Journey' } });
    expect(body.match(/aria-current="step"/g)).toHaveLength(1);
    expect(body).toContain('20 Oct 2026');
    expect(body).toContain('waiting for \u2068Switzerland\u2069');
  });
});

describe('the bars of a line of goods', () => {
  const barsOf = (...micrograms: (number | undefined)[]): string =>
    render(QuantityBars, {
      props: {
        label: 'Quantities',
        lines: [
          {
            key: 'a',
            label: 'Morphine',
            bars: micrograms.map((amount, index) => ({
              name: `bar ${index}`,
              micrograms: amount,
              text: String(amount)
            })),
            differences: []
          }
        ]
      }
    }).body;

  it('show 20 g missing of 500 g as a piece of 4 %', () => {
    expect(barsOf(500e6, 480e6)).toMatch(/class="gap[^"]*" style="[^"]*inline-size: ?4%/);
  });

  it('show even a thousandth missing wide enough to be seen', () => {
    expect(barsOf(2e9, 1.999e9)).toMatch(/class="gap[^"]*" style="[^"]*inline-size: ?1\.5%/);
  });

  it('show nothing missing while nothing is stated', () => {
    expect(barsOf(500e6, undefined)).not.toContain('class="gap');
  });
});

describe('the checks beside a form', () => {
  it('put what is refused first, with its article and the way out; a passed check keeps quiet', () => {
    const { body } = render(CheckMargin, {
      props: {
        title: 'Checks',
        checks: [
          { key: 'a', status: 'passed', title: 'Importer is licensed', article: 'art. 31.3' },
          {
            key: 'b',
            status: 'refused',
            title: 'Post office box',
            article: 'art. 31.8',
            wayOut: { label: 'Change it', href: '#x' }
          }
        ]
      }
    });
    expect(body.indexOf('Post office box')).toBeLessThan(body.indexOf('Importer is licensed'));
    expect(body).toContain('art. 31.8');
    expect(body).toContain('Change it');
    expect(body).not.toContain('art. 31.3');
  });
});

describe('the register', () => {
  const cell = createRawSnippet<[string, unknown]>((row) => ({ render: () => `<b>${row()}</b>` }));
  const rows = Array.from({ length: 10000 }, (_, index) => `CH-${index}`);
  const table = (list: readonly string[]): string =>
    render(DataTable<string>, {
      props: {
        label: 'Authorizations',
        columns: [{ key: 'n', label: 'Number', sortBy: (row: string) => row }],
        rows: list,
        keyOf: (row: string) => row,
        cell
      }
    }).body;

  it('counts all rows for a screen reader though it draws a few', () => {
    const body = table(rows);
    expect(body).toContain('aria-rowcount="10001"');
    expect(body.match(/role="row"/g)?.length).toBeLessThan(60);
    expect(body).toContain('aria-sort="none"');
  });

  it('says so when there is nothing', () => {
    expect(table([])).toContain('Nothing to show');
  });
});
