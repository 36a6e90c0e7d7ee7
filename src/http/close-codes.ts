/** Codes that this server closes WebSockets with, beside those of the protocol itself (CloseCode of graphql-ws). */
export const closeCodes = {
  goingAway: 1001,
  messageTooBig: 1009,
  /** A limit; clients of graphql-ws come back after a while. */
  tryAgainLater: 1013,
} as const;
