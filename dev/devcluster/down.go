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
//  3. What those held: mounts, links, network namespaces, firewall rules.
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
	if err := removeFirewallRules(); err != nil {
		return err
	}
	return os.RemoveAll(l.run)
}

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

// podGroups are the kubelet's control groups in every hierarchy, the innermost first.
func podGroups() []string {
	var groups []string
	for _, pattern := range []string{"/sys/fs/cgroup/kubepods", "/sys/fs/cgroup/*/kubepods"} {
		tops, _ := filepath.Glob(pattern)
		for _, top := range tops {
			_ = filepath.WalkDir(top, func(path string, entry os.DirEntry, err error) error {
				if err == nil && entry.IsDir() {
					groups = append(groups, path)
				}
				return nil
			})
		}
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

// removeNetwork takes away our links and the namespaces of pods; what is not there needs no removal.
func removeNetwork() {
	for _, link := range []string{podLink, nodeLink} {
		_ = exec.Command("ip", "link", "delete", link).Run()
	}
	namespaces, _ := filepath.Glob("/run/netns/cni-*")
	for _, namespace := range namespaces {
		_ = exec.Command("ip", "netns", "delete", filepath.Base(namespace)).Run()
	}
}

func removeFirewallRules() error {
	for _, family := range []string{"iptables", "ip6tables"} {
		saved, err := exec.Command(family + "-save").Output()
		if err != nil {
			return fmt.Errorf("%s-save: %w", family, err)
		}
		var kept bytes.Buffer
		for _, line := range strings.SplitAfter(string(saved), "\n") {
			if !strings.Contains(line, "KUBE-") && !strings.Contains(line, "CNI-") {
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
