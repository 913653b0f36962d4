/**
 * The questions that the operator asks a running server: who gets in, which configuration runs, who
 * is connected. Every answer is a stranger's word. Nothing here knows Kubernetes.
 */
package dev.natstoken.operator.nats.probe;
