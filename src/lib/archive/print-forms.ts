/**
 * Prints the forms of an archive. It runs in a thread of the server, made by `build-reader.ts`, and knows only what the
 * server gives it. It verifies each document itself: a form does not check its own signature.
 */
import { Keyring } from '#lib/crypto/keyring.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { FormKind } from '#lib/domain/authorization/form-fields.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import {
  formPath,
  type DossierToPrint,
  type FormSetup,
  type PrintedForm
} from '#lib/domain/exchange/archive-manifest.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { codesOf } from '#lib/dossier/codes-of.ts';
import { formOf, printOptions, type PrintSources } from '#lib/dossier/print-options.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { LoadFont } from '#lib/pdf/fonts.ts';
import { formName, type Copy, type FormAct } from '#lib/pdf/print-request.ts';

/** The copy for the records of the issuing authority; a declaration has none. */
const RECORD_COPY: Readonly<Record<FormKind, Copy>> = {
  'import-authorization': 'quadruplicate',
  'export-authorization': 'quadruplicate',
  'export-declaration': 'original',
  'special-import-licence': 'triplicate'
};

export async function openForms(
  setup: FormSetup,
  loadFont: LoadFont
): Promise<(dossier: DossierToPrint) => Promise<readonly PrintedForm[]>> {
  const keyring = new Keyring(setup.roots);
  for (const one of setup.documents) await keyring.addAct(one);
  const known = await goodActs(setup.documents, keyring);
  return async ({ key, acts, codes }) => {
    const good = await goodActs(acts, keyring);
    const dossier = foldDossier(key, good.filter(isDossierAct) as DossierAct[]);
    const byId = new Map<ActId, Act>([...known, ...good].map((one) => [one._id, one]));
    const sources: PrintSources & Parameters<typeof codesOf>[1] = {
      person: { authority: setup.country },
      trustAge: { knownAt: setup.at, state: 'fresh' },
      act: (id) => byId.get(id) ?? null,
      actsOf: (kind) => known.filter(({ body }) => body.kind === kind),
      counts: (id) => byId.has(id),
      verdictOf: (id) => (byId.has(id) ? 'good' : 'bad'),
      dossierOf: () => dossier,
      // Delivery is in the archive's receipts, and not printed.
      ledgerOf: () => ({ device: setup.at, server: setup.at, partner: {}, opened: {}, refused: false }),
      setting: (name) => setup.settings[name],
      documents: (prefix) => codes.filter((one) => (one as { _id: string })._id.startsWith(prefix))
    };
    const printed: PrintedForm[] = [];
    for (const act of good) {
      const form = formOf(act, sources);
      if (form) printed.push(await print(form));
    }
    return printed;

    async function print(form: FormAct): Promise<PrintedForm> {
      const options = printOptions(form, { ...setup, copy: RECORD_COPY[form.body.kind] }, sources);
      const path = formPath(formName(form, options), form._id);
      try {
        const all = { ...options, ...codesOf(form._id, sources, setup.origin, options.related) };
        return { id: form._id, path, bytes: (await authorizationPdf(form, all, loadFont)).bytes };
      } catch {
        return { id: form._id, path, bytes: null };
      }
    }
  };
}

/** Without those of a later version, which this one cannot print. */
async function goodActs(documents: readonly object[], keyring: Keyring): Promise<readonly Act[]> {
  const found = await verifyActs(documents, keyring);
  return documents.flatMap((one, at) => {
    const parsed = found[at]?.verdict === 'good' ? parseAct(one) : null;
    return parsed?.ok ? [parsed.value] : [];
  });
}
