/**
 * What clients wrote down of their logins, and whether each had the answer that was right at that
 * time. No cluster and no client is known here.
 */
package dev.natstoken.operator.histories;
