import type { LetterField } from '#lib/domain/outreach/draft-letter.ts';
import type { DraftForm } from './draft-form.svelte.ts';

export type AnnouncementForm = DraftForm<'announcement', LetterField>;
