import { delimiter } from 'node:path';
import { defaultTokens, type SandboxToken } from '../../src/sandbox/users.js';
import { openSandbox } from '../harness/open-sandbox.js';
import { describeLeaks, fillSecrets } from './leaks.js';

const [admin] = defaultTokens;
const callers = ['alice', 'bob', 'carol', 'dave', 'viewer'].map((username) => ({
  token: `${username}-token`,
  username,
  groups: ['system:authenticated'],
  rules: [],
}));
const tokens = [admin as SandboxToken, ...callers];

describeLeaks('nobody learns what is not theirs, on two sandboxes', async () => {
  const [one, two] = await Promise.all(['one', 'two'].map((clusterName) => openSandbox({ tokens, clusterName })));
  if (one === undefined || two === undefined) throw new Error('two were opened');
  const leaky = ({ api, sandbox }: typeof one) => ({
    api,
    setRules: async (user: string, rules: Parameters<typeof sandbox.setRules>[1]) =>
      sandbox.setRules(`${user}-token`, rules),
  });
  const clusters = { one: leaky(one), two: leaky(two) };
  await fillSecrets(clusters);
  return {
    ...clusters,
    kubeconfig: [await one.kubeconfig('admin-token'), await two.kubeconfig('admin-token')].join(delimiter),
    async stop() {
      await one.close();
      await two.close();
    },
  };
});
