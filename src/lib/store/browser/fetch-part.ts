import { accept, refuse, type Result } from '#lib/domain/result.ts';

export function fetchPart<T>(load: () => Promise<T>): Promise<Result<T>> {
  return load().then(
    (part) => accept(part),
    () => refuse({ code: 'program.part.missing' })
  );
}
