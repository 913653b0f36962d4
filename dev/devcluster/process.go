package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// start runs a command beyond the end of this program; its output goes to a log file.
func start(l layout, name string, command *exec.Cmd) error {
	log, err := os.Create(l.state("log", name+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	command.Env = append(os.Environ(), "PATH="+l.bin+":"+os.Getenv("PATH"))
	if err := command.Start(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return command.Process.Release()
}

// ours are the running programs that belong to the cluster of this layout: every one of them has
// the state folder among its arguments. A pid file could name somebody else's process by now.
func ours(l layout) map[int]string {
	names := map[string]bool{"hyperkube": true, "containerd": true, "containerd-shim-runc-v2": true,
		"containerd-shim": true, "runc": true, "devcluster": true}
	found := map[int]string{}
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range entries {
		exe, err := os.Readlink(entry + "/exe")
		if err != nil || !names[strings.TrimSuffix(filepath.Base(exe), " (deleted)")] {
			continue
		}
		arguments, _ := os.ReadFile(entry + "/cmdline")
		if !strings.Contains(string(arguments), l.run+"/") {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(entry))
		found[pid] = filepath.Base(strings.SplitN(string(arguments), "\x00", 2)[0])
	}
	return found
}

func kill(pids map[int]string) {
	for pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// await tries until it succeeds or the time is over; the last error then tells why.
func await(what string, patience time.Duration, try func() error) error {
	deadline := time.Now().Add(patience)
	for {
		err := try()
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s did not come within %s: %w", what, patience, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// quietly runs a command and gives its output only with its error.
func quietly(command *exec.Cmd) error {
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(command.Path), err, strings.TrimSpace(string(output)))
	}
	return nil
}
