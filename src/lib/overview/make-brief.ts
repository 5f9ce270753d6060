import { countryName, formatInteger, joinSentences } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { overviewBrief, type BriefContent, type BriefPicture } from '#lib/pdf/overview-brief.ts';
import { countedStates } from '#lib/domain/usage/use-state.ts';
import { toPaper, type Paper } from '#lib/ui/file/hand-over.ts';
import { store } from '#lib/store/store.svelte.ts';
import { SHOWN } from '#lib/domain/usage/figures.ts';
import { STEPS } from '#lib/domain/usage/ways-onto.ts';
import { issuedKey, stateKey } from './drawings.ts';
import { type Frame, framedSvg, rasterOf } from './export-drawing.ts';
import { groupFigures } from './country-groups.ts';
import { headlineOf, mapNoteOf, meanings, sourceOf } from './headline.ts';
import type { OverviewState } from './overview-state.svelte.ts';
import { daysWord, figureLabel, figureText, stepWord, useWords } from './use-words.ts';

const MAX_STUCK = 12;
/** Capacity of a sheet in readable size; the last line counts what is left out. */
const MAX_GROUPS = 20;

export async function makeBrief(
  shown: OverviewState,
  map: SVGSVGElement | undefined,
  growth: SVGSVGElement | undefined
): Promise<Paper> {
  const content: BriefContent = {
    locale: readLocale(),
    asOf: shown.asOf,
    headline: headlineOf(shown.overview, shown.isHistory ? null : shown.before),
    rule: joinSentences([sourceOf(shown), ...meanings()]),
    mapNote: mapNoteOf(shown.setting),
    figures: figuresOf(shown),
    groups: groupsOf(shown),
    steps: stepsOf(shown),
    stuck: shown.ways
      .filter(({ at }) => at !== STEPS[STEPS.length - 1])
      .slice(0, MAX_STUCK)
      .map(({ country, at, standsFor }) => [
        countryName(country),
        `${stepWord(at)} · ${daysWord(standsFor)}`
      ]),
    map: map ? await pictureOf(map, stateKey('.land', '.point')) : null,
    growth: growth ? await pictureOf(growth, [...stateKey('.area'), ...issuedKey()]) : null,
    demonstration: store.demonstration
  };
  return toPaper(await overviewBrief(content));
}

async function pictureOf(drawing: SVGSVGElement, key: Frame['key']): Promise<BriefPicture> {
  const framed = framedSvg(drawing, { key });
  const png = new Uint8Array(await (await rasterOf(framed.svg, framed, 2)).arrayBuffer());
  return { png, ratio: framed.height / framed.width };
}

/** The 2019 table has no steps of its countries. */
function stepsOf({ isHistory, funnel }: OverviewState): BriefContent['steps'] {
  if (isHistory) return [];
  return funnel.map(({ step, taken, medianDays }) => [
    stepWord(step),
    taken === null ? m.overview_not_counted() : `${formatInteger(taken)} · ${daysWord(medianDays)}`
  ]);
}

export function figuresOf({ overview }: Pick<OverviewState, 'overview'>): BriefContent['figures'] {
  const { counts, figures } = overview;
  const states = countedStates(counts).map((state): [string, string] => [
    useWords(state).word,
    formatInteger(counts[state] ?? 0)
  ]);
  if (figures === null) return states;
  return [
    ...states,
    ...SHOWN.brief.map((key): [string, string] => [figureLabel(key, 'long'), figureText(key, figures)])
  ];
}

function groupsOf({ overview, input, setting }: OverviewState): BriefContent['groups'] {
  const groups = groupFigures(overview, input.usage, setting.groups ?? []);
  const lines = groups
    .slice(0, MAX_GROUPS)
    .map(({ name, counts, figures }): [string, string] => [
      name,
      [
        ...countedStates(counts).map(
          (state) => `${useWords(state).word} ${formatInteger(counts[state] ?? 0)}`
        ),
        ...(figures === null ? [] : [`${m.overview_issued()} ${formatInteger(figures.issued)}`])
      ].join(' · ')
    ]);
  const more = groups.length - lines.length;
  return more > 0 ? [...lines, ['…', `+ ${formatInteger(more)}`]] : lines;
}
