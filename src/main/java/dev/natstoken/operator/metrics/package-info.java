/**
 * What Prometheus is told: the names of all metrics as an enum, counts over all resources, and what
 * the status of each resource says. Nothing here decides, and no label holds anything of a user but
 * the namespace and the name of a resource.
 */
package dev.natstoken.operator.metrics;
