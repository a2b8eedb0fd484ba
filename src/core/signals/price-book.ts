/** Whether a whole name is meant; made from a regular expression by the configuration. */
export interface NamePattern {
  matches(name: string): boolean;
}

/** What tokens and GPU hours cost where no exporter says so. The first entry that matches the whole name counts. */
export interface PriceBook {
  readonly models: readonly {
    readonly match: NamePattern;
    readonly inputUsdPerMillionTokens: number;
    readonly outputUsdPerMillionTokens: number;
  }[];
  readonly gpus: readonly { readonly match: NamePattern; readonly usdPerHour: number }[];
}

/** USD a token, of the first of the model's names that the book knows. */
export function tokenPrice(
  book: PriceBook,
  names: readonly string[],
  side: 'inputTokens' | 'outputTokens',
): number | undefined {
  for (const name of names) {
    const entry = book.models.find(({ match }) => match.matches(name));
    if (entry === undefined) continue;
    return (side === 'inputTokens' ? entry.inputUsdPerMillionTokens : entry.outputUsdPerMillionTokens) / 1e6;
  }
  return undefined;
}

/** Compute slices of a whole A100 or H100; a MIG profile names its own first: `2g.10gb` (NVIDIA MIG user guide). */
const MIG_SLICES = 7;

/** The share of a GPU that a MIG instance has, 1 for a whole GPU. */
export function gpuShare(profile: string | undefined): number {
  const slices = /^(\d+)g\./.exec(profile ?? '')?.[1];
  return slices === undefined ? 1 : Math.min(1, Number(slices) / MIG_SLICES);
}

/** USD an hour of a GPU by its model name. */
export function gpuPrice(book: PriceBook, modelName: string): number | undefined {
  return book.gpus.find(({ match }) => match.matches(modelName))?.usdPerHour;
}
