/**
 * What users see, on a real cluster with the operator installed by Helm under the rights that the
 * chart grants. Runs through {@code dev/test e2e}, which names the image and the cluster.
 */
package dev.natstoken.operator.e2e;
