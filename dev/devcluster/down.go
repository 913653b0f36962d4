package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// down removes all that belongs to a cluster, in this order:
//
//  1. The programs, so that none of them starts anything again.
//  2. What they had started: the processes of the pods, found by their control groups.
//  3. What those held: mounts (network namespaces are such), links, firewall rules. Rules of which
//     another Kubernetes may have some stay.
//  4. The state on disk.
//
// Each step finds its subjects on the machine itself and not in notes, so it works on ruins too.
func down(l layout) error {
	err := await("the end of the programs", 10*time.Second, func() error {
		running := ours(l)
		kill(running)
		if len(running) > 0 {
			return fmt.Errorf("%d still run", len(running))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := killPods(); err != nil {
		return err
	}
	if err := unmount(l); err != nil {
		return err
	}
	removeNetwork()
	machine, err := look()
	if err != nil {
		return err
	}
	if err := machine.foreign(l); err != nil {
		fmt.Fprintln(os.Stderr, "The firewall stays as it is:", err)
	} else if err := removeFirewallRules(); err != nil {
		return err
	}
	return os.RemoveAll(l.run)
}

// killPods ends the processes of the pods, found by their control groups.
func killPods() error {
	return await("the end of the pods", 20*time.Second, func() error {
		groups := podGroups()
		for _, group := range groups {
			pids, _ := os.ReadFile(filepath.Join(group, "cgroup.procs"))
			for _, line := range strings.Fields(string(pids)) {
				pid, _ := strconv.Atoi(line)
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
			_ = syscall.Rmdir(group)
		}
		if left := podGroups(); len(left) > 0 {
			return fmt.Errorf("%d control groups are left, such as %s", len(left), left[0])
		}
		return nil
	})
}

// podGroups are the control groups of this cluster in every hierarchy, the innermost first.
func podGroups() []string {
	var groups []string
	for _, hierarchy := range hierarchies() {
		_ = filepath.WalkDir(hierarchy+cgroupRoot, func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				groups = append(groups, path)
			}
			return nil
		})
	}
	sort.Slice(groups, func(i, j int) bool { return len(groups[i]) > len(groups[j]) })
	return groups
}

func unmount(l layout) error {
	mounts, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return err
	}
	var below []string
	for _, line := range strings.Split(string(mounts), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && strings.HasPrefix(fields[1], l.run+"/") {
			below = append(below, fields[1])
		}
	}
	sort.Sort(sort.Reverse(sort.StringSlice(below)))
	for _, path := range below {
		if err := syscall.Unmount(path, syscall.MNT_DETACH); err != nil {
			return fmt.Errorf("unmount %s: %w", path, err)
		}
	}
	return nil
}

// removeNetwork takes away the links; what is not there needs no removal.
func removeNetwork() {
	for _, link := range []string{podLink, nodeLink} {
		_ = exec.Command("ip", "link", "delete", link).Run()
	}
}

func removeFirewallRules() error {
	for _, family := range []string{"iptables", "ip6tables"} {
		saved, err := savedRules(family)
		if err != nil {
			return err
		}
		var kept bytes.Buffer
		for _, line := range strings.SplitAfter(saved, "\n") {
			if !strings.Contains(line, "KUBE-") && !strings.Contains(line, "CNI-") &&
				!strings.Contains(line, firewallMark) {
				kept.WriteString(line)
			}
		}
		if kept.Len() == len(saved) {
			continue
		}
		restore := exec.Command(family + "-restore")
		restore.Stdin = &kept
		if err := quietly(restore); err != nil {
			return err
		}
	}
	return nil
}
