/** Whether an act names its signatory as the key's certificate does: shown beside it, whatever else is good. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { differenceOf } from '#lib/domain/registration/judge-naming.ts';
import type { Problem } from '#lib/domain/result.ts';

type Certificates = readonly ActOf<'certificate'>[];

/** How it differs from every certificate that the person's key had then; from the last of them where there are several. */
export function namingProblem(act: Act, certificates: Certificates): Problem | null {
  const differences = certificatesThen(act, certificates).map(({ body }) =>
    differenceOf(act.body.by, body.holder)
  );
  return differences.includes(null) ? null : (differences.at(-1) ?? null);
}

/** A certificate of before names its holder and no office: the office is the signatory's own word. */
export function statesOfficeAlone(act: Act, certificates: Certificates): boolean {
  const then = certificatesThen(act, certificates);
  const isPerson = then.some(({ body }) => body.holder.role !== 'exchange');
  return (
    isPerson && act.body.by.function !== '' && then.every(({ body }) => body.holder.function === undefined)
  );
}

/** The first that began comes first. */
function certificatesThen({ body, signature }: Act, certificates: Certificates): Certificates {
  return certificates
    .filter(({ body: { keyId, holder, validFrom, validUntil } }) => {
      const isOwn = keyId === signature.key && holder.authority === body.issuer;
      return isOwn && holder.person === body.by.person && validFrom <= body.at && body.at < validUntil;
    })
    .sort((a, b) => (a.body.validFrom < b.body.validFrom ? -1 : 1));
}
