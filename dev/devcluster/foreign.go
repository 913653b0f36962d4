package main

import (
	"fmt"
	"path"
	"sort"
	"strings"
)

// seen is what was found on this machine of any Kubernetes, this cluster's own or another's.
type seen struct {
	// processes has the arguments of each process by its number.
	processes map[int][]string
	// podGroups are the control groups with processes in them whose name is that of a kubelet's.
	podGroups []string
	// rules are the firewall's, as iptables-save prints them.
	rules string
}

// nodePrograms run a node, be it as one program or many. Some name their part as the first argument.
var nodePrograms = map[string]bool{"kubelet": true, "k3s": true, "k3s-server": true, "k3s-agent": true,
	"k0s": true, "kubelite": true, "rke2": true}

// foreign says in one sentence what of a Kubernetes that is not the cluster of this layout is on this
// machine, in the order of how plainly it tells; nil if nothing is.
//
//  1. A kubelet that does not have this cluster's folder among its arguments.
//  2. A container of a pod whose containerd is not this cluster's.
//  3. A kubelet's control group outside of this cluster's.
//  4. Rules of a kube-proxy or a network plugin, without the mark of this cluster.
func (s seen) foreign(l layout) error {
	for _, pid := range s.pids() {
		arguments := s.processes[pid]
		if strings.Contains(strings.Join(arguments, "\x00"), l.run+"/") {
			continue
		}
		if program := nodeProgram(arguments); program != "" {
			return fmt.Errorf("%s (process %d) runs here and is not of this cluster", program, pid)
		}
		if podShim(arguments) {
			return fmt.Errorf("pods of another Kubernetes run here, such as that of process %d", pid)
		}
	}
	for _, group := range s.podGroups {
		if !strings.Contains(group+"/", cgroupRoot+"/") {
			return fmt.Errorf("the control group %s holds pods of another Kubernetes", group)
		}
	}
	if strings.Contains(s.rules, "KUBE-") && !strings.Contains(s.rules, ":"+firewallMark+" ") {
		return fmt.Errorf("the firewall has rules of another Kubernetes (chains KUBE-…); " +
			"if it is gone for good, a restart of this machine removes them")
	}
	return s.foreignNetwork()
}

// foreignNetwork knows the rules of network plugins by the comment that names their network.
func (s seen) foreignNetwork() error {
	for _, line := range strings.Split(s.rules, "\n") {
		_, comment, named := strings.Cut(line, `--comment "name: \"`)
		if name, _, _ := strings.Cut(comment, `\"`); named && name != networkName {
			return fmt.Errorf("the firewall has rules of the container network %q", name)
		}
	}
	return nil
}

func nodeProgram(arguments []string) string {
	if len(arguments) == 0 {
		return ""
	}
	// Some programs put all of it into the first argument, such as "/usr/local/bin/k3s server".
	words := strings.Fields(arguments[0])
	if len(words) == 0 || !nodePrograms[path.Base(words[0])] {
		return ""
	}
	return path.Base(words[0])
}

func podShim(arguments []string) bool {
	if len(arguments) == 0 || !strings.HasPrefix(path.Base(arguments[0]), "containerd-shim") {
		return false
	}
	return strings.Contains(strings.Join(arguments, " "), "-namespace k8s.io")
}

func (s seen) pids() []int {
	pids := make([]int, 0, len(s.processes))
	for pid := range s.processes {
		pids = append(pids, pid)
	}
	sort.Ints(pids)
	return pids
}
