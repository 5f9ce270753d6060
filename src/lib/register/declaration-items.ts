import { newAuthorizationHref, recordHref, WAYS } from '#lib/address/record-link.ts';
import { m } from '#lib/i18n/messages.ts';

/** 1971 art. 12(2): new declarations, of this authority's exporters and from a partner's paper. */
export function declarationItems() {
  const kind = 'export-declaration';
  return [
    {
      label: m.register_new_declaration(),
      icon: 'add' as const,
      href: newAuthorizationHref({ kind: WAYS[kind] })
    },
    { label: m.paper_title_declaration(), icon: 'add' as const, href: recordHref(kind) }
  ];
}
