/** Apart from the documents themselves, because every device needs it before the first page. */
export const INVITATION_PREFIX = 'partner-invitation:';

/** The authorization, the key of the file, and the part of its record. */
export const INVITATION_ID =
  /^partner-invitation:(act:\d{8}:[A-Z]{2}:(?:import|export)-authorization:[A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{43})(?::(delivery|recall))?$/;

export function isInvitationId(id: string): boolean {
  return INVITATION_ID.test(id);
}
