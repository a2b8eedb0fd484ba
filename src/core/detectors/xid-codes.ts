/** What a hardware XID asks for: `restart` the application on it, `reset` the GPU, take the `node` out of service. */
export type XidRemedy = 'restart' | 'reset' | 'node';

/** A fault of the GPU itself, its memory or its links. */
export interface HardwareXid {
  readonly fault: string;
  readonly remedy: XidRemedy;
}

/**
 * XID codes that tell of hardware. Facts after NVIDIA's XID catalogue as mirrored by leptonai/gpud, state of 2025-10-29, in our own words;
 * memory errors among those it answers with a restart of the application are listed, since the memory is at fault and not the application.
 * Every code that is not here (13, 31, 43, 45 ...) is an application's crash or a notice: no reason to wake anybody.
 */
const HARDWARE: ReadonlyMap<number, HardwareXid> = new Map([
  ...codes([46], 'the GPU stopped processing', 'reset'),
  ...codes([48], 'a double-bit memory error', 'reset'),
  ...codes([54], 'the auxiliary power is not connected', 'node'),
  ...codes([62, 169], 'an internal micro-controller halted', 'reset'),
  ...codes([64, 157], 'memory could not be remapped', 'reset'),
  ...codes([74, 144, 145, 146, 147, 148, 149, 150, 155], 'an NVLink error', 'reset'),
  ...codes([79], 'the GPU has fallen off the bus', 'node'),
  ...codes([92], 'a high rate of single-bit memory errors', 'restart'),
  ...codes([94], 'a contained memory error', 'restart'),
  ...codes([95], 'an uncontained memory error', 'reset'),
  ...codes([109], 'a context switch that timed out', 'reset'),
  ...codes([110], 'a security fault', 'reset'),
  ...codes([119, 120], 'the system processor of the GPU does not answer', 'reset'),
  ...codes([136], 'a link that could not be trained', 'reset'),
  ...codes([140, 171, 172], 'an unrecoverable memory error', 'reset'),
  ...codes([143], 'the GPU could not be initialised', 'reset'),
  ...codes([156], 'memory that was retired', 'reset'),
  ...codes([158, 167], 'a fatal timeout', 'reset'),
]);

/** The fault behind an XID code; undefined where the code is an application's affair. */
export function hardwareXid(code: number): HardwareXid | undefined {
  return HARDWARE.get(code);
}

function codes(list: readonly number[], fault: string, remedy: XidRemedy): (readonly [number, HardwareXid])[] {
  return list.map((code) => [code, { fault, remedy }]);
}
