/**
 * Without `eval`: design documents hold the *name* of a registered function. Its content hash is included, so that a
 * changed function gets a new index.
 */
import createAbstractMapReduce from 'pouchdb-abstract-mapreduce';
import { EngineError } from './problem.ts';

type Emit = (key: unknown, value?: unknown) => void;
type MapFunction = (document: object, emit: Emit) => void;

const registered = new Map<string, MapFunction>();

/** Referred to as `{ map: name, reduce?: '_count' | '_sum' }`. */
export function registerMap(name: string, map: MapFunction): void {
  registered.set(name, map);
}

/** A command ran before the first start of this version's server. */
const MADE_BY_ANOTHER =
  'The indexes here were made by another version of this program: start the server once (npm start), which makes them anew, then ask again.';

function mapByName(name: string, emit: Emit): (document: object) => void {
  const map = registered.get(name);
  if (!map) throw new EngineError('index-of-another-version', MADE_BY_ANOTHER);
  return (document) => map(document, emit);
}

function reduceByName(name: string): (keys: unknown, values: readonly unknown[]) => unknown {
  if (name === '_count') return (_keys, values) => values.length;
  if (name === '_sum')
    return (_keys, values) => values.reduce((sum: number, value) => sum + Number(value), 0);
  throw new Error(`The embedded engine reduces by _count or _sum, not by ${name}`);
}

function checkView(designDocument: object, viewName: string): void {
  const views = (designDocument as { views?: Record<string, { map?: unknown }> }).views;
  if (typeof views?.[viewName]?.map !== 'string') throw new Error(`View ${viewName} names no function`);
}

export const viewsByName = createAbstractMapReduce('mrviews', mapByName, reduceByName, checkView);
