/**
 * The local database's API for screens, as types; `store.svelte.ts` implements it. Everything works offline unless a
 * comment says otherwise (architecture.md: offline is normal).
 */
export type * from './api/person.ts';
export type * from './api/records.ts';
export type * from './api/register.ts';
