/**
 * The schema and the loop against a real kube-apiserver and etcd, with the operator in this
 * process. No controller and no kubelet run there: {@link
 * dev.natstoken.operator.apiserver.FakeStatefulSets} stands in for both where a test needs pods.
 * Runs through {@code dev/test api}, which names the programs.
 */
package dev.natstoken.operator.apiserver;
