const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const dnsLabel = new RegExp(`^${label}$`);
const dnsSubdomain = new RegExp(`^${label}(?:\\.${label})*$`);
const looseSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** RFC 1123 label: a namespace, at most 63 characters. */
export function isDnsLabel(text: string): boolean {
  return dnsLabel.test(text);
}

/** RFC 1123 subdomain as Kubernetes takes it for object names, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && looseSubdomain.test(text);
}

/** A host name in lower case; not an IP address. */
export function isHostname(text: string): boolean {
  return text.length <= 253 && dnsSubdomain.test(text) && !/^[\d.]+$/.test(text);
}

/** A Gateway API listener's: precise, or with one leading wildcard label. */
export function isListenerHostname(text: string): boolean {
  return isHostname(text.startsWith('*.') ? text.slice(2) : text);
}

/** `[prefix/]name`, for labels and annotations. */
export function isLabelKey(text: string): boolean {
  const [name, prefix, ...more] = text.split('/').reverse();
  if (more.length > 0 || name === undefined || !qualifiedName.test(name)) return false;
  return prefix === undefined || isDnsSubdomain(prefix);
}

/** As a label key, but capitals may stand in the prefix too. */
export function isAnnotationKey(text: string): boolean {
  return isLabelKey(text.toLowerCase());
}

export function isLabelValue(text: string): boolean {
  return text === '' || qualifiedName.test(text);
}

/**
 * The back end makes a Service `<alb>-lb-<5 characters>` of an ALB, whose name has 63 characters at most: that leaves 54
 * for the ALB's. A Service's name holds no dot either, so dots become dashes.
 */
const maxAlbName = 54;

/** `<gateway>-<suffix>`, the gateway's part cut so that the whole is a legal name. */
export function albNameFor(gatewayName: string, suffix: string): string {
  const room = maxAlbName - suffix.length - 1;
  // A Service's name begins with a letter, which a Gateway's need not.
  const legal = `${/^[a-z]/.test(gatewayName) ? '' : 'g-'}${gatewayName.replace(/\./g, '-')}`;
  const stem = legal.slice(0, room).replace(/-+$/, '');
  return `${stem}-${suffix}`;
}

/** Five lower-case letters and digits. */
export function randomSuffix(random: () => number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 5 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
