/** Edits (insert, delete, replace) that turn one word into the other: Levenshtein distance. */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}

/** The known word a person most likely meant; undefined when none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '');
  // Keys are short: a long word is nobody's typing mistake, and the distance costs the product of the lengths.
  const given = plain(word.slice(0, 64));
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(given, plain(candidate)) }))
    .sort((left, right) => left.edits - right.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(1, Math.floor(given.length / 3)) ? best.candidate : undefined;
}
