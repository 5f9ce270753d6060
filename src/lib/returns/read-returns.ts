import { HISTORIC_PREFIX, listHistoric } from '#lib/domain/historic/historic.ts';
import { asRead } from '#lib/domain/matching/finding.ts';
import { KeptGoods, type ReturnSource } from '#lib/domain/returns/compute-return.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { ownCountry } from '#lib/partners/own-country.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { readOwnReturns } from './own-returns.ts';

type ReturnStore = Pick<Store, 'act' | 'documents' | 'dossiers' | 'person'>;

const goods = new WeakMap<ReturnStore, KeptGoods>();

function goodsOf(store: ReturnStore): KeptGoods {
  const held = goods.get(store) ?? new KeptGoods();
  goods.set(store, held);
  return held;
}

/** Null while locked, and for INCB, which has no trade. */
export function sourceOf(store: ReturnStore): ReturnSource | null {
  const authority = ownCountry(store);
  return (
    authority && {
      authority,
      dossiers: store.dossiers(),
      edition: editionShown(),
      actOf: asRead((id) => store.act(id)),
      entered: readOwnReturns(store).figures,
      kept: goodsOf(store),
      historic: listHistoric(store.documents(HISTORIC_PREFIX))
    }
  );
}
