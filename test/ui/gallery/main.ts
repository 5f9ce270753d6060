import '../../../src/app.css';
import { tellPageIsHeard } from '#lib/pwa/early-press.ts';
import { openForPrint } from '#lib/ui/open-for-print.ts';
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
const wanted = new URLSearchParams(location.search).get('page') ?? 'desk';
const target = document.getElementById('app');
if (target) mount(pages[wanted as keyof typeof pages] ?? DeskGallery, { target });
openForPrint();
tellPageIsHeard();
