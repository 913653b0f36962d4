/**
 * How the operator program is configured: one typed reading of the environment. Nothing here knows
 * what the settings are for.
 */
package dev.natstoken.operator.config;
