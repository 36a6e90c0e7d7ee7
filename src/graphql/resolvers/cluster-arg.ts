/** The `cluster` argument of every root field. */
export const clusterArg = {
  nullable: true,
  description:
    'The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none of that name.',
} as const;
