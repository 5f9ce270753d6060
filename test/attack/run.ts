/**
 * `npm run attack [-- --url https://…] [-- --quick]`: every case against a running server by raw HTTP, and how
 * many held of each principle. Without an address it starts a server of its own with demonstration data, on
 * Apache CouchDB where COUCHDB_URL is set. With `--fuzz SECONDS` it asks planned nonsense of every route instead
 * (`fuzz/command.ts`). Never against a server with real records: it signs in and writes.
 */
import { Server } from '../e2e/server.ts';
import { countByPrinciple, runCase, type Finding } from './attack.ts';
import { CASES } from './cases.ts';
import { runFuzz } from './fuzz/command.ts';
import { DEMONSTRATION, Intruder, type Account, type Role } from './intruder.ts';

function option(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

function accounts(): Readonly<Record<Role, Account>> {
  const given = process.env['ATTACK_ACCOUNTS'];
  return given ? (JSON.parse(given) as Record<Role, Account>) : DEMONSTRATION;
}

async function attack(url: string): Promise<readonly Finding[]> {
  const intruder = new Intruder(url, accounts());
  const isQuick = process.argv.includes('--quick');
  const findings: Finding[] = [];
  for (const one of CASES.filter(({ slow }) => !(slow && isQuick))) {
    const finding = await runCase(one, intruder);
    findings.push(finding);
    if (finding.seen !== null)
      console.log(`DID NOT HOLD  ${finding.principle}  ${finding.name}\n              ${finding.seen}`);
  }
  return findings;
}

if (process.argv.includes('--fuzz')) process.exit((await runFuzz(option)) ? 0 : 1);
const url = option('--url');
const server = url === null ? await Server.start() : null;
try {
  const address = url ?? server?.address ?? '';
  const engine =
    process.env['COUCHDB_URL'] && server
      ? 'Apache CouchDB'
      : server
        ? 'the embedded engine'
        : 'the server given';
  console.log(`Attacking ${address} (${engine}): ${CASES.length} cases.\n`);
  const findings = await attack(address);
  for (const line of countByPrinciple(findings)) console.log(line);
  const broken = findings.filter(({ seen }) => seen !== null).length;
  console.log(`\n${findings.length - broken} of ${findings.length} held`);
  process.exitCode = broken === 0 ? 0 : 1;
} finally {
  await server?.stop();
}
