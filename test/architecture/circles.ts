/** Finds those that lead back to themselves, whatever they are: files or rooms. */

export type Arrows = ReadonlyMap<string, readonly string[]>;

/** Each circle as its members, sorted; what imports itself is one too. Tarjan's strongly connected components. */
export function findCircles(arrows: Arrows): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(one: string): number {
    order.set(one, order.size);
    let low = order.size - 1;
    open.push(one);
    for (const next of arrows.get(one) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? low);
    }
    lowest.set(one, low);
    if (low === order.get(one)) close(one);
    return low;
  }

  function close(first: string): void {
    const members = open.splice(open.indexOf(first)).sort();
    if (members.length > 1 || arrows.get(first)?.includes(first)) circles.push(members);
  }

  for (const one of arrows.keys()) if (!order.has(one)) visit(one);
  return circles;
}
