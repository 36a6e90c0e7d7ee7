import { albKind, apiVersionOf, gatewayKind } from '../../kube/kinds.js';
import { type Claim, formatClaim } from '../claim.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import { albRefLabel, claimAnnotation, type GatewaySettings } from '../settings.js';
import type { AlbDesign } from './alb-of-create.js';
import { applyAlbSettings } from './apply-alb-settings.js';
import { applyListeners } from './apply-listeners.js';
import type { CreateGatewayInput } from './input.js';

type AlbSpec = NonNullable<AlbResource['spec']>;

const defaultResources = { cpu: '200m', memory: '256Mi' };

/** The ALB that an input asks for. */
export function albDesignFrom(input: CreateGatewayInput, settings: GatewaySettings): AlbDesign {
  return {
    gateway: input,
    manifest: (name, claim) => albForCreate(input, name, claim, settings),
    adopted: (leftover) => ({ ...leftover, spec: adoptedSpec(leftover.spec ?? {}, input) }),
  };
}

/** The ALB of a new standalone gateway. networkMode is left to the back end, which makes it container. */
function albForCreate(input: CreateGatewayInput, name: string, claim: Claim, settings: GatewaySettings): AlbResource {
  return {
    apiVersion: apiVersionOf(albKind, 'v2beta1'),
    kind: albKind.kind,
    metadata: { name, namespace: input.namespace, annotations: { [claimAnnotation(settings)]: formatClaim(claim) } },
    spec: specForCreate(input),
  };
}

function specForCreate({ name, alb }: CreateGatewayInput): AlbSpec {
  const spec = {
    type: 'nginx',
    config: {
      enableALb: false,
      gateway: { mode: 'standalone', name },
      resources: { limits: { ...defaultResources }, requests: { ...defaultResources } },
      vip: { enableLbSvc: true },
    },
  };
  return alb ? applyAlbSettings(spec, alb) : spec;
}

/** A left-over's spec brought to the input: what a create writes is as it would be, all else is carried over. */
function adoptedSpec(live: AlbSpec, input: CreateGatewayInput): AlbSpec {
  const wanted = specForCreate(input);
  const { address: _, ...spec } = live;
  const { replicas: __, ...config } = live.config ?? {};
  const vip = { ...config.vip };
  delete vip.lbSvcAnnotations;
  return {
    ...spec,
    ...wanted,
    config: {
      ...config,
      ...wanted.config,
      gateway: { ...config.gateway, ...wanted.config?.gateway },
      resources: { ...config.resources, ...wanted.config?.resources },
      vip: { ...vip, ...wanted.config?.vip },
    },
  };
}

/** What each pod of the ALB will be given: the input's amounts over the defaults. */
export function resourcesForCreate(input: CreateGatewayInput) {
  return specForCreate(input).config?.resources;
}

/** `albName` is absent for a class that brings its own load balancer. */
export function gatewayForCreate(
  input: CreateGatewayInput,
  options: { gatewayClassName: string; albName: string | undefined; apiVersion: string; settings: GatewaySettings },
): GatewayResource {
  const labels = { ...input.labels, ...(options.albName && { [albRefLabel(options.settings)]: options.albName }) };
  return {
    apiVersion: apiVersionOf(gatewayKind, options.apiVersion),
    kind: gatewayKind.kind,
    metadata: {
      name: input.name,
      namespace: input.namespace,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(input.annotations && { annotations: input.annotations }),
    },
    spec: { gatewayClassName: options.gatewayClassName, listeners: applyListeners(input.listeners, []) },
  };
}
