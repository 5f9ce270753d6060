/** Works through a list four at a time: disk and cores are busy, memory is not. */
const AT_ONCE = 4;

export async function inTurns<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const takeTurns = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
}
