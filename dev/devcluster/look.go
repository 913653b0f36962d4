package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// look finds what of any Kubernetes is on this machine.
func look() (seen, error) {
	rules, err := savedRules("iptables")
	if err != nil {
		return seen{}, err
	}
	return seen{processes: processes(), podGroups: heldPodGroups(), rules: rules}, nil
}

func processes() map[int][]string {
	found := map[int][]string{}
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range entries {
		arguments, err := os.ReadFile(entry + "/cmdline")
		if err != nil {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(entry))
		found[pid] = strings.Split(strings.TrimSuffix(string(arguments), "\x00"), "\x00")
	}
	return found
}

// heldPodGroups are the control groups of any kubelet's pods that have processes.
func heldPodGroups() []string {
	groups := map[string]bool{}
	for pid := range processes() {
		lines, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
		for _, line := range strings.Split(string(lines), "\n") {
			fields := strings.SplitN(line, ":", 3)
			if len(fields) == 3 && strings.Contains(fields[2], "/kubepods") {
				groups[fields[2]] = true
			}
		}
	}
	var sorted []string
	for group := range groups {
		sorted = append(sorted, group)
	}
	return sorted
}

func savedRules(family string) (string, error) {
	saved, err := exec.Command(family + "-save").Output()
	if err != nil {
		return "", fmt.Errorf("%s-save: %w", family, err)
	}
	return string(saved), nil
}
