/**
 * `npm run audit`: no dependency with a known weakness. Where the registry has no such answer, that is said, and no fault; one
 * that has it and fails to give it is.
 */
import { execFile } from 'node:child_process';

/** Not found, no such method, not implemented: the registry keeps no advisories. */
const noSuchAnswer = /\b(404|405|501) [\w ]+ - POST/;

execFile('npm', ['audit', '--json'], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
  const { vulnerabilities, metadata } = answerIn(stdout);
  if (vulnerabilities === undefined) {
    const why = noSuchAnswer.exec(stderr)?.[0];
    console.log(why ? `NOT AUDITED: this registry answers no audit (${why})` : `FAILED no audit: ${stderr || error}`);
    process.exitCode = why ? 0 : 1;
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
