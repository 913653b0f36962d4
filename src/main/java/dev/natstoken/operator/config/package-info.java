/** How the operator program is configured: one typed reading of the environment. */
package dev.natstoken.operator.config;
