/** The cluster of a storm, a process of its own: a sandbox with so many gateways and ALBs, which nothing changes. Says its URL in its first line. */

import {
  albManifest,
  albStatus,
  gatewayClasses,
  gatewayManifest,
  gatewayStatus,
  namespaceCount,
  namespaceOf,
} from '../../bench/objects.ts';
import { systemClock } from '../../src/clock.ts';
import { listenSandbox } from '../../src/sandbox/listen.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

const { gateways } = JSON.parse(process.env['STORM_CLUSTER'] ?? '') as { gateways: number };
const sandbox = new Sandbox({ clock: systemClock, random: Math.random });
for (const gatewayClass of gatewayClasses) sandbox.admin.create(gatewayClass);
for (let index = 0; index < namespaceCount; index += 1) {
  sandbox.admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaceOf(index) } });
}
for (let index = 0; index < gateways; index += 1) {
  sandbox.admin.create({ ...albManifest(index), status: albStatus(index) });
  sandbox.admin.create({ ...gatewayManifest(index), status: gatewayStatus(index) });
}
const { url } = await listenSandbox(sandbox);
console.log(url);
process.on('SIGTERM', () => process.exit(0));
