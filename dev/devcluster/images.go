package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// image is one static program on an empty base, under the name that manifests have for it.
type image struct {
	tag, program, path string
	entrypoint         []string
}

// ownImages are laid out as the official ones are, as far as a user could notice.
func ownImages() []image {
	return []image{
		{"localhost/pause:dev", "pause", "pause", []string{"/pause"}},
		{"localhost/coredns:dev", "coredns", "coredns", []string{"/coredns"}},
		nats("nats-server", os.Getenv("NATS_SERVER")),
		nats("nats-server-"+os.Getenv("NATS_SERVER_OLD"), os.Getenv("NATS_SERVER_OLD")),
		{"docker.io/natsio/nats-box:" + os.Getenv("NATS_BOX"), "nats", "usr/local/bin/nats", nil},
	}
}

func nats(program, version string) image {
	return image{"docker.io/library/nats:" + version, program, "nats-server", []string{"/nats-server"}}
}

func loadOwnImages(l layout) error {
	for _, i := range ownImages() {
		path := l.state(filepath.Base(i.program) + ".tar")
		if err := i.write(l, path); err != nil {
			return fmt.Errorf("image %s: %w", i.tag, err)
		}
		if err := load(l, path); err != nil {
			return err
		}
		_ = os.Remove(path)
	}
	return nil
}

func load(l layout, archive string) error {
	return quietly(ctr(l, "images", "import", archive))
}

func (i image) write(l layout, path string) error {
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return i.files(l)
	})
	if err != nil {
		return err
	}
	base, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{
		OS:           "linux",
		Architecture: runtime.GOARCH,
		RootFS:       v1.RootFS{Type: "layers"},
		Config: v1.Config{
			Entrypoint: i.entrypoint,
			Env:        []string{"PATH=/usr/local/bin:/usr/bin:/bin:/"},
		},
	})
	if err != nil {
		return err
	}
	full, err := mutate.AppendLayers(base, layer)
	if err != nil {
		return err
	}
	tag, err := name.NewTag(i.tag)
	if err != nil {
		return err
	}
	return tarball.WriteToFile(path, tag, full)
}

func (i image) files(l layout) (io.ReadCloser, error) {
	program, err := os.ReadFile(l.program(i.program))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	temporary := &tar.Header{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777}
	if err := archive.WriteHeader(temporary); err != nil {
		return nil, err
	}
	header := &tar.Header{Name: i.path, Mode: 0o755, Size: int64(len(program))}
	if err := archive.WriteHeader(header); err != nil {
		return nil, err
	}
	if _, err := archive.Write(program); err != nil {
		return nil, err
	}
	return io.NopCloser(&out), archive.Close()
}
