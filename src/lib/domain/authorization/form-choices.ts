/**
 * `setting:form`: how an authority's own forms look. Only its own prints follow them; nothing in an act depends on them, so
 * they are judged when they are saved and when they are read.
 */
import { ANNOUNCEMENT_LANGUAGES } from '../act/kinds/announcement.ts';
import {
  isPlainObject,
  listOf,
  oneOf,
  orNull,
  parseShape,
  pattern,
  shaped,
  text,
  type Checked
} from '../shape/shape.ts';
import type { Result } from '../result.ts';

export const FORM_SETTING = 'form';
const MAX_SIGNATURES = 3;
/** Characters of the picture as text: about 60 kB. */
export const MAX_LOGO_LENGTH = 80_000;
/** Boxes side by side, or one below the other as on the Indian form (NDPS Rules 1985, Form 5). */
export const FORM_LAYOUTS = ['boxes', 'rows'] as const;

const choices = shaped({
  required: {
    language: orNull(oneOf(ANNOUNCEMENT_LANGUAGES)),
    second: orNull(oneOf(ANNOUNCEMENT_LANGUAGES)),
    layout: oneOf(FORM_LAYOUTS),
    /** A row for each further person who signs by hand. */
    signatures: listOf(text(1, 60), 0, MAX_SIGNATURES),
    /** Printed below the articles, such as that the form is not valid without the official seal. */
    note: text(0, 200),
    logo: orNull(
      pattern(new RegExp(`^data:image/png;base64,[\\w+/=]{1,${MAX_LOGO_LENGTH}}$`), 'form.logo.tooLarge')
    )
  }
});
export type FormChoices = Checked<typeof choices>;

const NO_CHOICES: FormChoices = {
  language: null,
  second: null,
  layout: 'boxes',
  signatures: [],
  note: '',
  logo: null
};

export function parseFormChoices(value: unknown): Result<FormChoices> {
  return parseShape(choices, value);
}

/** The stored choices; none if they are unreadable. */
export function toFormChoices(setting: unknown): FormChoices {
  const given = isPlainObject(setting) ? setting : {};
  const read = parseFormChoices(
    Object.fromEntries(Object.entries(NO_CHOICES).map(([name, usual]) => [name, given[name] ?? usual]))
  );
  return read.ok ? read.value : NO_CHOICES;
}
