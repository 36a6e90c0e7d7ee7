import { Asker } from '../asker.js';
import { type Figure, megabytes } from '../figure.js';
import { albsPath, callerToken, gatewaysPath, type Platform } from '../platform.js';
import { MeasuredProcess } from '../processes/measured-process.js';
import { all, type Question } from '../queries.js';

const touch: Question = {
  query: '{ gateways(first: 1) { totalCount } albs(first: 1) { totalCount } gatewayClasses { name } }',
};

/** Heap that the objects take in a server of their own, against their JSON without managedFields, which the server drops. */
export async function memory(platform: Platform): Promise<Figure[]> {
  const server = await MeasuredProcess.server({
    ...(await platform.settings()),
    PRELOAD: '',
    MAX_KEPT_BYTES: '134217728',
  });
  const empty = await server.heap();
  await answer(server, touch);
  const full = await server.heap();
  await answer(server, all);
  const kept = (await server.heap()) - full;
  await server.stop();
  const json = await jsonBytes(platform);
  const objects = full - empty;
  return [
    {
      id: 'memory',
      work: `memory for ${platform.size.toLocaleString('en')} gateways and ALBs`,
      unit: '× their JSON',
      sense: 'at most',
      target: 2,
      reached: objects / json.bare,
      ours: `${megabytes(objects)} of heap; ${megabytes(kept)} more for the first 1,000 kept as answer and parts`,
      baseline: `${megabytes(json.bare)} of JSON (${megabytes(json.whole)} with managedFields)`,
    },
  ];
}

async function answer(server: MeasuredProcess, question: Question): Promise<void> {
  const asker = Asker.graphql(server, question, callerToken);
  await asker.json();
  await asker.close();
}

async function jsonBytes({ api }: Platform): Promise<{ whole: number; bare: number }> {
  let [whole, bare] = [0, 0];
  for (const path of [gatewaysPath, albsPath]) {
    const { body } = await api.get(path);
    for (const item of body.items) {
      whole += Buffer.byteLength(JSON.stringify(item));
      delete item.metadata.managedFields;
      bare += Buffer.byteLength(JSON.stringify(item));
    }
  }
  return { whole, bare };
}
