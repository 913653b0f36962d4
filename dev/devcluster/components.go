package main

import (
	"os"
	"os/exec"
)

const etcdURL = "http://127.0.0.1:2379"

func etcd(l layout) *exec.Cmd {
	return exec.Command(l.program("etcd"),
		"--data-dir="+l.state("etcd"),
		"--listen-client-urls="+etcdURL, "--advertise-client-urls="+etcdURL,
		"--listen-peer-urls=http://127.0.0.1:2380", "--initial-advertise-peer-urls=http://127.0.0.1:2380",
		"--initial-cluster=default=http://127.0.0.1:2380",
		// The data need not outlive the machine.
		"--unsafe-no-fsync")
}

// featureGates are those of $FEATURE_GATES, as in Name=true,Other=false: for tests of what other versions of
// Kubernetes do of themselves.
func featureGates(command *exec.Cmd) *exec.Cmd {
	if gates := os.Getenv("FEATURE_GATES"); gates != "" {
		command.Args = append(command.Args, "--feature-gates="+gates)
	}
	return command
}

func kubeAPIServer(l layout) *exec.Cmd {
	return featureGates(exec.Command(l.program("kube-apiserver"),
		"--etcd-servers="+etcdURL,
		"--secure-port=6443", "--advertise-address="+nodeIP,
		"--service-cluster-ip-range="+serviceNet,
		"--tls-cert-file="+l.pki("apiserver.crt"), "--tls-private-key-file="+l.pki("apiserver.key"),
		"--client-ca-file="+l.pki("ca.crt"),
		"--kubelet-client-certificate="+l.pki("apiserver-kubelet.crt"),
		"--kubelet-client-key="+l.pki("apiserver-kubelet.key"),
		"--kubelet-preferred-address-types=InternalIP",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file="+l.pki("service-account.pub"),
		"--service-account-signing-key-file="+l.pki("service-account.key"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		"--allow-privileged=true",
		"--audit-policy-file="+l.state("audit.yaml"), "--audit-log-path="+l.state("log", "audit.log")))
}

func controllerManager(l layout) *exec.Cmd {
	return featureGates(exec.Command(l.program("kube-controller-manager"),
		"--kubeconfig="+l.kubeconfig("controller-manager"),
		"--service-account-private-key-file="+l.pki("service-account.key"),
		"--root-ca-file="+l.pki("ca.crt"),
		"--use-service-account-credentials", "--leader-elect=false",
		"--cluster-cidr="+podCIDR, "--allocate-node-cidrs=false"))
}

func scheduler(l layout) *exec.Cmd {
	return exec.Command(l.program("kube-scheduler"),
		"--kubeconfig="+l.kubeconfig("scheduler"), "--leader-elect=false")
}

func containerd(l layout) *exec.Cmd {
	return exec.Command("containerd", "--config", l.state("containerd.toml"))
}

func kubelet(l layout) *exec.Cmd {
	return exec.Command(l.program("kubelet"),
		"--config="+l.state("kubelet.yaml"), "--kubeconfig="+l.kubeconfig("kubelet"),
		"--hostname-override="+nodeName, "--node-ip="+nodeIP,
		"--root-dir="+l.state("kubelet"), "--cert-dir="+l.state("kubelet-pki"))
}

func kubeProxy(l layout) *exec.Cmd {
	return exec.Command(l.program("kube-proxy"),
		"--kubeconfig="+l.kubeconfig("proxy"), "--hostname-override="+nodeName,
		"--proxy-mode=iptables", "--cluster-cidr="+podCIDR,
		"--conntrack-max-per-core=0", "--nodeport-addresses=127.0.0.0/8")
}
