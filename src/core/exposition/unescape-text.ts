/** Undoes the escapes of label values and quoted names: `\\`, `\"` and `\n`. A backslash before anything else stands for itself, as in Prometheus. */
export function unescapeText(text: string): string {
  return text.replace(/\\([\\"n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
