import '../../../src/app.css';
import { completeCatalog, openCatalog } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { signalHydrated } from '#lib/pwa/press.ts';
import { openForPrint } from '#lib/ui/shell/open-for-print.ts';
import { mount } from 'svelte';
import DeskGallery from './DeskGallery.svelte';
import FieldGallery from './FieldGallery.svelte';
import FormGallery from './FormGallery.svelte';
import LanguageGallery from './LanguageGallery.svelte';
import MovingGallery from './MovingGallery.svelte';
import StateGallery from './StateGallery.svelte';
import TableGallery from './TableGallery.svelte';

const pages = {
  desk: DeskGallery,
  fields: FieldGallery,
  forms: FormGallery,
  languages: LanguageGallery,
  moving: MovingGallery,
  states: StateGallery,
  table: TableGallery
};
const asked = new URLSearchParams(location.search);
const wanted = asked.get('page') ?? 'desk';
document.documentElement.dir = asked.get('dir') ?? 'ltr';
const target = document.getElementById('app');
await openCatalog(readLocale());
await completeCatalog();
if (target) mount(pages[wanted as keyof typeof pages] ?? DeskGallery, { target });
openForPrint();
signalHydrated();
