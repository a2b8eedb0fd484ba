/** Items by what `nameOf` says of each, in the order of first sight (`Map.groupBy`, which Node 20 lacks). */
export function grouped<T>(items: Iterable<T>, nameOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return [...groups];
}
