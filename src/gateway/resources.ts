/**
 * The three objects as JSON, typed as far as this server reads them. Everything may be absent or null: status lags,
 * old objects lack fields, and newer clusters add some. What is not named here is carried through untouched.
 */
import type { KubeObject } from '../kube/ports.js';

export interface ConditionResource {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  observedGeneration?: number;
  lastTransitionTime?: string;
}

export interface GatewayClassResource extends KubeObject {
  spec?: {
    controllerName?: string;
    description?: string;
    parametersRef?: { group?: string; kind?: string; name?: string; namespace?: string };
  };
  status?: { conditions?: ConditionResource[] | null } | null;
}

export interface RouteKindResource {
  group?: string;
  kind: string;
}

export interface ListenerResource {
  name: string;
  hostname?: string;
  port: number;
  protocol: string;
  tls?: {
    mode?: string;
    certificateRefs?: { group?: string; kind?: string; name: string; namespace?: string }[];
    options?: Record<string, string>;
  };
  allowedRoutes?: { namespaces?: { from?: string; selector?: unknown }; kinds?: RouteKindResource[] };
}

export interface ListenerStatusResource {
  name: string;
  attachedRoutes?: number;
  supportedKinds?: RouteKindResource[] | null;
  conditions?: ConditionResource[] | null;
}

export interface GatewayResource extends KubeObject {
  spec: { gatewayClassName: string; listeners: ListenerResource[]; [field: string]: unknown };
  status?: {
    addresses?: { type?: string; value: string }[] | null;
    conditions?: ConditionResource[] | null;
    listeners?: ListenerStatusResource[] | null;
  } | null;
}

export interface ResourceListResource {
  cpu?: string | number;
  memory?: string | number;
  [resource: string]: unknown;
}

export interface AlbConfigResource {
  enableALb?: boolean;
  replicas?: number;
  networkMode?: string;
  loadbalancerName?: string;
  gateway?: { mode?: string; name?: string; enable?: boolean };
  resources?: { limits?: ResourceListResource; requests?: ResourceListResource; [part: string]: unknown };
  vip?: { enableLbSvc?: boolean; lbSvcAnnotations?: Record<string, string>; [field: string]: unknown };
  [field: string]: unknown;
}

export interface AlbResource extends KubeObject {
  spec?: { type?: string; address?: string; config?: AlbConfigResource | null; [field: string]: unknown };
  status?: {
    state?: string;
    reason?: string;
    probeTime?: number;
    probeTimeStr?: string;
    detail?: {
      address?: {
        ipv4?: string[] | null;
        ipv6?: string[] | null;
        host?: string[] | null;
        msg?: string;
        ok?: boolean;
      } | null;
      deploy?: { state?: string; reason?: string; probeTimeStr?: string } | null;
      version?: { version?: string; imagePatch?: string } | null;
    } | null;
  } | null;
}
