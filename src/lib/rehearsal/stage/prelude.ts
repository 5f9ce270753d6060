/** Acts in place at its beginning, and later ones. */
import type { Planted, Prelude as PreludeName } from '#lib/domain/rehearsal/scenario.ts';
import { OFFICES, databaseOf, partnerOf, type PracticeOffice } from '../server/offices.ts';
import type { PracticeServer } from '../server/practice-server.ts';
import { HUNDRED_GRAMS, lineOf, saltTakenForBase } from './goods.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { ActOf, Line } from '#lib/domain/act/body.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import { toBody, type ParticularsOf, type Stamp } from '#lib/domain/authorization/issue.ts';
import { addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, Instant, KeyId } from '#lib/domain/ids.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { Held } from '../server/practice-door.ts';
import { toStored } from '../server/practice-keys.ts';

const OTHER_COMPUTER = 'Second computer (exercise)';
const LAPTOP = 'Laptop (exercise)';

export class Prelude {
  readonly #server: PracticeServer;
  readonly #name: PreludeName;
  #planted: Planted = {};
  #thief: Colleague | null = null;

  constructor(server: PracticeServer, name: PreludeName) {
    this.#server = server;
    this.#name = name;
  }

  get planted(): Planted {
    return this.#planted;
  }

  async play(): Promise<void> {
    if (this.#name === 'salt') await this.#playSalt();
    if (this.#name === 'forged') await this.#playForged();
    if (this.#name === 'stolen') await this.#playStolen();
  }

  /** Refused: the learner sees the effect of a withdrawal. */
  async follow(): Promise<void> {
    const { key } = this.#planted;
    if (this.#name !== 'stolen' || key === undefined || this.#thief === null) return;
    const acts = await this.#server.goodActsOf(OFFICES.importing);
    if (!acts.some(({ body }) => body.kind === 'withdrawal' && body.keyId === key)) return;
    const thief = this.#thief;
    this.#thief = null;
    await thief.push(await thief.ask([lineOf(HUNDRED_GRAMS)]));
  }

  async #playSalt(): Promise<void> {
    const asking = await Colleague.certified(this.#server, OFFICES.importing, OTHER_COMPUTER);
    const asked = await asking.push(await asking.ask([lineOf(HUNDRED_GRAMS)]));
    const granting = await Colleague.certified(this.#server, OFFICES.exporting, OTHER_COMPUTER);
    const mistaken = saltTakenForBase(lineOf(HUNDRED_GRAMS));
    const granted = await granting.push(await granting.grant(asked, [mistaken]));
    this.#planted = { act: granted._id };
  }

  async #playForged(): Promise<void> {
    const asking = await Colleague.certified(this.#server, OFFICES.importing, OTHER_COMPUTER);
    await asking.push(await asking.ask([lineOf(HUNDRED_GRAMS)]));
    const forged = await asking.forge([lineOf(10 * HUNDRED_GRAMS)]);
    this.#planted = { act: forged._id };
    await this.#server.plant(OFFICES.exporting, forged);
  }

  async #playStolen(): Promise<void> {
    this.#thief = await Colleague.certified(this.#server, OFFICES.importing, LAPTOP);
    this.#planted = { key: this.#thief.keyId };
  }
}

type ImportAct = ActOf<'import-authorization'>;
type ExportAct = ActOf<'export-authorization'>;

class Colleague {
  readonly #server: PracticeServer;
  readonly #office: PracticeOffice;
  readonly #key: SigningKey;
  #stated = 0;

  private constructor(server: PracticeServer, office: PracticeOffice, key: SigningKey) {
    this.#server = server;
    this.#office = office;
    this.#key = key;
  }

  static async certified(server: PracticeServer, office: PracticeOffice, device: string): Promise<Colleague> {
    const key = await importSigningKey(await generatePrivateJwk());
    await server.enrol(office, key, device);
    return new Colleague(server, office, key);
  }

  get keyId(): KeyId {
    return this.#key.keyId;
  }

  async ask(lines: readonly Line[]): Promise<ImportAct> {
    const { country } = this.#office;
    const [on, number] = [this.#today, await this.#number('import-authorization')];
    const exportingCountry = OFFICES.exporting.country;
    return this.#sign('import-authorization', {
      ...this.#terms(on, lines, number),
      dossier: dossierKey(country, exportingCountry, on, number),
      exportingCountry,
      consignments: 1,
      purpose: 'domestic'
    });
  }

  async grant(asked: ImportAct, lines: readonly Line[]): Promise<ExportAct> {
    const { number, issuedOn, authority } = asked.body;
    return this.#sign('export-authorization', {
      ...this.#terms(this.#today, lines, await this.#number('export-authorization')),
      dossier: asked.body.dossier,
      importingCountry: OFFICES.importing.country,
      importAuthorization: { number, issuedOn, authority: authority.name, act: asked._id },
      lines: lines.map((line) => ({ ...line, importLine: line.no }))
    });
  }

  async push<A extends ImportAct | ExportAct>(act: A): Promise<A> {
    await this.#server.push([toStored(act)], this.#office);
    return act;
  }

  async forge(lines: readonly Line[]): Promise<ImportAct> {
    const { body } = await this.ask(lines);
    const { signature: foreign } = await signBody(body, await importSigningKey(await generatePrivateJwk()));
    const signature = { ...foreign, key: this.keyId };
    return { _id: actId(body, signature), body, signature };
  }

  get #today(): CalendarDate {
    return instantToDate(this.#server.now());
  }

  #terms(issuedOn: CalendarDate, lines: readonly Line[], number: string): object {
    const [importer] = OFFICES.importing.companies;
    const [exporter] = OFFICES.exporting.companies;
    return {
      number,
      issuedOn,
      authority: this.#office.authority,
      importer,
      exporter,
      lines,
      validFrom: issuedOn,
      validUntil: addMonths(issuedOn, 3),
      transport: 'air',
      portOfEntry: OFFICES.importing.port,
      portOfExit: OFFICES.exporting.port,
      edition: CURRENT_EDITION.edition.edition
    };
  }

  async #number(kind: AuthorizationKind): Promise<string> {
    const { country } = this.#office;
    const year = Number(this.#today.slice(0, 4));
    const own = this.#server.database(databaseOf(this.#office));
    const { blocks, holders } = new Held([...(await own.all()).values()]);
    const block = blocks
      .all()
      .find((one) => one.device === this.keyId && one.kind === kind && one.year === year);
    for (let serial = block?.first ?? 1; ; serial++) {
      const number = formatNumber({ country, kind, year, serial: serial + this.#stated });
      if (!holders.has(number)) return number;
    }
  }

  #sign<K extends 'import-authorization' | 'export-authorization'>(
    kind: K,
    particulars: object
  ): Promise<ActOf<K>> {
    const { country: issuer, person, side } = this.#office;
    const to = partnerOf(side).country;
    const count = ++this.#stated;
    // Increasing times too: the fold orders acts by time.
    const at = new Date(Date.parse(this.#server.now()) + count).toISOString() as Instant;
    const by = { person: person.id, name: person.name, function: person.function };
    const seq = { [issuer]: count, [to]: count };
    const stamp: Stamp = { issuer, to: [to], seq, at, by, demonstration: PRACTICE };
    return signBody(toBody(kind, particulars as ParticularsOf<K>, stamp), this.#key);
  }
}
