import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.js';
import { apiVersionOf } from '../kube/kinds.js';
import { pruneAndDefault, schemaCauses } from './apply-schema.js';
import type { SandboxMeta, SandboxObject } from './json.js';
import type { SandboxResource } from './resource.js';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  type StatusCause,
  StatusError,
  staleVersion,
} from './status.js';
import type { Storage } from './storage.js';

const namePattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

/** What the API server does to an object between the request and the store. */
export class Objects {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  create(
    resource: SandboxResource,
    namespace: string | undefined,
    body: SandboxObject,
    dryRun: boolean,
  ): SandboxObject {
    if (namespace !== undefined && this.storage.get('Namespace', undefined, namespace) === undefined) {
      throw notFound({ group: '', plural: 'namespaces' }, namespace);
    }
    const given = body.metadata ?? {};
    if (given.namespace !== undefined && given.namespace !== namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    const name = given.name ?? (given.generateName === undefined ? '' : `${given.generateName}${this.#suffix()}`);
    if (given.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
    const metadata: SandboxMeta = {
      ...this.#written(given),
      name,
      ...(namespace !== undefined && { namespace }),
      uid: this.#uuid(),
      resourceVersion: '',
      creationTimestamp: this.#now(),
      ...(resource.schema && { generation: 1 }),
    };
    const object = this.#prepare(resource, { ...body, metadata });
    if (resource.hasStatus && resource.schema) delete object['status'];
    if (resource.kind === 'Namespace') object['status'] = { phase: 'Active' };
    this.#validate(resource, object, undefined);
    if (this.storage.get(resource.kind, namespace, name) !== undefined) throw alreadyExists(resource, name);
    return dryRun ? object : this.storage.put(resource.kind, object);
  }

  replace(
    resource: SandboxResource,
    before: SandboxObject,
    body: SandboxObject,
    { status, dryRun }: { status: boolean; dryRun: boolean },
  ): SandboxObject {
    const { name, namespace } = before.metadata;
    const given = body.metadata ?? {};
    if (given.name !== undefined && given.name !== name)
      throw badRequest('the name of the object does not match the name on the URL');
    if (given.namespace !== undefined && given.namespace !== namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    if (!given.resourceVersion && resource.schema) {
      const message = 'Invalid value: 0: must be specified for an update';
      throw invalid(resource.kind, resource, name, [
        { reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message },
      ]);
    }
    if (given.uid && given.uid !== before.metadata.uid) {
      throw conflict(
        resource,
        name,
        `Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${before.metadata.uid}`,
      );
    }
    if (given.resourceVersion && given.resourceVersion !== before.metadata.resourceVersion)
      throw conflict(resource, name, staleVersion);
    const after = this.#merged(resource, before, body, status);
    this.#validate(resource, after, before);
    if (isDeepStrictEqual(after, before)) return before;
    if (dryRun) return after;
    const finished = after.metadata.deletionTimestamp !== undefined && (after.metadata.finalizers ?? []).length === 0;
    return finished ? this.storage.remove(resource.kind, after) : this.storage.put(resource.kind, after);
  }

  /** The object, marked where finalizers hold it. */
  delete(
    resource: SandboxResource,
    before: SandboxObject,
    preconditions: Preconditions,
    dryRun: boolean,
  ): { object: SandboxObject; gone: boolean } {
    const { uid, resourceVersion, name, finalizers = [], deletionTimestamp } = before.metadata;
    if (preconditions.uid !== undefined && preconditions.uid !== uid) {
      throw conflict(
        resource,
        name,
        `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`,
      );
    }
    if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
      throw conflict(
        resource,
        name,
        `Precondition failed: ResourceVersion in precondition: ${preconditions.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
      );
    }
    if (dryRun) return { object: before, gone: finalizers.length === 0 };
    if (finalizers.length === 0) return { object: this.storage.remove(resource.kind, before), gone: true };
    if (deletionTimestamp !== undefined) return { object: before, gone: false };
    const { generation } = before.metadata;
    const marked: SandboxMeta = {
      ...before.metadata,
      deletionTimestamp: this.#now(),
      deletionGracePeriodSeconds: 0,
      ...(generation !== undefined && { generation: generation + 1 }),
    };
    return { object: this.storage.put(resource.kind, { ...before, metadata: marked }), gone: false };
  }

  #merged(resource: SandboxResource, before: SandboxObject, body: SandboxObject, status: boolean): SandboxObject {
    if (status) {
      const { status: wanted } = this.#prepare(resource, { ...before, status: body['status'] });
      const { status: _, ...rest } = before;
      return (wanted === undefined ? rest : { ...rest, status: wanted }) as SandboxObject;
    }
    const given = body.metadata ?? {};
    const {
      uid,
      creationTimestamp,
      resourceVersion,
      generation,
      deletionTimestamp,
      deletionGracePeriodSeconds,
      name,
      namespace,
    } = before.metadata;
    const metadata: SandboxMeta = {
      ...this.#written(given),
      name,
      ...(namespace !== undefined && { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
      ...(generation !== undefined && { generation }),
      ...(deletionTimestamp !== undefined && { deletionTimestamp, deletionGracePeriodSeconds }),
    } as SandboxMeta;
    const after = this.#prepare(resource, { ...body, metadata });
    if (resource.hasStatus) {
      if (before['status'] === undefined) delete after['status'];
      else after['status'] = before['status'];
    }
    const changed = !isDeepStrictEqual(withoutMetaAndStatus(after), withoutMetaAndStatus(before));
    if (generation !== undefined && changed) after.metadata.generation = generation + 1;
    return after;
  }

  /** The members of metadata that a client may write. */
  #written({
    labels,
    annotations,
    finalizers,
    ownerReferences,
    generateName,
  }: Partial<SandboxMeta>): Partial<SandboxMeta> {
    return {
      ...(generateName && { generateName }),
      ...(labels && Object.keys(labels).length > 0 && { labels }),
      ...(annotations && Object.keys(annotations).length > 0 && { annotations }),
      ...(finalizers && finalizers.length > 0 && { finalizers }),
      ...(ownerReferences !== undefined && { ownerReferences }),
    };
  }

  #prepare(resource: SandboxResource, body: SandboxObject): SandboxObject {
    const { apiVersion: _version, kind: _kind, metadata, ...rest } = body;
    const kept = resource.schema === undefined ? rest : (pruneAndDefault(rest, resource.schema) as object);
    return { apiVersion: apiVersionOf(resource, resource.storageVersion), kind: resource.kind, metadata, ...kept };
  }

  #validate(resource: SandboxResource, object: SandboxObject, before: SandboxObject | undefined): void {
    const { metadata, apiVersion: _version, kind: _kind, ...rest } = object;
    const causes: StatusCause[] = metadataCauses(metadata);
    if (resource.schema !== undefined) causes.push(...schemaCauses(rest, resource.schema, ''));
    if (causes.length === 0 && resource.rules !== undefined) causes.push(...resource.rules(object, before));
    if (causes.length > 0) throw invalid(resource.kind, resource, metadata.name, causes);
  }

  #now(): string {
    return `${new Date(this.clock.now()).toISOString().slice(0, 19)}Z`;
  }

  #suffix(): string {
    return Array.from({ length: 5 }, () => 'bcdfghjklmnpqrstvwxz2456789'[Math.floor(this.random() * 27)]).join('');
  }

  #uuid(): string {
    const hex = (length: number) => Array.from({ length }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  }
}

function metadataCauses({ name, labels = {} }: SandboxMeta): StatusCause[] {
  const causes: StatusCause[] = [];
  const field = 'metadata.name';
  if (name === '')
    causes.push({ reason: 'FieldValueRequired', field, message: 'Required value: name or generateName is required' });
  else if (name.length > 253 || !namePattern.test(name)) {
    causes.push({
      reason: 'FieldValueInvalid',
      field,
      message: `Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
    });
  }
  for (const value of Object.values(labels)) {
    if (typeof value === 'string' && labelValuePattern.test(value)) continue;
    causes.push({
      reason: 'FieldValueInvalid',
      field: 'metadata.labels',
      message: `Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.'`,
    });
  }
  return causes;
}

function withoutMetaAndStatus({ metadata: _metadata, status: _status, ...rest }: SandboxObject): object {
  return rest;
}

/** 400 for a body that is no object of the kind that the path names. */
export function parseObject(text: string | undefined, { kind, group }: SandboxResource): SandboxObject {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('the body is no object');
  const object = body as SandboxObject;
  if (object.kind !== undefined && object.kind !== kind) {
    throw badRequest(
      `${object.kind} in version "${object.apiVersion}" cannot be handled as a ${kind}: converting (${group}) to (${kind})`,
    );
  }
  return object;
}

export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new StatusError(400, 'BadRequest', 'the body of the request is no JSON');
  }
}
