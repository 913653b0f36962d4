package main

import (
	"strings"
	"testing"
)

const (
	ourRules = ":NATS-TOKEN-DEV - [0:0]\n:KUBE-SERVICES - [0:0]\n" +
		`-A POSTROUTING -s 10.199.0.2/32 -m comment --comment "name: \"nats-token-dev\" id: \"a\"" -j CNI-1`
	ourRun = "/home/dev/.cache/nats-token-operator/run"
)

func TestForeign(t *testing.T) {
	for name, c := range map[string]struct {
		seen seen
		want string
	}{
		"an empty machine": {seen{}, ""},
		"this cluster": {seen{
			processes: map[int][]string{
				1: {"/sbin/init"},
				2: {"/home/dev/.cache/nats-token-operator/bin/kubelet", "--config=" + ourRun + "/kubelet.yaml"},
				3: {"/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-address", ourRun + "/containerd.sock"},
			},
			podGroups: []string{"/sys/fs/cgroup/pids/nats-token-dev/kubepods/besteffort"},
			rules:     ourRules,
		}, ""},
		"a kubelet of somebody else": {
			seen{processes: map[int][]string{7: {"/usr/bin/kubelet", "--config=/var/lib/kubelet/config.yaml"}}},
			"kubelet (process 7)"},
		"a kubelet of another folder of this program": {
			seen{processes: map[int][]string{7: {"/c/bin/kubelet", "--config=/c/run/kubelet.yaml"}}},
			"kubelet (process 7)"},
		"k3s, which writes its arguments in one": {
			seen{processes: map[int][]string{7: {"/usr/local/bin/k3s server"}}}, "k3s (process 7)"},
		"a pod whose kubelet is stopped": {
			seen{processes: map[int][]string{7: {"/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io", "-id", "a"}}},
			"process 7"},
		"a container of Docker": {
			seen{processes: map[int][]string{7: {"/usr/bin/containerd-shim-runc-v2", "-namespace", "moby", "-id", "a"}}},
			""},
		"an editor with kubelet.go": {
			seen{processes: map[int][]string{7: {"vim", "kubelet"}}}, ""},
		"a process without arguments": {
			seen{processes: map[int][]string{7: {""}, 8: nil}}, ""},
		"pods under systemd": {
			seen{podGroups: []string{"/sys/fs/cgroup/kubepods.slice"}}, "/sys/fs/cgroup/kubepods.slice"},
		"rules that a kube-proxy left": {
			seen{rules: ":KUBE-SERVICES - [0:0]\n"}, "KUBE-"},
		"a network of Podman": {
			seen{rules: ourRules + "\n" + strings.ReplaceAll(ourRules, "nats-token-dev", "podman")}, `"podman"`},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.seen.foreign(layout{run: ourRun})
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
