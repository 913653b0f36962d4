/**
 * The questions that the operator asks a running server: who gets in, which configuration runs, who
 * is connected. Nothing here knows Kubernetes. Every answer is a stranger's word.
 */
package dev.natstoken.operator.nats.probe;
