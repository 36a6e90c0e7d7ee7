export interface StatusCause {
  reason: string;
  message: string;
  field: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** A refusal, shaped as Kubernetes' own Status object. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details: StatusDetails = {},
  ) {
    super(message);
    this.name = 'StatusError';
  }

  toStatus(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

interface Named {
  readonly group: string;
  readonly plural: string;
}

const qualified = ({ group, plural }: Named) => (group === '' ? plural : `${plural}.${group}`);
const about = ({ group, plural }: Named, name: string): StatusDetails => ({
  name,
  ...(group !== '' && { group }),
  kind: plural,
});

export function notFound(resource: Named, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, about(resource, name));
}

export function alreadyExists(resource: Named, name: string): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${qualified(resource)} "${name}" already exists`,
    about(resource, name),
  );
}

export function conflict(resource: Named, name: string, why: string): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    about(resource, name),
  );
}

export const staleVersion =
  'the object has been modified; please apply your changes to the latest version and try again';

export function invalid(kind: string, resource: Named, name: string, causes: StatusCause[]): StatusError {
  const text = causes.map(({ field, message }) => `${field}: ${message}`).join(', ');
  const details = { name, group: resource.group, kind, causes };
  return new StatusError(422, 'Invalid', `${kind}.${resource.group} "${name}" is invalid: ${text}`, details);
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

export function gone(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}
