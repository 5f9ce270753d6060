/** A part of the program that few deeds need comes with the first of them, and may be out of reach just then. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';

export function fetchPart<T>(load: () => Promise<T>): Promise<Result<T>> {
  return load().then(
    (part) => accept(part),
    () => refuse({ code: 'program.part.missing' })
  );
}
