/** Import messages only from here: `import { m } from '#lib/i18n/messages.ts'`, then `m.key({ values })`. */
export { m } from './paraglide/messages.js';
