/** Thirty small files compress badly and cost a request each (7.5 kB gzip and 22 requests before the first page). */

/** The basis of dialogs and long forms; the date field brings a calendar with it. */
const FORMS =
  'DateField|date-segments|Dialog|ConfirmDialog|AskBeforeLeaving|RadioField|SelectField|TextAreaField|fuzzy';

/** Tables, drawings, and parts based on the headless library (30 kB gzip): `CountryField` too, which is a combobox, and `ChosenCountries`. */
const LARGE =
  'BarTable|ColumnFigure|Sparkline|file-table|formula-guard|Combobox|CountryField|ChosenCountries|TabList|MenuList|DataTable|Table|table-|virtual-|SquareCodeShow';

export const SHARED_UI_CHUNK = new RegExp(
  `src.lib.(?:i18n.(?!box-texts|zone)|pwa.(?!install-prompt|program-version|small-database)|sign-in.(?:deep-link|online|office)|address.record-link|ui.(?:[a-z]+[\\\\/]|(?![a-z]+[\\\\/]))(?!${LARGE}|(?:${FORMS})[.]))`
);

/** Bundled with the large modules that they name, these few words of the first page would bring all of training. */
const ALONE =
  'domain.training.lesson-(?:reference|progress)|store.server.kept-lessons|store.scans[.]|store.sign-in.unsent-work|dossier.StatementDialog|pwa.small-database';

export const SHARED_RULES_CHUNK = new RegExp(
  `src.lib.(?!${ALONE})(?:address|country-accounts|crypto|domain|dossier|people|pwa|register|registration|sign-in|store|sync).`
);

export const ACT_KINDS_CHUNK = /src.lib.domain.act.kinds/;

/**
 * Where the walks along static imports begin: what each page imports, and what the way to the first desk imports (with what
 * is fetched for the session). Messages are reached by no walk, except what all of their parts import.
 */
const EVERY_PAGE =
  /paraglide.registry[.]js|kit.src.runtime.client.entry[.]js|generated.client-optimized.app[.]js|src.routes.\+(?:layout|error)[.]/;
const FIRST_DESK =
  /src.routes.(?:sign-in.\+page|[(]app[)].\+layout)[.]|store.(?:sign-in.begin-session|commands.reservations)[.]|dossier.(?:DifferenceText|link-candidates)[.]/;

/** Each page fetches its lists late: verify.lists. */
const OPEN_PAGES =
  /src.lib.verify.lists|src.routes.(?:\+page|\[language|invitation|register|reset|training.(?!certificate|own)|unsubscribe|who)/;

/** The first desk itself, and its lines of news: bundled with what only other pages need, they would bring all of it. */
const TODAY =
  /routes.[(]app[)].today.(?:\+page|MonthShow)|(?:partners.PartnersNews|returns.ReturnsNotice|companies.LicencesNotice|applications.ApplicationsNotice)[.]/;

/** Other pages, and its own beginning, need parts of that way. What the same of them need is in one file. */
const SHARERS = {
  a: /src.routes.apply.(?:\[country\].)?\+page/,
  c: /src.routes.company.(?!applications.\[|drafts)/,
  f: /src.routes.(?:apply|company).*\+/,
  h: /src.routes.rehearsal.(?:desk|results)/,
  r: /src.routes.rehearsal.\+page/,
  // Who signs in is greeted before the code that opens records has come.
  s: /src.routes.sign-in.\+page[.]/,
  v: /src.routes.(?:training|verify).*\+/
} as const;

/** Small files compress badly: they are one with the next larger one, as long as no page gets heavier by it. */
const TOGETHER: readonly (readonly [letters: RegExp, file: string])[] = [
  [/^(?:acfr?|cfr?)$/, 'acfr'],
  [/^acfrv$/, 'acfrv'],
  [/v/, 'acfhrsv'],
  [/^cfh?r?s$/, 'acfhs'],
  [/^[fr]$/, 'fr']
];

interface Context {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

type Walk = (id: string, context: Context) => boolean;

/** Against the direction of the imports, as far as a beginning. Each build has its own descriptions of modules. */
function importedFrom(beginning: RegExp): Walk {
  const known = new WeakMap<object, boolean>();
  return (id, context) => {
    const seen = new Set([id]);
    const described: object[] = [];
    const isFound = (): boolean => {
      for (const one of seen) {
        const module = context.getModuleInfo(one);
        const isKnown = module ? known.get(module) : undefined;
        if (isKnown ?? beginning.test(one)) return true;
        if (isKnown === false || !module) continue;
        described.push(module);
        for (const by of module.importers) seen.add(by);
      }
      return false;
    };
    const answer = isFound();
    for (const one of answer ? described.slice(0, 1) : described) known.set(one, answer);
    return answer;
  };
}

const [isEverywhere, isFirst, isOpen, isOfToday] = [EVERY_PAGE, FIRST_DESK, OPEN_PAGES, TODAY].map(
  importedFrom
) as [Walk, Walk, Walk, Walk];
const sharers = Object.entries(SHARERS).map(([letter, pages]) => [letter, importedFrom(pages)] as const);

function firstChunk(id: string, context: Context): string | null {
  if (isEverywhere(id, context)) return 'every-page';
  if (!isFirst(id, context)) return null;
  // A file of its own for the open pages compresses worse than it spares the others.
  if (isOpen(id, context)) return 'every-page';
  const letters = sharers.map(([letter, isShared]) => (isShared(id, context) ? letter : '')).join('');
  return `first-${TOGETHER.find(([some]) => some.test(letters))?.[1] ?? letters}`;
}

/** A file takes along what its modules import, so what more pages need goes first; kinds of acts after every page. */
const PRIORITIES: readonly (readonly [name: RegExp, priority: number])[] = [
  [/^every-page$/, 21],
  ...[7, 6, 5, 4, 3, 2, 1, 0].map((count) => [new RegExp(`^first-[a-z]{${count}}$`), 10 + count] as const)
];

export const ACT_KINDS_PRIORITY = 19;

export const FIRST_GROUPS = PRIORITIES.map(([isOfThis, priority]) => ({
  debugName: `first ${priority}`,
  priority,
  name: (id: string, context: Context): string | null => {
    const name = firstChunk(id, context);
    return name && isOfThis.test(name) ? name : null;
  }
}));

/** Apart from what only other pages share: Today is open before they are. */
export const TODAY_GROUPS = [
  { debugName: 'today-ui', priority: 4, minShareCount: 3, shared: SHARED_UI_CHUNK },
  {
    debugName: 'today-rules',
    priority: 3,
    minShareCount: 2,
    shared: SHARED_RULES_CHUNK,
    entriesAware: true,
    entriesAwareMergeThreshold: 3000
  }
].map(({ shared, ...group }) => ({
  ...group,
  name: (id: string, context: Context): string | null =>
    shared.test(id) && isOfToday(id, context) ? group.debugName : null
}));
