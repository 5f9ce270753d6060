/** The family of drawings: each says its figures to whoever sees none of it. */
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import BarTable from '#lib/ui/figure/BarTable.svelte';
import ColumnFigure from '#lib/ui/figure/ColumnFigure.svelte';
import Sparkline from '#lib/ui/figure/Sparkline.svelte';

const bars = [
  { key: 'a', name: 'Issued', size: 4, text: '4' },
  { key: 'b', name: 'Received', size: 2, text: '2' },
  { key: 'c', name: 'Overdue', size: 0, text: '0' }
];

describe('bars on one scale', () => {
  const { body } = render(BarTable, { props: { label: 'November', bars } });

  test('are a table of their figures with a caption', () => {
    expect(body).toContain('>November</caption>');
    for (const { name, text } of bars) expect(body).toMatch(new RegExp(`${name}[\\s\\S]*>${text}</td>`));
  });

  test('are as long as their figure on the scale of the longest; nothing has no bar', () => {
    expect([...body.matchAll(/inline-size: ?([\d.]+)%/g)].map(([, size]) => size)).toEqual(['100', '50']);
  });

  test('stand on a given whole where there is one', () => {
    const { body: part } = render(BarTable, { props: { label: 'Lessons', bars, of: 8 } });
    expect(part).toContain('50%');
    expect(part).not.toContain('100%');
  });
});

test('columns over time have their figures as a table below them', () => {
  const { body } = render(ColumnFigure, {
    props: {
      label: 'The year',
      head: 'Month',
      series: [
        { key: 'in', name: 'Imports' },
        { key: 'out', name: 'Exports' }
      ],
      steps: [{ key: '2026-11', name: 'Nov', long: 'Nov 2026', counts: [7, 3] }]
    }
  });
  expect(body).toMatch(/<details[^>]*>[\s\S]*Nov 2026[\s\S]*>7<\/td>[\s\S]*>3<\/td>/);
});

test('a line of small columns is read as words', () => {
  const { body } = render(Sparkline, { props: { counts: [0, 2], most: 2, words: 'Oct 0, Nov 2' } });
  expect(body).toContain('Oct 0, Nov 2');
});
