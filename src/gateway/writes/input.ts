import type { ListenerInput } from './listener-input.js';

export type * from './listener-input.js';

type StringMap = Readonly<Record<string, string>>;

interface Target {
  cluster?: string | null | undefined;
  namespace: string;
  name: string;
  dryRun?: boolean | null | undefined;
}

export interface ResourceListInput {
  cpu?: string | null | undefined;
  memory?: string | null | undefined;
}

export interface ResourcesInput {
  limits?: ResourceListInput | null | undefined;
  requests?: ResourceListInput | null | undefined;
}

/** Of a standalone gateway's ALB. Omitted: stays as it is; null: gone, or back to the back end's default. */
export interface AlbSettingsInput {
  addresses?: readonly string[] | null | undefined;
  lbSvcAnnotations?: StringMap | null | undefined;
  resources?: ResourcesInput | null | undefined;
  replicas?: number | null | undefined;
}

export interface CreateGatewayInput extends Target {
  gatewayClassName?: string | null | undefined;
  labels?: StringMap | null | undefined;
  annotations?: StringMap | null | undefined;
  listeners: readonly ListenerInput[];
  alb?: AlbSettingsInput | null | undefined;
}

export interface UpdateGatewayInput extends Target {
  generation?: number | null | undefined;
  albGeneration?: number | null | undefined;
  resourceVersion?: string | null | undefined;
  albResourceVersion?: string | null | undefined;
  labels?: StringMap | null | undefined;
  annotations?: StringMap | null | undefined;
  listeners?: readonly ListenerInput[] | null | undefined;
  alb?: AlbSettingsInput | null | undefined;
}

export interface DeleteGatewayInput extends Target {
  uid?: string | null | undefined;
  resourceVersion?: string | null | undefined;
}

export interface DeleteOrphanedAlbInput extends Target {
  uid?: string | null | undefined;
}
