/**
 * Importer and exporter with name and address (1961 art. 31(4)(b), 1971 art. 12(1)(b)), and where goods
 * may not be sent: no post office box, no bank for somebody else's account (31(8), 12(3)(b)).
 */
import type { Party } from '../act/body.ts';
import type { DraftFields } from '../draft/draft.ts';
import { isTicked } from './form-fields.ts';
import { readText, type Findings } from './judge-context.ts';
import { isBankName, isPostBox } from './post-box.ts';
import { isBlank, withText } from './typed-text.ts';

export interface Parties {
  readonly importer: Party;
  readonly exporter: Party;
}

export function judgeParties(form: DraftFields, findings: Findings): Parties {
  const importer = readParty(form, 'importer', findings);
  const exporter = readParty(form, 'exporter', findings);
  if (isPostBox(importer.address))
    findings.add('importer.postBox', 'importerAddress', { address: importer.address });
  if (isBankName(importer.name)) {
    const code = isTicked(form, 'importerNotBank') ? 'importer.bank.confirmed' : 'importer.bank';
    findings.add(code, 'importerName', { name: importer.name });
  }
  return { importer, exporter };
}

function readParty(form: DraftFields, role: 'importer' | 'exporter', findings: Findings): Party {
  const name = readText(form, `${role}Name`, findings, 200);
  const address = readText(form, `${role}Address`, findings, 500, true);
  if (isBlank(name)) findings.add(`${role}.name.missing`, `${role}Name`);
  if (isBlank(address)) findings.add(`${role}.address.missing`, `${role}Address`);
  return { name, address, ...withText('licence', readText(form, `${role}Licence`, findings, 80)) };
}
