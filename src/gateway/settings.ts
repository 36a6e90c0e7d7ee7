/** What the platform can set about the back end's names. */
export interface GatewaySettings {
  /** The operator's label domain; default cpaas.io. */
  readonly labelDomain: string;
  /** The standalone GatewayClass that the operator acts on; default exclusive-gateway. */
  readonly standaloneClass: string;
}

/** Which ALB a Gateway runs on; in the Gateway's own namespace. */
export const albRefLabel = (settings: GatewaySettings) => `alb.${settings.labelDomain}/alb-ref`;
/** Who deployed a class; the platform's have the domain itself as value. */
export const classDeployLabel = (settings: GatewaySettings) => `gatewayclass.${settings.labelDomain}/deploy`;
/** standalone or shared. */
export const classTypeLabel = (settings: GatewaySettings) => `gatewayclass.${settings.labelDomain}/type`;
/** The operation that created an ALB, from its first write: `{RFC 3339 time}/{operation id}`. */
export const claimAnnotation = (settings: GatewaySettings) => `alb-graphql.${settings.labelDomain}/claim`;
