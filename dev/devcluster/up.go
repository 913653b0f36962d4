package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"time"
)

const patience = 90 * time.Second

// up brings the cluster up, whatever is there: nothing, all of it, or the ruins of one whose
// processes were killed.
func up(l layout) error {
	if healthy(l) == nil {
		fmt.Fprintln(os.Stderr, "The cluster is up already")
		if err := loadOwnImages(l); err != nil {
			return err
		}
		return startStorage(l)
	}
	begin := time.Now()
	machine, err := look()
	if err != nil {
		return err
	}
	if err := machine.foreign(l); err != nil {
		return fmt.Errorf("this cluster would be in the way of another: %w", err)
	}
	if err := down(l); err != nil {
		return err
	}
	if err := os.MkdirAll(l.state("log"), 0o755); err != nil {
		return err
	}
	steps := []struct {
		text string
		run  func(layout) error
	}{
		{"Certificates and configuration", prepare},
		{"Network of the node", network},
		{"etcd and API server", controlPlane},
		{"Container runtime and images", containers},
		{"Node", node},
		{"DNS", dns},
		{"Storage", startStorage},
	}
	for _, s := range steps {
		fmt.Fprintf(os.Stderr, "%4.1f s  %s\n", time.Since(begin).Seconds(), s.text)
		if err := s.run(l); err != nil {
			return fmt.Errorf("%w (logs are in %s)", err, l.state("log"))
		}
	}
	fmt.Fprintf(os.Stderr, "%4.1f s  Up: export KUBECONFIG=%s\n",
		time.Since(begin).Seconds(), l.adminKubeconfig())
	return nil
}

func prepare(l layout) error {
	if err := writePKI(l); err != nil {
		return err
	}
	return writeConfig(l)
}

func network(layout) error {
	if err := addressesAreFree(); err != nil {
		return err
	}
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0); err != nil {
		return err
	}
	for _, arguments := range [][]string{
		{"link", "add", nodeLink, "type", "bridge"},
		{"address", "add", nodeIP + "/32", "dev", nodeLink},
		{"link", "set", nodeLink, "up"},
	} {
		if err := quietly(exec.Command("ip", arguments...)); err != nil {
			return err
		}
	}
	if err := quietly(exec.Command("iptables", "-t", "nat", "-N", firewallMark)); err != nil {
		return err
	}
	return quietly(exec.Command("mount", "--make-rshared", "/"))
}

// addressesAreFree tells of a link of this machine that would take the traffic of the pods.
func addressesAreFree() error {
	_, pods, err := net.ParseCIDR(podCIDR)
	if err != nil {
		return err
	}
	links, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, link := range links {
		addresses, _ := link.Addrs()
		for _, address := range addresses {
			ip, _, err := net.ParseCIDR(address.String())
			if err == nil && (pods.Contains(ip) || ip.Equal(net.ParseIP(nodeIP))) {
				return fmt.Errorf("the address %s of link %s is one that this cluster needs; remove that link",
					address, link.Name)
			}
		}
	}
	return nil
}

func controlPlane(l layout) error {
	if err := start(l, "etcd", etcd(l)); err != nil {
		return err
	}
	if err := start(l, "kube-apiserver", kubeAPIServer(l)); err != nil {
		return err
	}
	if err := await("the API server", patience, func() error { return ready(l) }); err != nil {
		return err
	}
	if err := start(l, "kube-controller-manager", controllerManager(l)); err != nil {
		return err
	}
	return start(l, "kube-scheduler", scheduler(l))
}

func containers(l layout) error {
	if err := start(l, "containerd", containerd(l)); err != nil {
		return err
	}
	err := await("containerd", patience, func() error { return quietly(ctr(l, "version")) })
	if err != nil {
		return err
	}
	return loadOwnImages(l)
}

func node(l layout) error {
	if err := makeCgroupRoot(); err != nil {
		return err
	}
	if err := start(l, "kubelet", kubelet(l)); err != nil {
		return err
	}
	if err := start(l, "kube-proxy", kubeProxy(l)); err != nil {
		return err
	}
	return await("the node", patience, func() error {
		return quietly(kubectl(l, "wait", "node/"+nodeName, "--for=condition=Ready", "--timeout=1s"))
	})
}

func dns(l layout) error {
	manifest, err := render(l, "dns.yaml", "")
	if err != nil {
		return err
	}
	apply := kubectl(l, "apply", "--server-side", "-f", "-")
	apply.Stdin = bytes.NewReader(manifest)
	if err := quietly(apply); err != nil {
		return err
	}
	return quietly(kubectl(l, "rollout", "status", "-n", "kube-system", "deployment/coredns",
		"--timeout=90s"))
}

func ready(l layout) error { return quietly(kubectl(l, "get", "--raw", "/readyz")) }

func healthy(l layout) error {
	if err := ready(l); err != nil {
		return err
	}
	if err := quietly(ctr(l, "version")); err != nil {
		return err
	}
	running := map[string]bool{}
	for _, name := range ours(l) {
		running[name] = true
	}
	for _, name := range []string{"kubelet", "kube-proxy", "kube-controller-manager", "kube-scheduler"} {
		if !running[name] {
			return fmt.Errorf("%s does not run", name)
		}
	}
	return quietly(kubectl(l, "wait", "node/"+nodeName, "--for=condition=Ready", "--timeout=5s"))
}

func status(l layout) error {
	if err := healthy(l); err != nil {
		return fmt.Errorf("the cluster is not up: %w", err)
	}
	show := kubectl(l, "get", "nodes,pods", "--all-namespaces", "-o", "wide")
	show.Stdout, show.Stderr = os.Stdout, os.Stderr
	return show.Run()
}

func kubectl(l layout, arguments ...string) *exec.Cmd {
	return exec.Command(l.program("kubectl"),
		append([]string{"--kubeconfig", l.adminKubeconfig(), "--request-timeout=100s"}, arguments...)...)
}

func ctr(l layout, arguments ...string) *exec.Cmd {
	return exec.Command("ctr",
		append([]string{"--address", l.containerdSocket(), "--namespace", "k8s.io"}, arguments...)...)
}
