/**
 * What a neighbour can make who may write pods, ConfigMaps and Secrets of a namespace: objects that
 * look like the operator's own, and a stand-in for a server that writes down what it is told.
 */
package dev.natstoken.operator.forged;
