import { invitationLink } from '#lib/address/page-links.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { office } from '#lib/store/server/office-api.ts';
import type { NewInvitation, OpenInvitation } from '#lib/store/server/office-people.ts';
import { Answer } from './answer.svelte.ts';

/** Open invitations of the authority, and the link of the last one: the server gives it only once. */
export class Invitations extends Answer<readonly OpenInvitation[]> {
  made = $state.raw<{ link: string; name: string; until: Instant }>();

  constructor() {
    super(() => office.invitations());
  }

  invite = async (invitation: NewInvitation): Promise<Result<unknown>> => {
    const invited = await office.invite(invitation);
    if (invited.ok) {
      const { token, validUntil } = invited.value;
      this.made = { link: invitationLink(token), name: invitation.name, until: validUntil };
      void this.read();
    }
    return invited;
  };

  withdraw = async (id: string): Promise<Result<unknown>> => {
    const withdrawn = await office.withdrawInvitation(id);
    void this.read();
    return withdrawn;
  };
}
