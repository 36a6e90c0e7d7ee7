/** A Kubernetes object as JSON, as far as the sandbox itself reads it. */
export interface SandboxObject {
  apiVersion: string;
  kind: string;
  metadata: SandboxMeta;
  // biome-ignore lint/suspicious/noExplicitAny: the rest is whatever the kind's schema allows
  [field: string]: any;
}

export interface SandboxMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  [field: string]: unknown;
}
