import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { AlbGraphql } from '../harness/alb-graphql.js';

const folder = new URL('../../deploy/monitoring/', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

const alerts: { alert: string; expr: string; annotations: { runbook: string } }[] = parse(
  read('alerts.yaml'),
).groups.flatMap(({ rules }: any) => rules);
const panels: { title: string; targets: { expr: string }[] }[] = JSON.parse(
  read('grafana-dashboard.json'),
).panels.filter(({ type }: any) => type !== 'row');
const expressions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** What Prometheus itself adds to each series, and what it knows by itself. */
const added = ['job', 'instance', 'le'];
const prometheusOwn = ['up'];

/** Names with a following { or ), and of each the labels that are asked for or summed by. */
function metricsOf(expr: string): { name: string; labels: string[] }[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','));
  return [...expr.matchAll(/\b((?:alb_graphql|nodejs|process)_\w+|up)\b(?:\{([^}]*)\})?/g)].map(
    ([, name = '', matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)]
        .map(([, label = '']) => label)
        .concat(grouped.map((one) => one.trim())),
    }),
  );
}

const hasPromtool = (() => {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** promtool comes with Debian's package prometheus; .ci/run installs it. */
const withPromtool = hasPromtool ? it : it.skip;

describe('what Prometheus and Grafana are given', () => {
  let exposed: string;
  let described: Map<string, readonly string[]>;

  beforeAll(async () => {
    const server = await AlbGraphql.start({});
    await server.ask('{ gateways { totalCount } }');
    exposed = await (await fetch(`${server.url}/metrics`)).text();
    await server.stop();
    const page = readFileSync(new URL('../../docs/operations/monitoring.md', import.meta.url), 'utf8');
    const rows = page.matchAll(/^\| `(\w+)` \| (counter|gauge|histogram|summary) \| ([^|]*) \|/gm);
    described = new Map(
      [...rows].flatMap(([, name = '', type, labels = '']) => {
        const list = [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
        return type === 'histogram'
          ? [
              [`${name}_bucket`, list],
              [name, list],
            ]
          : [[name, list]];
      }) as [string, string[]][],
    );
  });

  it('every metric of the page is at /metrics, and none beside', () => {
    const types = [...exposed.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
    const named = [...described.keys()].filter((name) => !name.endsWith('_bucket'));
    expect(types.sort()).toEqual(named.sort());
  });

  it.each(expressions)('%s: %s', (_title, expr) => {
    const metrics = metricsOf(expr);
    expect(metrics).not.toEqual([]);
    for (const { name, labels } of metrics) {
      if (prometheusOwn.includes(name)) continue;
      expect([...described.keys()]).toContain(name);
      expect([...(described.get(name) ?? []), ...added]).toEqual(expect.arrayContaining(labels));
    }
  });

  it('each alert has its place on the page that says what to do', () => {
    const page = readFileSync(new URL('../../docs/operations/monitoring.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(alerts.map(({ alert }) => alert));
    expect(alerts.map(({ annotations }) => annotations.runbook)).toEqual(
      alerts.map(({ alert }) => `docs/operations/monitoring.md#${alert.toLowerCase()}`),
    );
  });

  it('every alert is in the cases in which all is wrong, and in those in which all is well', () => {
    const { tests } = parse(read('alerts.test.yaml'));
    for (const { alert_rule_test: cases } of tests) {
      expect(cases.map(({ alertname }: any) => alertname)).toEqual(alerts.map(({ alert }) => alert));
    }
  });

  withPromtool('promtool: the rules are rules, and fire for what they are about', async () => {
    await promisify(execFile)('promtool', ['check', 'rules', 'alerts.yaml'], { cwd: folder });
    await promisify(execFile)('promtool', ['test', 'rules', 'alerts.test.yaml'], { cwd: folder });
  });

  describe('what is exposed', () => {
    let scratch: string;
    beforeAll(async () => {
      scratch = await mkdtemp(join(tmpdir(), 'alb-graphql-metrics-'));
    });
    afterAll(() => rm(scratch, { recursive: true }));

    withPromtool('promtool: finds nothing to say about what is this server’s own', async () => {
      const own = exposed.split('\n').filter((line) => /^(# (HELP|TYPE) )?alb_graphql_/.test(line));
      const file = join(scratch, 'metrics');
      await writeFile(file, `${own.join('\n')}\n`);
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `promtool check metrics < ${file}`]);
      expect(stdout + stderr).toBe('');
    });
  });
});
