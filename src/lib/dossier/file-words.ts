import { DELIVERIES, type Delivery } from '#lib/domain/act/kinds/evidence.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';

const WORDS: Readonly<Record<Delivery, () => string>> = {
  'e-mail': m.dossier_file_by_email,
  post: m.dossier_file_by_post,
  courier: m.dossier_file_by_courier,
  'by-hand': m.dossier_file_by_hand
};

export function deliveryWord(delivery: Delivery): string {
  return WORDS[delivery]();
}

export function deliveryOptions(): readonly Option[] {
  return DELIVERIES.map((value) => ({ value, label: deliveryWord(value) }));
}
