/** Apart from the documents themselves, because every device needs it before the first page. */
export const RETURN_PREFIX = 'return:';

export const RETURN_ID = /^return:(filed|figures):[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function isReturnId(id: string): boolean {
  return RETURN_ID.test(id);
}
