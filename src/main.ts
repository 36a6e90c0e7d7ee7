#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `alb-graphql needs Node 22.19 or newer, and this is ${process.versions.node}; npm start brings its own`,
  );
  process.exit(2);
}

// Loaded after that look: an older Node would stop at what it does not know.
const { runCommandLine } = await import('./main/run-command-line.js');

// Said outright: a connection that a client keeps open is no reason to stay.
process.exit(await runCommandLine(process.argv.slice(2)));
