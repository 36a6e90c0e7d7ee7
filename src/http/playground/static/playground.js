/* The playground's own code; React, GraphiQL, its explorer and graphql-ws come before it as globals. */
const { React, ReactDOM, GraphiQL, GraphiQLPluginExplorer, graphqlWs } = globalThis;
const { createElement } = React;

// Relative to the page, so that a path prefix in front of the server does no harm.
const endpoint = new URL('graphql', document.baseURI);
const socketEndpoint = new URL(endpoint);
socketEndpoint.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:';

/** The headers editor's content without what is not filled in. */
function filledIn(headers = {}) {
  const entries = Object.entries(headers).filter(([, value]) => !/^(bearer)?\s*(<.*>)?$/i.test(String(value)));
  return Object.fromEntries(entries);
}

function isSubscription({ operationName }, { documentAST } = {}) {
  const operations = (documentAST?.definitions ?? []).filter(({ kind }) => kind === 'OperationDefinition');
  const named = operations.find(({ name }) => name?.value === operationName);
  return (named ?? operations[0])?.operation === 'subscription';
}

/** The line that says where a token goes, for as long as the last answer wanted one. */
function hint(result) {
  const wanted = (result.errors ?? []).some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
  document.getElementById('hint').hidden = !wanted;
  return result;
}

async function request(params, headers) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(params),
  });
  return hint(await response.json());
}

/** So many events are shown at once. */
const eventsShown = 100;

/** Shows the events so far, the newest first, once for each frame: GraphiQL alone would show the last one. */
function eventLog(sink) {
  const events = [];
  let due = false;
  const show = () => {
    due = false;
    sink.next({ events: [...events] });
  };
  return (event) => {
    events.unshift(event);
    events.length = Math.min(events.length, eventsShown);
    if (!due) requestAnimationFrame(show);
    due = true;
  };
}

/** One socket for each subscription: browsers cannot set headers on it, so the token goes into its first message. */
function subscribe(params, headers) {
  const token = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return {
    subscribe(sink) {
      const client = graphqlWs.createClient({
        url: socketEndpoint.href,
        connectionParams: token === undefined ? {} : { authorization: token },
      });
      const log = eventLog(sink);
      const stop = client.subscribe(params, {
        next: (result) => log(hint(result)),
        error: (error) => sink.error(Array.isArray(error) ? hint({ errors: error }) : readable(error)),
        complete: () => sink.complete(),
      });
      return {
        unsubscribe() {
          stop();
          client.dispose();
        },
      };
    },
  };
}

function readable(error) {
  return 'code' in error ? new Error(`The connection was closed: ${error.code} ${error.reason}`) : error;
}

function fetcher(params, options) {
  const headers = filledIn(options?.headers);
  return isSubscription(params, options) ? subscribe(params, headers) : request(params, headers);
}

async function start() {
  const examples = await (await fetch(new URL('playground/examples.json', document.baseURI))).json();
  const headers = JSON.stringify({ Authorization: 'Bearer <token>' }, null, 2);
  const defaultTabs = examples.map(({ query, variables }) => ({
    query,
    variables: variables === undefined ? null : JSON.stringify(variables, null, 2),
    headers,
  }));
  const properties = {
    fetcher,
    defaultTabs,
    defaultHeaders: headers,
    plugins: [GraphiQLPluginExplorer.explorerPlugin({ showAttribution: false })],
    isHeadersEditorEnabled: true,
    // A token belongs in no browser's storage unless its owner says so.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'variables',
  };
  ReactDOM.createRoot(document.getElementById('graphiql')).render(
    // Without GraphiQL's name, whose place the tabs want; the bar above says what this is.
    createElement(GraphiQL, properties, createElement(GraphiQL.Logo, null, ' ')),
  );
}

start().catch((error) => {
  document.getElementById('graphiql').textContent = `The playground cannot start: ${error.message}`;
});
