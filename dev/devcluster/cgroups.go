package main

import (
	"os"
	"path/filepath"
	"strings"
)

const cgroups = "/sys/fs/cgroup"

// hierarchies are the folders with control groups: one, or with version 1 of them one a controller.
func hierarchies() []string {
	if _, err := os.Stat(cgroups + "/cgroup.controllers"); err == nil {
		return []string{cgroups}
	}
	found, _ := filepath.Glob(cgroups + "/*")
	return found
}

// makeCgroupRoot is needed because the kubelet makes only what is below.
func makeCgroupRoot() error {
	for _, hierarchy := range hierarchies() {
		if err := os.MkdirAll(hierarchy+cgroupRoot, 0o755); err != nil {
			return err
		}
	}
	available, err := os.ReadFile(cgroups + "/cgroup.controllers")
	if err != nil {
		return nil // Version 1 has nothing to hand on.
	}
	for _, controller := range strings.Fields(string(available)) {
		// A controller that cannot be handed on is one that the kubelet can do without.
		_ = os.WriteFile(cgroups+"/cgroup.subtree_control", []byte("+"+controller), 0)
	}
	return nil
}
