import { BaselineActions } from '../api/ports.ts';
import type { Engine } from '../core/engine.ts';
import type { Pipeline } from './pipeline.ts';

/** What people do to the engine's baselines; a checkpoint makes it last. */
export class EngineBaselineActions extends BaselineActions {
  constructor(
    private readonly engine: Pick<Engine, 'baselines'>,
    private readonly pipeline: Pick<Pipeline, 'checkpoint'>,
  ) {
    super();
  }

  async reset(slot: number): Promise<void> {
    this.engine.baselines.reset(slot);
    await this.pipeline.checkpoint();
  }

  async pin(slot: number, pinned: boolean): Promise<boolean> {
    if (!this.engine.baselines.pin(slot, pinned)) return false;
    await this.pipeline.checkpoint();
    return true;
  }
}
