/**
 * Plain English, as patterns that a machine can find. A sentence must tell an officer whose third language is English who
 * does what. The patterns are those in which a reading of all texts found that it does not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readMessages, sentencesOf } from './message-file.ts';

export const PATTERNS: Readonly<Record<string, RegExp>> = {
  'whoever, whomever: say the person who, anyone': /\bwho(?:m)?ever\b/gi,
  'told, tells: say, show, notify': /\b(?:told|tells?)\b/gi,
  'stands: is, appears, is shown': /\bstands?\b|\bstood\b/gi,
  'bears: has, shows': /\bbears?\b/gi,
  'to state: record, enter, give, report': /\b(?:states|stated|stating)\b|\bstate (?:the|it|a|what|that)\b/gi,
  'keeper: server operator': /\bkeepers?\b|keeps (?:the|that) server|whoever (?:keeps|runs)/gi,
  'desk: page, section, device': /\bdesks?\b/gi,
  'line: connection':
    /line to (?:the|our) server|when there is a line|over a line|line is (?:back|down|cut)|Cut the line|Mend the line/gi,
  'heard: received, read': /\b(?:heard|hears)\b/gi,
  'at once: immediately, at the same time': /\bat once\b/gi,
  'anew: again, new': /\banew\b/gi,
  'upon: on': /\bupon\b/gi,
  'by itself: automatically': /\bby (?:itself|themselves)\b/gi,
  'all the same: still': /\ball the same\b/gi,
  'to take back: withdraw, cancel': /\b(?:tak(?:e|es|en|ing)|took)\b(?: \w+){0,3} back\b/gi,
  'to take in: load': /\btak(?:e|es|en) in\b/gi,
  'amiss, mend, slip, meanwhile, alike, wish':
    /\b(?:amiss|mend(?:ed|s)?|slips?|meanwhile|alike|wish(?:es)?)\b/gi,
  'to let in, to admit: accept, give access': /\badmits?\b|\b(?:lets?|gets?) in\b/gi,
  'is no, says nothing: is not a, does not':
    /\b(?:is|are|was) no [a-z]+|\b(?:bears?|tells?|says?|holds?|names?|carries|sends|takes) (?:no|nothing)\b/gi,
  'not known: I2ES does not have': /\bnot known\b/gi,
  'beside: next to, in addition to': /\bbeside\b/gi,
  'alone: only': /\balone\b(?! in)/gi,
  'a clause with what in place of a noun':
    /(?:^|[.:;,!?] |\b(?:of|upon|and|with|for) )[Ww]hat (?:is|was|has|you|it|they|this|that|INCB|the|a|your|people|partners|somebody|came|left|happened)\b(?![^.]*\?)/gm,
  'those that: name the things': /\bthose (?:that|who|which|they)\b/gi,
  'so many: this number of': /\bso (?:many|much)\b/gi,
  'set aside: not counted': /\bset(?:s)? aside\b/gi,
  'former, present: old, current': /\bformer\b|\bpresent (?:password|passphrase|administrators)\b/gi,
  'void: no longer valid': /\bvoid\b/gi,
  'by which, of whom: begin a sentence':
    /\b(?:by|upon|with|of|for|to|from|under|in) (?:which|whom|whose)\b/gi,
  'somebody, nobody: someone, no one, or the role': /\b(?:some|no|every|any)body\b/gi,
  'may not: cannot, must not, might not': /\bmay not\b/gi,
  'sums: totals': /\bsums?\b/gi,
  'off line, on line: offline, online': /\boff line\b|\bon line\b/gi,
  'a text that begins with It or They': /^(?:It|They)\b/gm
};

const MAX_WORDS_IN_SENTENCE = 25;
/** Letters of the INCB secretariat are read at leisure. */
const MAX_WORDS_IN_LETTER = 35;

export type Room = 'messages' | 'help' | 'lessons' | 'public pages';

/** What no reader reads as English: the title's frame, the name of an answer or question, and code. */
const NOT_ENGLISH = /^---\n[\s\S]*?\n---\n|^### [a-z-]+$|`[^`\n]+`/gm;

/** Each English text with the place where it is found; the names of its placeholders are not words. */
export function textsIn(room: Room): readonly { readonly place: string; readonly text: string }[] {
  if (room === 'messages')
    return Object.entries(readMessages('en')).flatMap(([place, message]) =>
      sentencesOf(message).map((text) => ({ place, text: text.replace(/\{\w+\}/g, '{}') }))
    );
  const folder = { help: 'training/help', lessons: 'training/lessons', 'public pages': 'public-pages/pages' }[
    room
  ];
  const url = new URL(`../../src/lib/${folder}/`, import.meta.url);
  return readdirSync(url)
    .map((name) => ({ place: `${name}/en.md`, text: readFileSync(new URL(`${name}/en.md`, url), 'utf8') }))
    .map(({ place, text }) => ({ place, text: text.replace(NOT_ENGLISH, '') }));
}

/** Texts that law or an official form words so, by pattern. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // "Import authorization (import certificate) under which this export is made": 1961 art. 31(4)(c) and 31(5).
  'by which, of whom: begin a sentence': ['form_reference'],
  // “Cannot tell”: the answer, as short as “Genuine”.
  'told, tells: say, show, notify': ['verify_unknown', 'verify/en.md']
};

/** The places where a pattern is found. */
export function placesOf(name: string, pattern: RegExp, room: Room): readonly string[] {
  const found = textsIn(room).filter(({ text }) => text.search(pattern) >= 0);
  const places = new Set(found.map(({ place }) => place));
  return [...places].filter((place) => !EXCEPTIONS[name]?.includes(place));
}

/** Sentences with more words than a reader keeps in mind, one per paragraph, list item or message at least. */
export function longSentencesIn(room: Room): readonly string[] {
  return textsIn(room).flatMap(({ place, text }) => {
    const most = /^form_letter_/.test(place) ? MAX_WORDS_IN_LETTER : MAX_WORDS_IN_SENTENCE;
    const sentences = text.split(/(?<=[.?!:])\s+|\n+/);
    return sentences.filter((one) => one.split(/\s+/).length > most).map((one) => `${place}: ${one}`);
  });
}
