package gitops

import (
	"maps"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// argo is Argo CD's own interpreter with what a user has pasted into argocd-cm.
func argo(t *testing.T) lua.VM {
	t.Helper()
	var settings struct{ Data map[string]string }
	read(t, "../../../docs/examples/argocd/argocd-cm.yaml", &settings)
	return lua.VM{ResourceOverrides: map[string]v1alpha1.ResourceOverride{
		"natstoken.dev/NatsTokenAuth": {
			HealthLua: settings.Data["resource.customizations.health.natstoken.dev_NatsTokenAuth"],
			Actions:   settings.Data["resource.customizations.actions.natstoken.dev_NatsTokenAuth"],
		},
	}}
}

// TestArgoHealth goes through a table in the form of those in Argo CD's resource_customizations.
func TestArgoHealth(t *testing.T) {
	var table struct {
		Tests []struct {
			InputPath    string
			HealthStatus health.HealthStatus
		}
	}
	read(t, "health_test.yaml", &table)
	unjudged := map[string]bool{}
	for _, file := range recordings(t) {
		unjudged[file] = true
	}
	// Argo CD never asks the script about a resource that is being deleted.
	delete(unjudged, "deleted.yaml")
	for _, test := range table.Tests {
		delete(unjudged, test.InputPath)
		t.Run(test.InputPath, func(t *testing.T) {
			overrides := lua.ResourceHealthOverrides(argo(t).ResourceOverrides)
			found, err := overrides.GetResourceHealth(recording(t, test.InputPath))
			if err != nil {
				t.Fatal(err)
			}
			if *found != test.HealthStatus {
				t.Errorf("%v, want %v", *found, test.HealthStatus)
			}
		})
	}
	if len(unjudged) > 0 {
		t.Errorf("without an expectation: %v", unjudged)
	}
}

// TestArgoRotate presses the button.
func TestArgoRotate(t *testing.T) {
	vm := argo(t)
	before := recording(t, "done.yaml")
	action, err := vm.GetResourceAction(before, "rotate")
	if err != nil {
		t.Fatal(err)
	}
	results, err := vm.ExecuteResourceAction(before, action.ActionLua, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 || results[0].K8SOperation != lua.PatchOperation {
		t.Fatal("want one patch", results)
	}
	after := results[0].UnstructuredObj
	if after.GetAnnotations()["natstoken.dev/rotate"] == "" {
		t.Error("no rotation is asked for")
	}
	after.SetAnnotations(nil)
	if got, want := text(t, after), text(t, before); got != want {
		t.Errorf("more was changed than the annotation:\n%s\nwant\n%s", got, want)
	}
}

// TestArgoRotateAgain keeps other annotations and replaces the former request.
func TestArgoRotateAgain(t *testing.T) {
	vm := argo(t)
	before := recording(t, "done.yaml")
	before.SetAnnotations(map[string]string{"team": "shop", "natstoken.dev/rotate": "1"})
	action, err := vm.GetResourceAction(before, "rotate")
	if err != nil {
		t.Fatal(err)
	}
	results, err := vm.ExecuteResourceAction(before, action.ActionLua, nil)
	if err != nil {
		t.Fatal(err)
	}
	annotations := maps.Clone(results[0].UnstructuredObj.GetAnnotations())
	if annotations["natstoken.dev/rotate"] == "1" || annotations["team"] != "shop" {
		t.Error(annotations)
	}
}

// TestArgoOffersRotate tells when the button can be pressed.
func TestArgoOffersRotate(t *testing.T) {
	vm := argo(t)
	for file, disabled := range map[string]bool{
		"done.yaml": false, "rotating-overlap.yaml": false, "existing-secret-missing.yaml": true,
	} {
		resource := recording(t, file)
		script, err := vm.GetResourceActionDiscovery(resource)
		if err != nil {
			t.Fatal(err)
		}
		actions, err := vm.ExecuteResourceActionDiscovery(resource, script)
		if err != nil {
			t.Fatal(err)
		}
		if len(actions) != 1 || actions[0].Name != "rotate" || actions[0].Disabled != disabled {
			t.Errorf("%s: %v", file, actions)
		}
	}
}

func text(t *testing.T, object *unstructured.Unstructured) string {
	t.Helper()
	out, err := yaml.Marshal(object.Object)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
