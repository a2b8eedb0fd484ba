import { techniqueLink } from './technique-link.ts';

it.each([
  ['AML.T0034.000', 'https://atlas.mitre.org/techniques/AML.T0034.000'],
  ['LLM10:2025', 'https://genai.owasp.org/llm-top-10/'],
])('%s', (id, want) => expect(techniqueLink(id)).toBe(want));
