/**
 * The API for screens, as types; `store.svelte.ts` implements it. Everything works offline unless a comment says
 * otherwise.
 */
export type * from './api/person.ts';
export type * from './api/records.ts';
export type * from './api/register.ts';
