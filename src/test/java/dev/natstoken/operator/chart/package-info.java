/** The Helm chart: what it documents, what it refuses, and what real Helm makes of it. */
package dev.natstoken.operator.chart;
