{{/* What the operator may do where it watches; docs/rbac.md gives each rule its reason. */}}
{{- define "nats-token-operator.rules" -}}
- apiGroups: [natstoken.dev]
  resources: [natstokenauths]
  verbs: [list, watch]
- apiGroups: [natstoken.dev]
  resources: [natstokenauths/status]
  verbs: [patch]
- apiGroups: [natstoken.dev]
  resources: [natstokenauths/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, {{ if .Values.rbac.watchSecrets }}list, watch, {{ end }}create, patch]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [list, watch, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, create, patch]
{{- end }}

{{- define "nats-token-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "nats-token-operator.serviceAccountName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
{{- end }}
