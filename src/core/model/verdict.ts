/**
 * A person's word on an alert. `true`: it was what it says, and what was seen must not become usual. `false`: nothing was wrong, the band
 * grows to hold it. `planned`: somebody meant it, the new level is adopted at once.
 */
export const VERDICTS = ['true', 'false', 'planned'] as const;
export type Verdict = (typeof VERDICTS)[number];
