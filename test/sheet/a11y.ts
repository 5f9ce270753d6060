/** `npm run a11y`: what hinders a reader on every screen of the sheet, by axe, counted by rule. README.md beside this file. */
import { findFaults, sidewaysOf, type Fault } from '../e2e/pages/ease.ts';
import { readAsked, type Asked } from './asked.ts';
import { settle, SIZES } from './visitor.ts';
import { walkPast, type Stand } from './walk.ts';

interface Found extends Fault {
  readonly where: string;
}

const STOPS = ['serious', 'critical'];

async function lookFor({ sight, locale, visitor }: Stand, { sizes, themes }: Asked): Promise<Found[]> {
  const { page } = visitor;
  const found: Found[] = [];
  for (const size of sizes) {
    await page.setViewportSize(SIZES[size]);
    await settle(page);
    const where = `${sight.path} (${sight.who}, ${sight.state}, ${locale}, ${size})`;
    for (const theme of themes)
      for (const fault of await findFaults(page, theme))
        found.push({ ...fault, where: `${where}, ${theme}` });
    const beyond = await sidewaysOf(page);
    if (beyond > 0) {
      const message = `${beyond} px beyond the window`;
      found.push({ rule: 'sideways', impact: 'serious', target: 'html', message, where });
    }
  }
  await page.setViewportSize(SIZES.desk);
  return found;
}

/** Each fault once, with the number of screens that it stands on and the first of them. */
function tell(found: readonly Found[]): void {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.impact} ${one.rule} ${one.target}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].sort((one, other) => other.length - one.length);
  for (const row of rows) {
    const [{ impact, rule, target, message, where }] = row as [Found, ...Found[]];
    console.log(`${impact.padEnd(9)}${rule.padEnd(24)}${String(row.length).padStart(4)}  ${where}`);
    console.log(`${' '.repeat(39)}${target}  ${message}`);
  }
}

const asked = readAsked(process.argv.slice(2));
const found: Found[] = [];
let looks = 0;
const missed = await walkPast(asked, async (stand) => {
  found.push(...(await lookFor(stand, asked)));
  looks += asked.sizes.length * asked.themes.length;
});
tell(found);
for (const one of missed) console.log(`Not reached: ${one}`);
const stops = found.filter(({ impact }) => STOPS.includes(impact));
console.log(
  `${looks} looks, ${found.length} faults, ${stops.length} of them serious or critical, ${missed.length} screens not reached`
);
process.exitCode = stops.length > 0 ? 1 : 0;
