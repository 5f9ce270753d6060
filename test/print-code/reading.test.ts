/** Readers and spoiled pictures; `npm run code:score` measures many codes of all sizes. */
import { expect, test } from 'vitest';
import { codesOfAct } from '#lib/print-code/form-codes.ts';
import { anExportAuthorization } from '../samples/acts.ts';
import { CHANGES, hasPdfToPpm } from './picture.ts';
import { printedCode } from './printed-code.ts';
import { READERS } from './readers.ts';

const [code] = codesOfAct(anExportAuthorization(), { extracts: [], origin: 'https://i2es.example.org' });
const picture = hasPdfToPpm ? printedCode(code!.text) : null;

const MILD = Object.keys(CHANGES).filter((how) => how !== 'blurred more');

test.runIf(picture).each(MILD)(
  'the code of an export authorization is read %s by both readers',
  async (how) => {
    const spoiled = CHANGES[how]!(picture!);
    for (const [reader, read] of Object.entries(READERS))
      expect([reader, await read(spoiled)]).toEqual([reader, [code?.text]]);
  }
);
