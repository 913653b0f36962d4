package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

const folderProvisioner = "natstoken.dev/folder"

// A claim or a volume, as far as it matters here.
type storageObject struct {
	Metadata struct {
		Name, Namespace, UID string
		Annotations          map[string]string
	}
	Spec struct {
		StorageClassName, VolumeName string
		Resources                    struct{ Requests map[string]string }
		Local                        struct{ Path string }
	}
	Status struct {
		Phase    string
		Capacity map[string]string
	}
}

// startStorage runs provideStorage beyond the end of this program, unless that runs already.
func startStorage(l layout) error {
	for _, name := range ours(l) {
		if name == filepath.Base(os.Args[0]) {
			return nil
		}
	}
	manifest, err := render(l, "storage.yaml", "")
	if err != nil {
		return err
	}
	apply := kubectl(l, "apply", "--server-side", "-f", "-")
	apply.Stdin = bytes.NewReader(manifest)
	if err := quietly(apply); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return start(l, "storage", exec.Command(self, filepath.Dir(l.run), "storage", l.state("volumes")))
}

// provideStorage gives each claim of our classes a folder as its volume, lets it grow, and removes
// the folder when the claim is gone. It ends with the cluster.
func provideStorage(l layout) error {
	api, err := newAPI(l)
	if err != nil {
		return err
	}
	p := provisioner{api: api, folder: l.state("volumes")}
	for {
		for _, path := range []string{"/api/v1/persistentvolumeclaims", "/api/v1/persistentvolumes"} {
			if err := p.lookAt(path); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		if _, err := os.Stat(l.adminKubeconfig()); err != nil {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
}

type provisioner struct {
	api    api
	folder string
}

func (p provisioner) lookAt(path string) error {
	var list struct{ Items []storageObject }
	if err := p.api.call("GET", path, "", nil, &list); err != nil {
		return err
	}
	for _, object := range list.Items {
		if err := p.provide(object); err != nil {
			fmt.Fprintf(os.Stderr, "%s/%s: %v\n", object.Metadata.Namespace, object.Metadata.Name, err)
		}
	}
	return nil
}

func (p provisioner) provide(o storageObject) error {
	size := o.Spec.Resources.Requests["storage"]
	switch {
	case o.Status.Phase == "Pending" && o.Spec.VolumeName == "" &&
		o.Metadata.Annotations["volume.kubernetes.io/storage-provisioner"] == folderProvisioner:
		return p.create(o, size)
	case o.Status.Phase == "Bound" && size != "" && o.Status.Capacity["storage"] != size &&
		o.Metadata.Annotations["volume.kubernetes.io/storage-provisioner"] == folderProvisioner:
		return p.grow(o, size)
	case o.Status.Phase == "Released" &&
		o.Metadata.Annotations["pv.kubernetes.io/provisioned-by"] == folderProvisioner:
		if err := os.RemoveAll(o.Spec.Local.Path); err != nil {
			return err
		}
		return p.api.call("DELETE", "/api/v1/persistentvolumes/"+o.Metadata.Name, "", nil, nil)
	}
	return nil
}

func (p provisioner) create(claim storageObject, size string) error {
	name := "pvc-" + claim.Metadata.UID
	folder := filepath.Join(p.folder, name)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	return p.api.call("PATCH", "/api/v1/persistentvolumes/"+name+"?fieldManager=devcluster",
		"application/apply-patch+yaml", object{
			"apiVersion": "v1", "kind": "PersistentVolume",
			"metadata": object{
				"name": name, "annotations": object{"pv.kubernetes.io/provisioned-by": folderProvisioner}},
			"spec": object{
				"storageClassName": claim.Spec.StorageClassName, "accessModes": []string{"ReadWriteOnce"},
				"capacity": object{"storage": size}, "persistentVolumeReclaimPolicy": "Delete",
				"claimRef": object{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "uid": claim.Metadata.UID,
					"namespace": claim.Metadata.Namespace, "name": claim.Metadata.Name},
				"local": object{"path": folder},
				"nodeAffinity": object{"required": object{"nodeSelectorTerms": []object{
					{"matchExpressions": []object{{"key": "kubernetes.io/hostname", "operator": "In",
						"values": []string{nodeName}}}}}}}}}, nil)
}

// grow does what a driver's resizer does; a folder is as large as its disk anyway.
func (p provisioner) grow(claim storageObject, size string) error {
	err := p.api.call("PATCH", "/api/v1/persistentvolumes/"+claim.Spec.VolumeName,
		"application/merge-patch+json", object{"spec": object{"capacity": object{"storage": size}}}, nil)
	if err != nil {
		return err
	}
	return p.api.call("PATCH", "/api/v1/namespaces/"+claim.Metadata.Namespace+"/persistentvolumeclaims/"+
		claim.Metadata.Name+"/status", "application/merge-patch+json",
		object{"status": object{"capacity": object{"storage": size}, "conditions": nil}}, nil)
}
