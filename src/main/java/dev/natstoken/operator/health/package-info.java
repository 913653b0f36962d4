/**
 * What the operator tells of itself over HTTP: /livez, /readyz and /metrics. Nothing here knows
 * what the operator does.
 */
package dev.natstoken.operator.health;
