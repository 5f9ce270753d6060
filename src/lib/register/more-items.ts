import { base } from '$app/paths';
import { newAuthorizationHref, recordHref, recordImportHref, WAYS } from '#lib/address/record-link.ts';
import { m } from '#lib/i18n/messages.ts';

/** Less frequent ways: repeated work, a partner's paper, declarations of 1971 art. 12(2), and emergency exports. */
export function moreItems() {
  const kind = 'export-declaration';
  return [
    { label: m.batch_title(), icon: 'add' as const, href: `${base}/authorizations/batch` },
    { label: m.import_link(), icon: 'upload' as const, href: `${base}/authorizations/import` },
    { label: m.template_from(), icon: 'add' as const, href: `${base}/authorizations/templates` },
    { label: m.paper_title_import(), icon: 'add' as const, href: recordImportHref() },
    {
      label: m.register_new_declaration(),
      icon: 'add' as const,
      href: newAuthorizationHref({ kind: WAYS[kind] })
    },
    { label: m.paper_title_declaration(), icon: 'add' as const, href: recordHref(kind) },
    {
      label: m.partners_emergency_action(),
      icon: 'add' as const,
      href: newAuthorizationHref({ kind: WAYS['export-authorization'], emergency: '' })
    }
  ];
}
