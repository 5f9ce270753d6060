/** A finding of the doctor. Every problem has a remedy. */
export type Finding =
  | { readonly level: 'ok'; readonly about: string; readonly says: string }
  | {
      readonly level: 'warn' | 'bad';
      readonly about: string;
      readonly says: string;
      readonly remedy: string;
    };

export function ok(about: string, says: string): Finding {
  return { level: 'ok', about, says };
}

export function warn(about: string, says: string, remedy: string): Finding {
  return { level: 'warn', about, says, remedy };
}

export function bad(about: string, says: string, remedy: string): Finding {
  return { level: 'bad', about, says, remedy };
}
