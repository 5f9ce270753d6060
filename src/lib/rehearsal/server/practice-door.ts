/** The only way to write: judges each document with the gateway's domain functions, in the same order. */
import { readKeyring, verifyAct, type Keyring } from '#lib/crypto/verify.ts';
import { isAuthorization, type Act, type DossierAct, type PublicKey } from '#lib/domain/act/body.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { parseBlock, blockId, nextBlock, remainingIn, type Block } from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf, judgeBlock, isActDocument, isBlockDocument, stagesOf } from '#lib/domain/door/blocks.ts';
import { judgeDocument } from '#lib/domain/door/door.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import { pickVersions, type Version } from '#lib/domain/door/pick-versions.ts';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, CountryCode, Instant } from '#lib/domain/ids.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { type Problem, accept, refuse, type Result } from '#lib/domain/result.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import type { Person } from '#lib/store/api.ts';
import type { PracticeDatabase } from './practice-database.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import type { PracticeOffice } from './offices.ts';

interface RefusedRow {
  readonly id: string;
  readonly rev?: string;
  readonly error: 'forbidden';
  readonly status: 403;
  readonly reason: string;
}

interface DoorOptions {
  readonly roots: readonly PublicKey[];
  readonly reference: PracticeDatabase;
  readonly now: () => Instant;
}

export interface Pushed {
  readonly refused: readonly RefusedRow[];
  readonly accepted: readonly object[];
}

export class PracticeDoor {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  async push(documents: readonly unknown[], writer: Person, target: PracticeDatabase): Promise<Pushed> {
    const refused: RefusedRow[] = [];
    const refuse = (document: unknown, problems: readonly Problem[]): void =>
      void refused.push(toRow(document, problems));
    const formed = documents.filter((document): document is object => {
      const problems = judgeForm(document, writer, target);
      if (problems.length > 0) refuse(document, problems);
      return problems.length === 0;
    });
    const accepted: object[] = [];
    for (const stage of stagesOf(await pickAll(formed, target, refuse))) {
      const admitted = await this.#admit(stage, writer, target, refuse);
      await target.write(admitted);
      accepted.push(...admitted);
    }
    return { refused, accepted };
  }

  async keyring(target: PracticeDatabase): Promise<Keyring> {
    const [everybody, own] = await Promise.all([this.#options.reference.all(), target.all()]);
    const acts = [...everybody.values(), ...own.values()].filter(isOfKeys);
    return readKeyring(acts, this.#options.roots);
  }

  async #admit(
    stage: readonly object[],
    writer: Person,
    target: PracticeDatabase,
    refuse: (document: unknown, problems: readonly Problem[]) => void
  ): Promise<object[]> {
    const keyring = await this.keyring(target);
    const held = new Held([...(await target.all()).values()]);
    const accepted = new Set<object>();
    const now = this.#options.now();
    const admission = new Admission({ ...held, now, demonstration: PRACTICE });
    for (const act of inCausalOrder(stage.filter(isActDocument))) {
      if (held.ids.has(act._id)) continue;
      const problems = admission.admit(act, await verifyAct(act, keyring, now));
      if (problems.length > 0) {
        refuse(act, problems);
        continue;
      }
      accepted.add(act);
      if (isOfKeys(act)) await keyring.addAct(act, now);
    }
    for (const document of stage.filter(isBlockDocument)) {
      const block = parseBlock(document);
      const context = { country: writer.authority as CountryCode, trust: keyring.trust, used: held.holders };
      const problems = block.ok ? judgeBlock(block.value, held.blocks.all(), context) : block.problems;
      if (problems.length > 0) refuse(document, problems);
      else if (block.ok && !held.ids.has(block.value._id)) accepted.add(document);
    }
    return stage.filter((one) => accepted.has(one) || !(isActDocument(one) || isBlockDocument(one)));
  }
}

export class Held {
  readonly ids: ReadonlySet<string>;
  readonly holders = new Map<string, ActId>();
  readonly blocks = new BlockShelf();
  readonly dossiers = new RelatedActs();
  readonly acts: readonly Act[];

  constructor(documents: readonly { readonly _id: string }[]) {
    this.ids = new Set(documents.map(({ _id }) => _id));
    this.acts = documents.flatMap((document) => {
      const parsed = isActDocument(document) ? parseActContent(document) : null;
      return parsed?.ok ? [parsed.value] : [];
    });
    for (const document of documents) if (isBlockDocument(document)) this.blocks.take(document);
    for (const act of this.acts) {
      if (isAuthorization(act)) this.holders.set(act.body.number, act._id);
      if (isDossierAct(act)) this.dossiers.add(act satisfies DossierAct);
    }
  }
}

function judgeForm(document: unknown, writer: Person, target: PracticeDatabase): Problem[] {
  return judgeDocument(document, {
    writer,
    database: target.name,
    limits: DOOR_LIMITS,
    hashOf: sha256Base64url,
    bytesOf: (text) => new TextEncoder().encode(text).length
  });
}

async function pickAll(
  documents: readonly object[],
  target: PracticeDatabase,
  refuse: (document: unknown, problems: readonly Problem[]) => void
): Promise<object[]> {
  const byId = new Map<string, Version[]>();
  for (const one of documents.filter(isVersion)) byId.set(one._id, [...(byId.get(one._id) ?? []), one]);
  const taken = new Map<object, object>();
  for (const [id, versions] of byId)
    for (const [pushed, version] of pickVersions(versions, await target.versionsOf(id), DOOR_LIMITS, refuse))
      taken.set(pushed, version);
  return documents.flatMap((document) => (isVersion(document) ? (taken.get(document) ?? []) : document));
}

function isVersion(document: object): document is Version {
  return !isActDocument(document);
}

function isOfKeys(document: object): boolean {
  return isKeyKind((document as { readonly body?: { readonly kind?: unknown } }).body?.kind);
}

function toRow(document: unknown, problems: readonly Problem[]): RefusedRow {
  const { _id, _rev } = (document ?? {}) as { readonly _id?: unknown; readonly _rev?: unknown };
  const rev = typeof _rev === 'string' ? { rev: _rev } : {};
  return { id: String(_id), ...rev, error: 'forbidden', status: 403, reason: JSON.stringify(problems) };
}

type BlockClaim = Pick<Block, 'kind' | 'year' | 'device'>;

interface ClaimContext {
  readonly office: PracticeOffice;
  readonly own: PracticeDatabase;
  readonly door: PracticeDoor;
  readonly now: Instant;
}

export async function claimBlock(claim: BlockClaim, context: ClaimContext): Promise<Result<Block>> {
  const { office, own, door, now } = context;
  const { person, country, authority } = office;
  const holder = { authority: person.authority, person: person.id };
  const { trust } = await door.keyring(own);
  if (keyStandingOf(trust, claim.device, holder, now).state !== 'certified')
    return refuse({ code: 'block.device.notCertified', path: 'device' });
  const { blocks, holders } = new Held([...(await own.all()).values()]);
  const left = remainingIn(blocks.all(), holders.keys(), { ...claim, country });
  if (left >= 2 * BLOCK_SIZE) return refuse({ code: 'block.enoughLeft', values: { left } });
  const range = nextBlock(blocks.all(), claim.kind, claim.year);
  if (!range.ok) return range;
  const made = { device: claim.device, office: authority.name, claimedAt: now, claimedBy: person.id };
  const block: Block = { _id: blockId(range.value), schema: 1, ...range.value, ...made };
  await own.put({ ...block });
  return accept(block);
}
