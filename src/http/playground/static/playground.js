/* The playground's own code; React, GraphiQL and graphql-ws come before it as globals. */
const { React, ReactDOM, GraphiQL, graphqlWs } = globalThis;

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

async function request(params, headers) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(params),
  });
  return response.json();
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
      const stop = client.subscribe(params, {
        next: (result) => sink.next(result),
        error: (error) => sink.error(Array.isArray(error) ? { errors: error } : readable(error)),
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
  const element = React.createElement(GraphiQL, {
    fetcher,
    defaultTabs,
    defaultHeaders: headers,
    isHeadersEditorEnabled: true,
    // A token belongs in no browser's storage unless its owner says so.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'variables',
  });
  ReactDOM.createRoot(document.getElementById('graphiql')).render(element);
}

start();
