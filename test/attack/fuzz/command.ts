/**
 * `npm run attack -- --fuzz SECONDS [--seed N] [--only K|K-L] [--real-limits]`: three quarters of the time with wide
 * limits and one with those of an installation, on Apache CouchDB where COUCHDB_URL is set.
 */
import { watchServers } from '../../run/watch-servers.ts';
import { fuzz, type FuzzReport } from './fuzz.ts';

/** The day, so that whoever runs the tests today sees what others see, and a second run hides nothing. */
export function seedOfToday(): number {
  return Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
}

export async function runFuzz(option: (name: string) => string | null): Promise<boolean> {
  // The report tells more of it than where it happened.
  watchServers((fault) => console.log(fault));
  const seconds = Number(option('--fuzz') ?? 60);
  const seed = Number(option('--seed') ?? seedOfToday());
  const [from, to] = (option('--only') ?? '').split('-').map(Number);
  const only = from ? ([from, to ?? from] as const) : undefined;
  const isReal = process.argv.includes('--real-limits');
  const rounds =
    only || isReal
      ? [{ share: 1, hasRealLimits: isReal }]
      : [
          { share: 0.75, hasRealLimits: false },
          { share: 0.25, hasRealLimits: true }
        ];
  const reports: FuzzReport[] = [];
  for (const { share, hasRealLimits } of rounds) {
    const report = await fuzz({ seed, seconds: seconds * share, hasRealLimits, ...(only ? { only } : {}) });
    reports.push(report);
    console.log(tellReport(report, hasRealLimits));
  }
  return reports.every(({ faults }) => faults.length === 0);
}

export function tellReport(
  { seed, asked, statuses, acknowledged, figures, faults }: FuzzReport,
  hasRealLimits: boolean
): string {
  const rows = [...statuses].sort().map(([route, counts]) => {
    const told = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    return `  ${route.padEnd(50)} ${told.join('  ')}`;
  });
  const limits = hasRealLimits ? 'the limits of an installation' : 'wide limits';
  return [
    ...rows,
    ...faults.map((fault) => `\nDID NOT HOLD  ${fault}`),
    `\nSeed ${seed}, ${limits}: ${asked} requests, ${acknowledged} documents acknowledged; ${figures}. ${faults.length} faults.`
  ].join('\n');
}
