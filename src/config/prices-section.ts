import { z } from 'zod';
import { section } from './fields.ts';
import { pattern } from './relabel-section.ts';

const price = z.number().min(0);

const modelPrice = section({
  match: pattern,
  input_usd_per_million_tokens: price,
  output_usd_per_million_tokens: price,
}).transform((given) => ({
  match: given.match,
  inputUsdPerMillionTokens: given.input_usd_per_million_tokens,
  outputUsdPerMillionTokens: given.output_usd_per_million_tokens,
}));

const gpuPrice = section({ match: pattern, usd_per_hour: price }).transform((given) => ({
  match: given.match,
  usdPerHour: given.usd_per_hour,
}));

/** `prices`: what tokens and GPU hours cost where no exporter says so; the first entry that matches the whole name counts. */
export const pricesSection = section({
  models: z.array(modelPrice).default([]),
  gpus: z.array(gpuPrice).default([]),
}).prefault({});
