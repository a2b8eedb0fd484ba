const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DOWN_MS = 40_000;

/** The one restart in a simulated cluster's life: a pod of the medium model, at four in the morning of its third day. */
export class Restart {
  readonly pod = 'vllm-qwen2-5-32b-0';
  readonly #fromMs: number;

  constructor(startMs: number) {
    this.#fromMs = Math.ceil(startMs / DAY_MS) * DAY_MS + 2 * DAY_MS + 4 * HOUR_MS;
  }

  beginsAt(pod: string, timeMs: number): boolean {
    return pod === this.pod && timeMs === this.#fromMs;
  }

  isDown(pod: string, timeMs: number): boolean {
    return pod === this.pod && timeMs >= this.#fromMs && timeMs < this.#fromMs + DOWN_MS;
  }

  /** When the pod's present process started; undefined if it is older than the simulation. */
  startedMs(pod: string, timeMs: number): number | undefined {
    return pod === this.pod && timeMs >= this.#fromMs ? this.#fromMs + DOWN_MS : undefined;
  }
}
