/** P1: what two countries write to each other about their trial is read by no third one, in whichever database it asks. */
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { signAbroad } from '../trade.ts';

const OTHER = 'DE';

async function statedAbroad(by: Intruder, kind: string, to: string, particulars: Json): Promise<Json> {
  // A key counts from when it was certified: what it signs is dated after that.
  await by.device('foreign');
  const head = await by.head(kind, [to], {}, 'foreign');
  return by.state(await signAbroad(by, { ...head, ...particulars }), 'foreign');
}

/** Of the partner and a country that the officer's has no part with; the exchange has gone over it when this resolves. */
async function noteOfOthers(by: Intruder): Promise<string> {
  const [home, partner] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
  const today = new Date().toISOString().slice(0, 10);
  const period = { from: today, until: today, importing: [partner, OTHER] };
  const trial = (await statedAbroad(by, 'trial-proposal', OTHER, period))['_id'];
  const note = await statedAbroad(by, 'message', OTHER, { trial, text: 'Between the two of us.' });
  await by.carried(await statedAbroad(by, 'message', home, { text: 'A word after it.' }), 'officer');
  return String(note['_id']);
}

async function readIn(by: Intruder, database: string, id: string): Promise<Outcome> {
  const path = `/db/${database}/_bulk_get`;
  const answer = await by.askAs('officer', { method: 'POST', path, body: { docs: [{ id }] } });
  if (database !== (await by.home())) return mustBe(CLOSED, answer);
  return answer.text.includes('Between the two of us.') ? `${database} tells it.` : null;
}

export const P1_NOTES: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'a note of a trial of two other countries is read in no database',
    attack: async (by) => {
      const others = [await by.abroad(), `country-${OTHER.toLowerCase()}`];
      for (const database of others) {
        const open = await readIn(by, database, `act:20260101:${OTHER}:message:${'A'.repeat(43)}`);
        if (open !== null) return open;
      }
      const id = await noteOfOthers(by);
      const seen: Outcome[] = [];
      for (const database of [await by.home(), ...others]) seen.push(await readIn(by, database, id));
      return seen.find((one) => one !== null) ?? null;
    }
  }
];
