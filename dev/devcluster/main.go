// Devcluster runs a real one-node Kubernetes on this machine. It is called by dev/cluster, which
// has built the programs that it starts.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "devcluster is called by dev/cluster")
		os.Exit(2)
	}
	if err := run(newLayout(os.Args[1]), os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(l layout, command string, args []string) error {
	switch command {
	case "up":
		return up(l)
	case "down":
		return down(l)
	case "status":
		return status(l)
	case "kubeconfig":
		fmt.Println(l.adminKubeconfig())
		return nil
	case "storage":
		return provideStorage(l)
	case "load":
		if len(args) != 1 {
			return errors.New("load takes the path of an image archive")
		}
		return load(l, args[0])
	case "pack":
		if len(args) != 3 {
			return errors.New("pack takes a folder, a tag and the path of the archive to write")
		}
		return pack(args[0], args[1], args[2])
	case "oci":
		if len(args) != 4 {
			return errors.New("oci takes a folder, a repository, a version and the path of the archive to write")
		}
		return oci(args[0], args[1], args[2], args[3])
	}
	return fmt.Errorf("unknown command %q", command)
}
