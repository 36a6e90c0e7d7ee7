/** `npm run audit`: no dependency with a known weakness. Where the registry has no such answer, that is said, and no fault. */
import { execFile } from 'node:child_process';

execFile('npm', ['audit', '--json'], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
  const { vulnerabilities, metadata } = answerIn(stdout);
  if (vulnerabilities === undefined) {
    console.log(
      `not audited: this registry answers no audit (${/\d{3} [\w ]+ - POST/.exec(stderr)?.[0] ?? error?.message})`,
    );
    return;
  }
  for (const [name, { severity, range }] of Object.entries(vulnerabilities)) {
    console.log(`FAILED ${name} ${range}: ${severity}`);
  }
  const count = Object.keys(vulnerabilities).length;
  console.log(`${metadata.dependencies.total} dependencies, ${count} with known weaknesses`);
  process.exitCode = count === 0 ? 0 : 1;
});

function answerIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
