import { z } from 'zod';
import { section } from './fields.ts';
import { pattern } from './relabel-section.ts';

const price = z.number().min(0);

const modelPrice = section({
  match: pattern.describe('RE2 expression for the whole name of a model'),
  input_usd_per_million_tokens: price.describe('of prompts'),
  output_usd_per_million_tokens: price.describe('of answers'),
}).transform((given) => ({
  match: given.match,
  inputUsdPerMillionTokens: given.input_usd_per_million_tokens,
  outputUsdPerMillionTokens: given.output_usd_per_million_tokens,
}));

const gpuPrice = section({
  match: pattern.describe('RE2 expression for the whole name of a GPU'),
  usd_per_hour: price.describe('of one, busy or idle'),
}).transform((given) => ({
  match: given.match,
  usdPerHour: given.usd_per_hour,
}));

/** `prices`: what tokens and GPU hours cost where no exporter says so; the first entry that matches the whole name counts. */
export const pricesSection = section({
  models: z.array(modelPrice).default([]).describe('by model; the first that matches counts'),
  gpus: z.array(gpuPrice).default([]).describe('by GPU; the first that matches counts'),
}).prefault({});
