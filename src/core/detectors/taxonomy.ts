import type { Technique } from '../model/finding.ts';

/** The lists that techniques are taken from. */
export const TAXONOMY_VERSION = 'MITRE ATLAS 5.6.0, OWASP LLM 2025';

/**
 * The entries of MITRE ATLAS (5.6.0) and of the OWASP Top 10 for LLM applications (2025) that our detectors point at.
 * A spec compares ids and names with the lists themselves.
 */
export const TECHNIQUES = {
  costHarvesting: { id: 'AML.T0034', name: 'Cost Harvesting' },
  excessiveQueries: { id: 'AML.T0034.000', name: 'Excessive Queries' },
  resourceIntensiveQueries: { id: 'AML.T0034.001', name: 'Resource-Intensive Queries' },
  agenticResourceConsumption: { id: 'AML.T0034.002', name: 'Agentic Resource Consumption' },
  exfiltrationByInference: { id: 'AML.T0024', name: 'Exfiltration via AI Inference API' },
  modelExtraction: { id: 'AML.T0024.002', name: 'Extract AI Model' },
  supplyChainCompromise: { id: 'AML.T0010', name: 'AI Supply Chain Compromise' },
  validAccounts: { id: 'AML.T0012', name: 'Valid Accounts' },
  promptInjection: { id: 'AML.T0051', name: 'LLM Prompt Injection' },
  evadeModel: { id: 'AML.T0015', name: 'Evade AI Model' },
  exfiltrationByCyberMeans: { id: 'AML.T0025', name: 'Exfiltration via Cyber Means' },
  unsecuredCredentials: { id: 'AML.T0055', name: 'Unsecured Credentials' },
  denialOfService: { id: 'AML.T0029', name: 'Denial of AI Service' },
  injection: { id: 'LLM01:2025', name: 'Prompt Injection' },
  sensitiveInformation: { id: 'LLM02:2025', name: 'Sensitive Information Disclosure' },
  supplyChain: { id: 'LLM03:2025', name: 'Supply Chain' },
  unboundedConsumption: { id: 'LLM10:2025', name: 'Unbounded Consumption' },
} as const satisfies Record<string, Technique>;

/** Techniques without repetition, in order of first mention. */
export function distinctTechniques(techniques: readonly Technique[]): Technique[] {
  return [...new Map(techniques.map((technique) => [technique.id, technique])).values()];
}
