/**
 * The text with the replacement character in place of what PostgreSQL's text and `jsonb` refuse: NUL, and halves of surrogate pairs.
 * An exporter may put them into a label; one such name must not keep an alert from being stored.
 */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
