import '../../../src/app.css';
import { mount } from 'svelte';
import DeskGallery from './DeskGallery.svelte';
import FieldGallery from './FieldGallery.svelte';
import StateGallery from './StateGallery.svelte';
import TableGallery from './TableGallery.svelte';

const pages = { desk: DeskGallery, fields: FieldGallery, states: StateGallery, table: TableGallery };
const wanted = new URLSearchParams(location.search).get('page') ?? 'desk';
const target = document.getElementById('app');
if (target) mount(pages[wanted as keyof typeof pages] ?? DeskGallery, { target });
