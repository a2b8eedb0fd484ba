import { Scraped } from '../../../../test/fakes/scraped.ts';

const KSM = { job: 'kube-state-metrics', instance: 'ksm:8080', namespace: 'monitoring' };
const KUBELET = { job: 'cadvisor', instance: 'gpu-1:10250', node: 'gpu-1' };
const POD = { namespace: 'serving', pod: 'llama-0' };

it('knows from kube-state-metrics what runs where', () => {
  const info = (namespace: string, pod: string) =>
    `kube_pod_info{namespace="${namespace}",pod="${pod}",uid="u",node="gpu-1"} 1`;
  const scraped = new Scraped().grown(KSM, [
    info('serving', 'llama-0'),
    info('serving', 'llama-1'),
    info('monitoring', 'ksm-0'),
    'kube_pod_container_status_restarts_total{namespace="serving",pod="llama-0",uid="u",container="vllm"} 1',
    'kube_secret_info{namespace="serving",secret="key"} 1',
  ]);
  expect(scraped.value('pods.count', 'namespace', { namespace: 'serving' })).toBe(2);
  expect(scraped.value('pods.count', 'namespace', { namespace: 'monitoring' })).toBe(1);
  expect(scraped.value('secrets.count', 'namespace', { namespace: 'serving' })).toBe(1);
  expect(scraped.value('restarts.rate', 'pod', POD)).toBe(0.01);
  const node = scraped.signals.related(scraped.entity('pod', POD)!, 'node');
  expect(node.map(({ identity }) => identity)).toEqual([{ node: 'gpu-1' }]);
});

it('knows which images a workload runs, and for how long', () => {
  const pod = 'namespace="serving",pod="llama-0",uid="u"';
  const lines = [
    `kube_pod_info{${pod},node="gpu-1",created_by_kind="ReplicaSet",created_by_name="llama-abc"} 1`,
    `kube_pod_container_info{${pod},container="vllm",image="registry/vllm:v1",image_id="registry/vllm@sha256:aa"} 1`,
    `kube_pod_container_info{${pod},container="waits",image="registry/side:v1",image_id=""} 1`,
    `kube_pod_init_container_info{${pod},container="init",image="registry/init:v1",image_id="registry/init@sha256:bb"} 1`,
  ];
  const scraped = new Scraped().page(KSM, 0, lines).tick(0).page(KSM, 60, lines).tick(60);
  const images = scraped.signals.entities('image');
  expect(images.map(({ identity }) => identity['image_id'])).toEqual([
    'registry/vllm@sha256:aa',
    'registry/init@sha256:bb',
  ]);
  expect(images[0]!.labels).toMatchObject({ image: 'registry/vllm:v1', pod: 'llama-0', container: 'vllm' });
  const [owner] = scraped.signals.related(images[0]!, 'pod').flatMap((of) => scraped.signals.related(of, 'workload'));
  expect(owner?.labels).toMatchObject({ workload: 'llama-abc', created_by_kind: 'ReplicaSet' });
  expect(scraped.value('presence.age', 'workload', owner!.identity)).toBe(60);
  expect(scraped.value('presence.age', 'image', images[0]!.identity)).toBe(60);
  expect(scraped.value('presence.age', 'pod', POD)).toBe(60);
});

it('reads pod traffic of cAdvisor once, whatever interfaces and totals there are', () => {
  const pod = 'namespace="serving",pod="llama-0"';
  const lines = [
    `container_network_transmit_bytes_total{container="",id="/kubepods/a",image="pause",interface="eth0",name="p",${pod}} 1000`,
    `container_network_transmit_bytes_total{container="",id="/",image="",interface="eth0",name=""} 777777`,
    `container_network_transmit_bytes_total{container="",id="/kubepods/a",interface="cali123",${pod}} 1000`,
    `container_network_receive_bytes_total{container="",id="/kubepods/a",interface="eth0",${pod}} 500`,
    `container_fs_reads_bytes_total{container="vllm",device="/dev/nvme1n1",${pod}} 300`,
    `container_fs_reads_bytes_total{container="",device="/dev/nvme1n1",${pod}} 300`,
    '# TYPE container_network_tcp_usage_total gauge',
    `container_network_tcp_usage_total{tcp_state="established",${pod}} 12`,
  ];
  expect(new Scraped().grown(KUBELET, lines).signalsOf('pod', POD)).toEqual({
    'network.transmit': 10,
    'network.receive': 5,
    'disk.read': 3,
  });
});

it("takes a container's history for no news when a kubelet finds it again", () => {
  const sent = (value: number) =>
    `container_network_transmit_bytes_total{interface="eth0",namespace="serving",pod="llama-0"} ${value}`;
  const scraped = new Scraped().page(KUBELET, 0, ['container_scrape_error 0']);
  scraped.page(KUBELET, 15, [sent(9e9)]).tick(15);
  expect(scraped.value('network.transmit', 'pod', POD)).toBeNaN();
  expect(
    scraped
      .page(KUBELET, 30, [sent(9e9 + 150)])
      .tick(30)
      .value('network.transmit', 'pod', POD),
  ).toBe(10);
});

it('reads the labels of Kubernetes before 1.16', () => {
  const old = 'namespace="serving",pod_name="llama-0"';
  const scraped = new Scraped().grown(KUBELET, [
    `container_fs_reads_bytes_total{container_name="vllm",device="/dev/xvda",${old}} 300`,
    `container_network_transmit_bytes_total{container_name="POD",interface="eth0",${old}} 1000`,
  ]);
  expect(scraped.value('network.transmit', 'pod', POD)).toBe(10);
});

it('counts a volume once, on however many nodes it is mounted', () => {
  const used = ['kubelet_volume_stats_used_bytes{namespace="serving",persistentvolumeclaim="models"} 7e+10'];
  const scraped = new Scraped()
    .page(KUBELET, 0, used)
    .page({ ...KUBELET, instance: 'gpu-2:10250' }, 0, used)
    .tick(0);
  expect(scraped.value('volumes.used', 'namespace', { namespace: 'serving' })).toBe(7e10);
});

it('reads what leaves a node, RDMA apart', () => {
  const scraped = new Scraped().grown({ job: 'node', instance: 'gpu-1:9100', node: 'gpu-1' }, [
    'node_network_transmit_bytes_total{device="eth0"} 1000',
    'node_network_transmit_bytes_total{device="cali1"} 500',
    'node_network_transmit_bytes_total{device="lo"} 500',
    'node_infiniband_port_data_transmitted_bytes_total{device="mlx5_0",port="1"} 9000',
  ]);
  expect(scraped.signalsOf('node', { node: 'gpu-1' })).toEqual({ 'network.transmit': 10, 'rdma.transmit': 90 });
});
