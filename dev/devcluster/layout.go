package main

import "path/filepath"

// Addresses of the cluster. The node has an address on a bridge of its own because the kubelet
// refuses loopback ones.
const (
	nodeName   = "nats-token-dev"
	nodeIP     = "172.30.254.1"
	nodeLink   = "natstoken0"
	podLink    = "natstoken1"
	podCIDR    = "10.199.0.0/16"
	serviceNet = "10.96.0.0/16"
	serviceIP  = "10.96.0.1"
	dnsIP      = "10.96.0.10"
	apiServer  = "https://127.0.0.1:6443"
)

// Marks by which this cluster's own parts are told from another Kubernetes' on the same machine.
const (
	// cgroupRoot is the control group below which the kubelet makes those of the pods.
	cgroupRoot = "/nats-token-dev"
	// firewallMark is an empty chain: the rules beside it are this cluster's.
	firewallMark = "NATS-TOKEN-DEV"
	// networkName is what the network plugin writes into the comments of its rules.
	networkName = "nats-token-dev"
)

// layout says where things are: programs that outlive a cluster, and the state that does not.
type layout struct{ bin, run string }

func newLayout(cache string) layout {
	return layout{bin: filepath.Join(cache, "bin"), run: filepath.Join(cache, "run")}
}

func (l layout) program(name string) string { return filepath.Join(l.bin, name) }
func (l layout) state(parts ...string) string {
	return filepath.Join(append([]string{l.run}, parts...)...)
}
func (l layout) pki(file string) string        { return l.state("pki", file) }
func (l layout) kubeconfig(user string) string { return l.state(user + ".kubeconfig") }
func (l layout) adminKubeconfig() string       { return l.kubeconfig("admin") }
func (l layout) containerdSocket() string      { return l.state("containerd.sock") }
