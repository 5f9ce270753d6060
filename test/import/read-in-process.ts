/** `node --import tsx test/import/read-in-process.ts FILE`: the answer to a list's file, and the megabytes that reading it took at most. */
import { readFileSync } from 'node:fs';
import { readTables } from '#lib/import/read-file.ts';

const bytes = new Uint8Array(readFileSync(process.argv[2] ?? ''));
const before = process.memoryUsage().rss;
const read = readTables(bytes);
// On Linux the figure of `resourceUsage` begins with that of the program that started this one.
const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
const highest = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
const most = Number(highest) * 1024;
const answer = read.ok ? read.value.reduce((sum, { rows }) => sum + rows.length, 0) : read.problems[0]?.code;
console.log(JSON.stringify({ answer, megabytes: Math.round((most - before) / 1e6) }));
