package main

import (
	"archive/tar"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// operatorConfig is how the image of the operator starts; the Dockerfile says the same.
var operatorConfig = v1.Config{
	User: "65532:65532",
	Entrypoint: []string{"/java/bin/java", "@/operator/java.options",
		"-XX:AOTCache=/operator/classes.aot",
		"-jar", "/operator/nats-token-operator.jar"},
	ExposedPorts: map[string]struct{}{"8080/tcp": {}, "8081/tcp": {}},
	Labels: map[string]string{
		"org.opencontainers.image.title":       "nats-token-operator",
		"org.opencontainers.image.description": "Kubernetes operator that provisions token-authenticated NATS servers",
		"org.opencontainers.image.licenses":    "Apache-2.0",
	},
}

// everything is for tarOf.
func everything(string) bool { return true }

// pack writes the operator's image from the folder that holds its root file system.
func pack(folder, tag, archive string) error {
	return writeImage(archive, tag, operatorConfig, func() (io.ReadCloser, error) {
		reader, writer := io.Pipe()
		go func() { writer.CloseWithError(tarOf(folder, everything, writer)) }()
		return reader, nil
	})
}

// tarOf keeps modes and times and makes root the owner of all. It takes the files whose path, as it is
// below the folder, is kept.
func tarOf(folder string, keep func(path string) bool, out io.Writer) error {
	archive := tar.NewWriter(out)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		if below, err := filepath.Rel(folder, path); err != nil || !keep(below) {
			return err
		}
		return addFile(archive, folder, path, entry)
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

func addFile(archive *tar.Writer, folder, path string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	target := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		if target, err = os.Readlink(path); err != nil {
			return err
		}
	}
	header, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	if header.Name, err = filepath.Rel(folder, path); err != nil {
		return err
	}
	header.Uid, header.Gid, header.Uname, header.Gname = 0, 0, "", ""
	if err := archive.WriteHeader(header); err != nil || !info.Mode().IsRegular() {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(archive, file)
	return err
}
