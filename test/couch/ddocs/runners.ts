/** Runs a built design function as CouchDB would: in a bare V8 context, and in QuickJS. JSON in, JSON out. */
import { createContext, runInContext } from 'node:vm';
import { getQuickJS, type QuickJSContext } from 'quickjs-emscripten';

/** What a function did: rows it emitted, or what it threw. */
export interface Outcome {
  readonly rows: readonly unknown[];
  readonly thrown: unknown;
}

export type Run = (...input: readonly unknown[]) => Outcome;

/** `modules`: other members of the design document, which CouchDB's `require` compiles when a function calls it. */
type Modules = Readonly<Record<string, string | undefined>>;

const HARNESS = `(function (source, modules) {
  var rows = [];
  globalThis.require = function (name) {
    var made = { exports: {} };
    (0, eval)('(function (module, exports) {' + modules[name] + '\\n})')(made, made.exports);
    return made.exports;
  };
  globalThis.emit = function (key, value) { rows.push([key, value]); };
  var design = (0, eval)(source);
  return function (input) {
    rows = [];
    var thrown = null;
    try { design.apply(null, JSON.parse(input)); } catch (error) { thrown = error.forbidden ? error : String(error); }
    return JSON.stringify({ rows: rows, thrown: thrown });
  };
})`;

export function runInV8(expression: string, modules: Modules = {}): Run {
  const context = createContext({});
  const run = runInContext(HARNESS, context) as (
    source: string,
    modules: Modules
  ) => (input: string) => string;
  const ready = run(expression, modules);
  return (...input) => JSON.parse(ready(JSON.stringify(input))) as Outcome;
}

/** What CouchDB 3.5 gives a design function, and no more (couch_quickjs/c_src/couchjs.c). */
const INTRINSICS = { BaseObjects: true, Eval: true, JSON: true, RegExp: true, MapSet: true, Date: true };

export async function runInQuickJS(
  expression: string,
  modules: Modules = {}
): Promise<Run & { dispose(): void }> {
  const context = (await getQuickJS()).newContext({ intrinsics: INTRINSICS });
  evaluate(
    context,
    `globalThis.ready = ${HARNESS}(${JSON.stringify(expression)}, ${JSON.stringify(modules)})`
  );
  const run: Run = (...input) =>
    JSON.parse(evaluate(context, `ready(${JSON.stringify(JSON.stringify(input))})`)) as Outcome;
  return Object.assign(run, { dispose: () => context.dispose() });
}

function evaluate(context: QuickJSContext, code: string): string {
  const handle = context.unwrapResult(context.evalCode(code));
  const text: unknown = context.dump(handle);
  handle.dispose();
  return String(text);
}
