/** What stands in a panel that has nothing to show, and why. */
export const NO_ALERT = 'No alert is open';
export const NOT_SCRAPED = 'Nothing: does this Prometheus scrape Gauger’s /metrics?';
export const NO_GATEWAY = 'No gateway tells money or tokens by tenant';
export const NO_GPU = 'No dcgm-exporter is scraped by Gauger';
export const NO_SERVER = 'No model server is scraped by Gauger';
export const NO_INGRESS = 'No ingress is scraped by Gauger';
export const NO_KUBERNETES = 'Neither kube-state-metrics nor cAdvisor is scraped by Gauger';
export const NO_SECRET_STORE = 'No secret store is scraped by Gauger';
export const NO_GUARDRAIL = 'No guardrail tells of its checks';
