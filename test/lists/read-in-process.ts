/** `node --import tsx test/lists/read-in-process.ts FILE`: the answer to a list's file, and the megabytes that reading it took at most. */
import { readFileSync } from 'node:fs';
import { readListFile } from '#lib/lists/read-file.ts';

const bytes = new Uint8Array(readFileSync(process.argv[2] ?? ''));
const before = process.memoryUsage().rss;
const read = readListFile(bytes);
const most = process.resourceUsage().maxRSS * 1024;
const answer = read.ok ? read.value.reduce((sum, { rows }) => sum + rows.length, 0) : read.problems[0]?.code;
console.log(JSON.stringify({ answer, megabytes: Math.round((most - before) / 1e6) }));
