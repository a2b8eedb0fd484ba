import { type Entity, entityName } from '../model/entity.ts';
import type { Cause, Technique } from '../model/finding.ts';
import { shareOf } from './cost-causes.ts';
import { distinctTechniques, TECHNIQUES } from './taxonomy.ts';
import { listed, percent } from './wording.ts';

/** A cause names a technique when it makes at least this share of the rise. */
const TECHNIQUE_SHARE = 0.2;

/** Causes of a tenth and more of the rise, in words. */
export function because(causes: readonly Cause[]): string {
  const told = causes.filter(({ cause, share }) => share >= 0.1 && cause !== 'unexplained');
  const shares = told.map(({ cause, share }) => (told.length === 1 ? cause : `${cause} (${percent(share)})`));
  return told.length === 0 ? '' : `, because of ${listed(shares)}`;
}

/** An agent that runs away asks more often with an ever longer context: both together are the third sub-technique. */
export function techniquesOf(causes: readonly Cause[]): Technique[] {
  const requests = shareOf(causes, 'requests') >= TECHNIQUE_SHARE;
  const prompts = shareOf(causes, 'prompt') >= TECHNIQUE_SHARE;
  const others = shareOf(causes, 'output') >= TECHNIQUE_SHARE || shareOf(causes, 'price') >= TECHNIQUE_SHARE;
  const heavy = others || (prompts && !requests);
  return distinctTechniques([
    ...(requests && prompts ? [TECHNIQUES.agenticResourceConsumption] : []),
    ...(requests && !prompts ? [TECHNIQUES.excessiveQueries] : []),
    ...(heavy ? [TECHNIQUES.resourceIntensiveQueries] : []),
    ...(requests || heavy ? [] : [TECHNIQUES.costHarvesting]),
    TECHNIQUES.unboundedConsumption,
  ]);
}

/** What a person on call should do first. */
export function nextStep(entity: Entity, causes: readonly Cause[]): string {
  const name = entityName(entity);
  if (entity.kind !== 'tenant')
    return `Rank the tenants of model ${name} by spend of the last hour and compare with yesterday.`;
  const key = entity.labels['api_key_alias'] ?? entity.labels['hashed_api_key'];
  const limit = `Ask ${name} whether this is planned; if nobody knows, limit its spend or block ${key === undefined ? 'its key' : `key ${key}`} at the gateway`;
  switch (causes[0]?.cause) {
    case 'more requests':
      return `${limit}, then look from which clients the requests come.`;
    case 'longer prompts':
      return `${limit}, then look for an agent that loops with a growing context.`;
    case 'longer outputs':
      return `${limit}, or cap max_tokens for it, then read a few of its answers.`;
    case 'dearer model':
      return `${limit}, then look which model its key may use and when that changed.`;
    case 'lost cache':
      return `Look what changed at the head of ${name}'s prompts or in the cache's configuration.`;
    default:
      return `${limit}.`;
  }
}
