/** What the operator tells of itself over HTTP: /livez, /readyz and /metrics. */
package dev.natstoken.operator.health;
