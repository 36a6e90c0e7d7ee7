/** One tab of the playground. */
export interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const demo = { namespace: 'a1', name: 'demo' };

const gatewayFields = `
fragment GatewayFields on Gateway {
  name
  namespace
  gatewayClassName
  resourceVersion
  addresses { value type sources }
  listeners { name port protocol hostname urls attachedRoutes }
  provisioning { phase percent steps { name state message } }
}`;

const orphans: Example = {
  query: `# ALBs whose Gateway never came, or went without them.
# Nothing but deleteOrphanedAlb removes one.
query Orphans {
  albs(filter: { orphaned: true }) {
    nodes { namespace name gatewayName createdAt state reason }
  }
}

mutation DeleteOrphan($input: DeleteOrphanedAlbInput!) {
  deleteOrphanedAlb(input: $input) { alb { namespace name } }
}
`,
  // The sandbox has this one from the start.
  variables: { input: { namespace: 'a2', name: 'forgotten-p0o9i', dryRun: true } },
};

/** What the REST page tells how to do by hand, as operations: in the order of the page, with its values. */
export const examples: readonly Example[] = [
  {
    query: `# Ctrl+Enter runs the operation under the cursor.
# Does the server want a token? Put it into Headers, below.
query StandaloneClasses {
  gatewayClasses(type: STANDALONE) {
    name
    controllerName
    accepted
  }
}
`,
  },
  {
    query: `# The addresses of a shared class are those of its ALB:
# manual ones and the load balancer's, merged.
query SharedClassAddresses {
  gatewayClasses(type: SHARED) {
    name
    addresses { value type sources }
    alb {
      namespace
      name
      manualAddresses
      loadBalancer { ok message ipv4 ipv6 hostnames }
    }
  }
}
`,
  },
  {
    query: `# Every gateway with its class, ALB and addresses, at once.
query Gateways(
  $namespace: String
  $filter: GatewayFilter
  $first: Int
  $after: String
) {
  gateways(
    namespace: $namespace
    filter: $filter
    orderBy: { field: NAME, direction: ASC }
    first: $first
    after: $after
  ) {
    totalCount
    partial
    pageInfo { hasNextPage endCursor }
    nodes {
      ...GatewayFields
      gatewayClass { name type }
      alb {
        name
        state
        lbSvcAnnotations
        resources { limits { cpu memory } requests { cpu memory } }
      }
    }
  }
}
${gatewayFields}
`,
    variables: { namespace: null, filter: null, first: 20, after: null },
  },
  {
    query: `# Both objects, the ALB first; if the second is refused,
# the first is taken back.
mutation CreateGateway($input: CreateGatewayInput!) {
  createGateway(input: $input) {
    written
    alb { name }
    gateway { ...GatewayFields }
  }
}
${gatewayFields}
`,
    variables: {
      input: {
        ...demo,
        listeners: [{ name: 'http', port: 8234, protocol: 'HTTP', hostname: 'a.com', allowedRoutes: { from: 'ALL' } }],
        alb: {
          lbSvcAnnotations: { a: 'b' },
          resources: { limits: { cpu: '200m', memory: '256Mi' }, requests: { cpu: '200m', memory: '256Mi' } },
        },
      },
    },
  },
  {
    query: `# Writes the Gateway alone. The list is whole:
# a listener left out is removed.
mutation UpdateListeners($input: UpdateGatewayInput!) {
  updateGateway(input: $input) {
    written
    gateway { listeners { name port protocol hostname urls } }
  }
}
`,
    variables: {
      input: {
        ...demo,
        listeners: [
          { name: 'http', port: 8234, protocol: 'HTTP', hostname: 'a.com', allowedRoutes: { from: 'ALL' } },
          { name: 'http-b', port: 8235, protocol: 'HTTP', hostname: '*.b.com' },
        ],
      },
    },
  },
  {
    query: `# Writes the ALB alone. What is left out stays as it is.
mutation UpdateAlb($input: UpdateGatewayInput!) {
  updateGateway(input: $input) {
    written
    alb { lbSvcAnnotations resources { limits { cpu memory } requests { cpu memory } } }
  }
}
`,
    variables: {
      input: { ...demo, alb: { lbSvcAnnotations: { a: 'c' }, resources: { limits: { cpu: '1', memory: '512Mi' } } } },
    },
  },
  {
    query: `# The cluster then removes the gateway's ALBs itself;
# the answer names them.
mutation DeleteGateway($input: DeleteGatewayInput!) {
  deleteGateway(input: $input) {
    gateway { name }
    albs { name }
  }
}
`,
    variables: { input: demo },
  },
  {
    query: `# What there is (ADDED), then SYNCED, then every change.
# Create a gateway in another tab meanwhile.
subscription WatchGateways($namespace: String) {
  gatewayEvents(namespace: $namespace) {
    type
    gateway {
      namespace
      name
      addresses { value }
      provisioning { phase percent }
    }
  }
}
`,
    variables: { namespace: 'a1' },
  },
  orphans,
];
