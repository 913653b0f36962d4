package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"golang.org/x/sync/errgroup"
)

// image is one static program on an empty base, under the name that manifests have for it.
type image struct {
	tag, program, path string
	entrypoint         []string
}

// ownImages are laid out as the official ones are, as far as a user could notice. The older
// nats-server is built for the tests alone.
func ownImages(l layout) []image {
	images := []image{
		{"localhost/pause:dev", "pause", "pause", []string{"/pause"}},
		{"localhost/coredns:dev", "coredns", "coredns", []string{"/coredns"}},
		nats("nats-server", os.Getenv("NATS_SERVER")),
		{"docker.io/natsio/nats-box:" + os.Getenv("NATS_BOX"), "nats", "usr/local/bin/nats", nil},
	}
	old := nats("nats-server-"+os.Getenv("NATS_SERVER_OLD"), os.Getenv("NATS_SERVER_OLD"))
	if _, err := os.Stat(l.program(old.program)); err == nil {
		images = append(images, old)
	}
	return images
}

func nats(program, version string) image {
	return image{"docker.io/library/nats:" + version, program, "nats-server", []string{"/nats-server"}}
}

// loadOwnImages loads those that are not there yet, one beside the other: each waits for the disk
// most of the time.
func loadOwnImages(l layout) error {
	names, err := ctr(l, "images", "list", "--quiet").Output()
	if err != nil {
		return fmt.Errorf("ctr images list: %w", err)
	}
	there := map[string]bool{}
	for _, name := range strings.Fields(string(names)) {
		there[name] = true
	}
	var group errgroup.Group
	for _, i := range ownImages(l) {
		if there[i.tag] {
			continue
		}
		group.Go(func() error {
			path := l.state(filepath.Base(i.program) + ".tar")
			defer os.Remove(path)
			if err := i.write(l, path); err != nil {
				return fmt.Errorf("image %s: %w", i.tag, err)
			}
			return load(l, path)
		})
	}
	return group.Wait()
}

func load(l layout, archive string) error {
	return quietly(ctr(l, "images", "import", archive))
}

func (i image) write(l layout, path string) error {
	config := v1.Config{Entrypoint: i.entrypoint, Env: []string{"PATH=/usr/local/bin:/usr/bin:/bin:/"}}
	return writeImage(path, i.tag, config, func() (io.ReadCloser, error) { return i.files(l) })
}

// writeImage writes an archive with an image of one layer, which is left uncompressed: it goes no
// further than to the containerd of this machine.
func writeImage(path, tag string, config v1.Config, files tarball.Opener) error {
	layer, err := tarball.LayerFromOpener(files, tarball.WithCompressionLevel(gzip.NoCompression))
	if err != nil {
		return err
	}
	base, err := mutate.ConfigFile(empty.Image, &v1.ConfigFile{
		OS: "linux", Architecture: runtime.GOARCH, RootFS: v1.RootFS{Type: "layers"}, Config: config,
	})
	if err != nil {
		return err
	}
	full, err := mutate.AppendLayers(base, layer)
	if err != nil {
		return err
	}
	reference, err := name.NewTag(tag)
	if err != nil {
		return err
	}
	return tarball.WriteToFile(path, reference, full)
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
