package gitops

import (
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

// TestKstatus has the library that Flux, Helm 4 and kapp wait with judge every recording.
func TestKstatus(t *testing.T) {
	expected := map[string]status.Status{}
	read(t, "kstatus_test.yaml", &expected)
	for _, file := range recordings(t) {
		t.Run(file, func(t *testing.T) {
			result, err := status.Compute(recording(t, file))
			if err != nil {
				t.Fatal(err)
			}
			if want := expected[file]; result.Status != want {
				t.Errorf("%s (%s), want %q", result.Status, result.Message, want)
			}
		})
	}
}

const folder = "../resources/golden/status"

// recordings are the files that RecordingsTest keeps in step with the operator.
func recordings(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) == 0 {
		t.Fatal("no recordings", err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names
}

func recording(t *testing.T, name string) *unstructured.Unstructured {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	json, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		t.Fatal(err)
	}
	return object
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatal(path, err)
	}
}
