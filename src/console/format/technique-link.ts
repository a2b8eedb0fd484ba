/** Where a technique is explained: MITRE ATLAS by its id, OWASP's list for LLM applications as a whole. */
export function techniqueLink(id: string): string {
  return id.startsWith('AML.') ? `https://atlas.mitre.org/techniques/${id}` : 'https://genai.owasp.org/llm-top-10/';
}
