/** INCB's record of the I2ES user group: its meetings with minutes and decisions, and the actions agreed. */
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { country, sessionReference } from '../../shape/references.ts';
import { calendarDate, listOf, oneOf, pattern, text } from '../../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES, LETTERS } from './announcement.ts';
import { defineKind, judgeBoardAudience, judgeCountryNotice } from './define-kind.ts';

export const RECORD_PARTS = ['meeting', 'minutes', 'decision', 'action'] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];

/** The secretariat; its technical service (UNODC ITS); authorities with and without an account; named countries. */
export const ACTION_OWNERS = ['incb', 'its', 'users', 'nonUsers', 'countries'] as const;
export type ActionOwner = (typeof ACTION_OWNERS)[number];

export const ACTION_STATES = ['open', 'done', 'dropped'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const recordItem = pattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'document.malformed');

const OF_A_PART = {
  heldOn: calendarDate,
  session: sessionReference,
  meeting: recordItem,
  owner: oneOf(ACTION_OWNERS),
  countries: listOf(country, 1, 50),
  due: calendarDate,
  state: oneOf(ACTION_STATES)
};
type Member = keyof typeof OF_A_PART;

const PARTS: Readonly<
  Record<RecordPart, { readonly needs: readonly Member[]; readonly may: readonly Member[] }>
> = {
  meeting: { needs: ['heldOn'], may: ['session'] },
  minutes: { needs: [], may: [] },
  decision: { needs: ['meeting'], may: [] },
  action: { needs: ['owner', 'due', 'state'], may: ['meeting'] }
};

/**
 * The latest record of an item counts. Minutes have the item of their meeting. `replaces` is the record that it was
 * written from: so a change that its writer had not seen can be told.
 */
export const userGroupRecord = defineKind(
  {
    kind: 'user-group-record',
    group: 'outreach',
    signers: ['board'],
    audience: judgeBoardAudience,
    required: { part: oneOf(RECORD_PARTS), item: recordItem, texts: LETTERS },
    optional: {
      ...OF_A_PART,
      withdrawn: oneOf([true]),
      replaces: pattern<ActId>(
        /^act:\d{8}:INCB:user-group-record:[A-Za-z0-9_-]{43}$/,
        'act.reference.malformed'
      )
    }
  },
  {
    consistency(body): Problem[] {
      const { needs, may } = PARTS[body.part];
      const needed = body.owner === 'countries' ? [...needs, 'countries'] : needs;
      const problems: Problem[] = [];
      if (ANNOUNCEMENT_LANGUAGES.every((language) => body.texts[language] === undefined))
        problems.push({ code: 'announcement.text.missing', path: 'body.texts' });
      for (const name of Object.keys(OF_A_PART) as Member[]) {
        const [path, isThere, isNeeded] = [
          `body.${name}`,
          body[name] !== undefined,
          needed.indexOf(name) >= 0
        ];
        if (isNeeded && !isThere) problems.push({ code: 'userGroup.field.missing', path });
        if (isThere && !isNeeded && may.indexOf(name) < 0) problems.push({ code: 'act.key.unknown', path });
      }
      return problems;
    }
  }
);

export const REPORTED_STATES = ['open', 'done'] as const;
export const MAX_REPORT_LENGTH = 1000;

/** A country that owns an action says how far it is. INCB’s record keeps the status of the action. */
export const actionReport = defineKind({
  kind: 'action-report',
  group: 'notice',
  signers: ['administrator'],
  audience: judgeCountryNotice,
  required: { item: recordItem, state: oneOf(REPORTED_STATES) },
  optional: { text: text(1, MAX_REPORT_LENGTH, true) }
});
