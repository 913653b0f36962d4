package main

import (
	"compress/gzip"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	ocilayout "github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// classCache differs from one rehearsal to the next. It has a layer of its own, so that everybody can build
// the other one again and compare.
const classCache = "operator/classes.aot"

// oci writes the operator's image of a release, from the folder that holds its root file system, as an OCI
// archive: equal files give equal archives.
func oci(folder, repository, version, archive string) error {
	image, err := releasedImage(folder, version)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "oci")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	written, err := ocilayout.Write(work, empty.Index)
	if err != nil {
		return err
	}
	err = written.AppendImage(image,
		ocilayout.WithPlatform(v1.Platform{OS: "linux", Architecture: runtime.GOARCH}),
		ocilayout.WithAnnotations(map[string]string{
			"io.containerd.image.name":          repository + ":" + version,
			"org.opencontainers.image.ref.name": version,
		}))
	if err != nil {
		return err
	}
	if err := forgetTimes(work); err != nil {
		return err
	}
	out, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := tarOf(work, everything, out); err != nil {
		return err
	}
	return out.Close()
}

func releasedImage(folder, version string) (v1.Image, error) {
	config := operatorConfig
	config.Labels = maps.Clone(config.Labels)
	config.Labels["org.opencontainers.image.version"] = version
	image, err := mutate.ConfigFile(
		mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON),
		&v1.ConfigFile{
			OS: "linux", Architecture: runtime.GOARCH, RootFS: v1.RootFS{Type: "layers"}, Config: config,
		})
	if err != nil {
		return nil, err
	}
	for _, keep := range []func(string) bool{
		func(path string) bool { return path != classCache },
		func(path string) bool { return path == classCache },
	} {
		layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
			reader, writer := io.Pipe()
			go func() { writer.CloseWithError(tarOf(folder, keep, writer)) }()
			return reader, nil
		}, tarball.WithCompressionLevel(gzip.DefaultCompression), tarball.WithMediaType(types.OCILayer))
		if err != nil {
			return nil, err
		}
		if image, err = mutate.AppendLayers(image, layer); err != nil {
			return nil, err
		}
	}
	return image, nil
}

func forgetTimes(folder string) error {
	return filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, time.Unix(0, 0), time.Unix(0, 0))
	})
}
