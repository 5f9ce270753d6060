/** Checks that an act names its signatory as the key's certificate does; shown even if all else is good. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { differenceOf } from '#lib/domain/registration/judge-naming.ts';
import type { Problem } from '#lib/domain/result.ts';

type Certificates = readonly ActOf<'certificate'>[];

/** Difference from every certificate valid then; with several, from the last one. */
export function namingProblem(act: Act, certificates: Certificates): Problem | null {
  const differences = certificatesThen(act, certificates).map(({ body }) =>
    differenceOf(act.body.by, body.holder)
  );
  return differences.includes(null) ? null : (differences.at(-1) ?? null);
}

/** An old certificate names its holder without a job title: the title is the signatory's own claim. */
export function statesOfficeAlone(act: Act, certificates: Certificates): boolean {
  const then = certificatesThen(act, certificates);
  const isPerson = then.some(({ body }) => body.holder.role !== 'exchange');
  return (
    isPerson && act.body.by.function !== '' && then.every(({ body }) => body.holder.function === undefined)
  );
}

/** Earliest start first. */
function certificatesThen({ body, signature }: Act, certificates: Certificates): Certificates {
  return certificates
    .filter(({ body: { keyId, holder, validFrom, validUntil } }) => {
      const isOwn = keyId === signature.key && holder.authority === body.issuer;
      return isOwn && holder.person === body.by.person && validFrom <= body.at && body.at < validUntil;
    })
    .sort((a, b) => (a.body.validFrom < b.body.validFrom ? -1 : 1));
}
