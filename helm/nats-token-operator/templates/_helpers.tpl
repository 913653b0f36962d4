{{- define "nats-token-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "nats-token-operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "nats-token-operator.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "nats-token-operator.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Name of a cluster-wide object: two releases of one name in two namespaces must not collide. */}}
{{- define "nats-token-operator.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "nats-token-operator.fullname" .) }}
{{- end }}

{{- define "nats-token-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "nats-token-operator.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "nats-token-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{ include "nats-token-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: nats-token-operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
The metadata of an object. Takes a dict:
  root         the root context
  name         of the object
  namespace    of the object; absent for cluster-wide ones
  labels       its own, added to those of every object
  annotations  its own, added to those of every object
*/}}
{{- define "nats-token-operator.metadata" -}}
{{- $labels := merge (dict) (.labels | default dict) (include "nats-token-operator.labels" .root | fromYaml) }}
{{- $annotations := merge (dict) (.annotations | default dict) .root.Values.commonAnnotations -}}
name: {{ .name | quote }}
{{- with .namespace }}
namespace: {{ . | quote }}
{{- end }}
labels:
  {{- toYaml $labels | nindent 2 }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "nats-token-operator.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "nats-token-operator.fullname" .) }}
{{- end }}

{{/*
A repository at another registry. Takes a dict:
  repository  such as nats, natsio/nats-box or ghcr.io/natstoken/nats-token-operator
  registry    the other one; empty to leave the repository as it is
What stands before the first slash is a registry if it has a dot or a port, or is localhost.
*/}}
{{- define "nats-token-operator.repository" -}}
{{- if .registry }}
{{- printf "%s/%s" (trimSuffix "/" .registry) (regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" .repository "") }}
{{- else }}
{{- .repository }}
{{- end }}
{{- end }}

{{/* The repository of servers or exporter, given as "repository", at the registry of all images. */}}
{{- define "nats-token-operator.defaultImage" -}}
{{- include "nats-token-operator.repository" (dict "repository" .repository "registry" .root.Values.global.imageRegistry) }}
{{- end }}

{{- define "nats-token-operator.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry }}
{{- $repository := include "nats-token-operator.repository" (dict "repository" .Values.image.repository "registry" $registry) }}
{{- if .Values.image.digest }}
{{- printf "%s@%s" $repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" $repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* Those of all charts and those of this one, each once. */}}
{{- define "nats-token-operator.imagePullSecrets" -}}
{{- $secrets := list }}
{{- range concat (.Values.global.imagePullSecrets | default list) .Values.imagePullSecrets }}
{{- $secrets = append $secrets (kindIs "string" . | ternary (dict "name" .) .) }}
{{- end }}
{{- with $secrets | uniq }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The namespaces that are watched, separated by commas; empty for all of them. */}}
{{- define "nats-token-operator.watchNamespaces" -}}
{{- if not .Values.watchAnyNamespace }}
{{- .Values.watchNamespaces | default (list .Release.Namespace) | join "," }}
{{- end }}
{{- end }}
