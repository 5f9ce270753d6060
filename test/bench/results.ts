/**
 * Results kept by version of the product: `results/<version>.json`, and `results/chart.svg`, which compares the last
 * versions. A run of a few benches replaces their rows and leaves the others.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';

interface KeptRow extends Row {
  readonly bench: string;
  /** A calendar date. */
  readonly measured: string;
  readonly machine: string;
}

interface Results {
  readonly version: string;
  readonly rows: readonly KeptRow[];
}

const FOLDER = fileURLToPath(new URL('results', import.meta.url));
const VERSIONS_SHOWN = 3;

/** Replaces what this bench had measured before of this version. */
export function keepResults(bench: string, rows: readonly Row[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const measured = new Date().toISOString().slice(0, 10);
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
  const earlier = listResults().find((one) => one.version === version)?.rows ?? [];
  const kept = [
    ...earlier.filter((row) => row.bench !== bench),
    ...rows.map((row) => ({ bench, ...row, measured, machine }))
  ].sort((a, b) => (a.bench < b.bench ? -1 : a.bench > b.bench ? 1 : 0));
  const results: Results = { version, rows: kept };
  writeFileSync(join(FOLDER, `${version}.json`), JSON.stringify(results, null, 2) + '\n');
  writeFileSync(join(FOLDER, 'chart.svg'), drawChart(listResults()));
}

/** The latest version is last. */
function listResults(): readonly Results[] {
  const byNumber = new Intl.Collator('en', { numeric: true });
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Results)
    .sort((a, b) => byNumber.compare(a.version, b.version));
}

/** Of the goal: 1 is just within it. Null for a row without a goal. */
function shareOfGoal({ ratio, ours, goal }: Row): number | null {
  return goal === null || goal === 0 ? null : (ratio ?? ours) / goal;
}

const WIDTH = 1100;
const [FIGURES, NAMES] = [90, 560];
const [LINE, TOP, LEFT] = [18, 58, NAMES + FIGURES];
const SHADES = ['#c4cdd6', '#7f93a8', '#1f5f99'];

/** From a tenth of the goal to ten times the goal. */
function placeOf(share: number): number {
  const scaled = (Math.log10(Math.min(10, Math.max(0.1, share))) + 1) / 2;
  return LEFT + scaled * (WIDTH - LEFT - 20);
}

function text(x: number, y: number, words: string, more = ''): string {
  const safe = words.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}"${more}>${safe}</text>`;
}

/** One line for each row that has a goal in the latest version; a dot for each version, in the order of the versions. */
function drawChart(all: readonly Results[]): string {
  const shown = all.slice(-VERSIONS_SHOWN);
  const shades = SHADES.slice(-shown.length);
  const rows = (shown.at(-1)?.rows ?? []).filter((row) => shareOfGoal(row) !== null);
  const height = TOP + rows.length * LINE + 12;
  const lines = rows.map((row, index) => {
    const y = TOP + index * LINE + 12;
    const dots = shown.map(({ rows: of }, version) => {
      const same = of.find(({ bench, name }) => bench === row.bench && name === row.name);
      const share = same ? shareOfGoal(same) : null;
      if (share === null) return '';
      return `<circle cx="${placeOf(share).toFixed(1)}" cy="${y - 4}" r="5" fill="${shades[version]}"/>`;
    });
    const name = row.name.length > 92 ? `${row.name.slice(0, 91)}…` : row.name;
    const figure = row.ratio === null ? `${row.ours} ${row.unit}` : `${row.ratio} ×`;
    return text(8, y, name) + text(LEFT - 14, y, figure, ' text-anchor="end"') + dots.join('');
  });
  const key = shown.map(({ version }, index) => {
    const x = LEFT + index * 90;
    return `<circle cx="${x}" cy="18" r="5" fill="${shades[index]}"/>` + text(x + 10, 22, version);
  });
  const marks = [0.1, 1, 10].map((share) => {
    const x = placeOf(share).toFixed(1);
    const colour = share === 1 ? '#b3261e' : '#d5dbe1';
    return (
      `<path d="M${x} ${TOP - 8}V${height - 8}" stroke="${colour}"/>` +
      text(Number(x), TOP - 14, share === 1 ? 'goal' : `${share} × goal`, ' text-anchor="middle"')
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">` +
    `<title>Measurements against their goals, by version; left of the line is within the goal</title>` +
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>` +
    [...key, ...marks, ...lines].join('\n') +
    '</svg>\n'
  );
}
