/**
 * One sample on its way through a baseline: the row it belongs to and what has been worked out so far. One object serves all
 * samples in turn, so that judging a sample allocates nothing.
 */
export class Step {
  numbers: Float64Array = new Float64Array(0);
  singles: Float32Array = new Float32Array(0);
  words: Uint16Array = new Uint16Array(0);
  at = 0;
  value = 0;
  timeMs = 0;
  /** Time since the sample before; a gap counts as four intervals at most. */
  elapsedMs = 0;
  /** What of that time is beyond them: for so long nothing is known of the signal. */
  missedMs = 0;
  /** Samples before this one; and one over those of its present life, this one among them. */
  samples = 0;
  youth = 1;
  /** Weights of this sample in what scales and tails remember. */
  scaleRate = 0;
  tailRate = 0;
  /** Whether the signal is mostly zero. */
  rare = false;
  /** The signal's share of the alert budget, 1 when it has as much as any may have alone. */
  budgetShare = 1;
  /** Local time of week, in hours. */
  weekHour = 0;

  /** What each predictor expects: slow level, following level, day profile, week profile. */
  readonly predictions = new Float64Array(4);
  /** What the believed predictor expects, within the signal's range. */
  expected = 0;
  /** Value less expectation, and the scale it is measured in. */
  deviation = 0;
  unit = 1;
  /** Scale at the present level over scale at the usual level. */
  swell = 1;
  /** By how much a person's verdict and a gap before the sample widen every scale. */
  widening = 1;
  /** The least scale that any feature is measured in. */
  floor = 0;

  /** Value less what the season alone expects, and the change of it that was not to be expected; its scale. */
  offSeason = 0;
  change = 0;
  changeUnit = 1;
  /** Mean deviation from the season over the last hours, and root mean square of the latest deviations; their scales. */
  drift = 0;
  driftUnit = 1;
  /** What speaks loudest against this sample, a number of `LEADS`. */
  lead = 0;
  spread = 0;
  spreadSquare = 0;
  spreadUnit = 1;
  novel = false;
  /** The level of the value among those that novelty tells apart. */
  symbol = 0;

  /** -log10 of the tail probability, and whether the alert line was passed. */
  evidence = 0;
  beyond = false;
  /** Whether the value lies where the signal was before the last shift that was adopted. */
  back = false;
  /** Whether this sample opens an episode. */
  opens = false;
  /** Weight of this sample as a peak when tails are learnt. */
  peakTrust = 1;
}
