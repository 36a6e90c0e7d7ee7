/**
 * One write by a process of its own, which a test kills in the middle: the core and its connections, without the hosts.
 * Arguments: the folder of the compiled sources, the cluster's URL, the operation's name, its input as JSON.
 */
const [folder, url, operation, input] = process.argv.slice(2);
const load = (path) => import(`${folder}/${path}.js`);
const [{ createClusters }, { ClusterSession }, { indexesFor }] = await Promise.all(
  ['kube/clusters', 'gateway/session', 'gateway/indexes'].map(load),
);
const operations = {
  create: ['gateway/writes/create-gateway', 'createGateway'],
  update: ['gateway/writes/update-gateway', 'updateGateway'],
  delete: ['gateway/writes/delete-gateway', 'deleteGateway'],
  deleteOrphan: ['gateway/writes/delete-orphaned-alb', 'deleteOrphanedAlb'],
};
const [file, name] = operations[operation];
const { [name]: write } = await load(file);

/** Waits of a second and less, which lie between two looks, are over at once, and make the time; longer ones are deadlines. */
let nowMs = Date.now();
const clock = {
  now: () => nowMs,
  elapsed: () => nowMs,
  schedule(delayMs, task) {
    const isLook = delayMs <= 1_000;
    const timer = setTimeout(
      () => {
        if (isLook) nowMs += delayMs;
        task();
      },
      isLook ? 0 : delayMs,
    );
    return () => clearTimeout(timer);
  },
};

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const clusters = createClusters({
  configs: [{ name: 'test', url }],
  mode: 'passthrough',
  clock,
  random: Math.random,
  indexes: indexesFor(settings),
});
const ports = clusters.open('test', { token: 'a-token', key: 'child' });
await write(new ClusterSession(ports, settings, clock), JSON.parse(input), {
  random: Math.random,
  operationId: `child-${process.pid}`,
});
// Nothing killed it: whoever waits for its end is to see that.
process.exit(3);
