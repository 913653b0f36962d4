/**
 * Measurements for {@code dev/bench}: the operator on the development cluster, each figure beside
 * the floor, which is the same work done without it. Nothing is asserted here.
 */
package dev.natstoken.operator.bench;
