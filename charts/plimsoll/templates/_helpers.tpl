{{- define "plimsoll.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* 52 characters leave room for the longest suffix in a name of 63. */}}
{{- define "plimsoll.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains (include "plimsoll.name" .) .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "plimsoll.name" .) | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "plimsoll.selectorLabels" -}}
app.kubernetes.io/name: {{ include "plimsoll.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "plimsoll.labels" -}}
{{ include "plimsoll.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "plimsoll.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "plimsoll.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "plimsoll.image" -}}
{{- with .Values.image -}}
{{ .registry }}/{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
{{- end }}

{{- define "plimsoll.tlsSecretName" -}}
{{- if eq .Values.tls.mode "provided" }}
{{- required "tls.mode is provided: tls.provided.secretName must name a Secret of type kubernetes.io/tls" .Values.tls.provided.secretName }}
{{- else }}
{{- include "plimsoll.fullname" . }}-tls
{{- end }}
{{- end }}

{{/* An empty bundle is never rendered: it would replace the one the API server trusts. */}}
{{- define "plimsoll.caBundle" -}}
{{- $pem := trim .Values.tls.provided.caBundle }}
{{- if not (hasPrefix "-----BEGIN CERTIFICATE-----" $pem) }}
{{- fail "tls.mode is provided: tls.provided.caBundle must be the CA certificates in PEM (--set-file tls.provided.caBundle=ca.crt)" }}
{{- end }}
{{- if contains "PRIVATE KEY" $pem }}
{{- fail "tls.provided.caBundle holds a private key, which everybody could read: give the certificates only" }}
{{- end }}
{{- print $pem "\n" | b64enc }}
{{- end }}

{{/* A webhook that judges its own namespace or the system's can keep a cluster from healing, so these are always left out. */}}
{{- define "plimsoll.namespaceSelector" -}}
{{- $excluded := concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.webhook.excludedNamespaces | uniq }}
{{- with .Values.webhook.namespaceSelector.matchLabels }}
matchLabels:
  {{- toYaml . | nindent 2 }}
{{- end }}
matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: NotIn
    values:
      {{- toYaml $excluded | nindent 6 }}
  {{- with .Values.webhook.namespaceSelector.matchExpressions }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Where the files of one registry lie below /etc/plimsoll/registry: a colon would end a path in too many places. */}}
{{- define "plimsoll.registryFolder" -}}
{{- . | replace ":" "_" }}
{{- end }}

{{- define "plimsoll.policy" -}}
apiVersion: plimsoll.dev/v1alpha1
kind: ImageAdmissionPolicy
metadata:
  name: {{ .name }}
spec:
  {{- toYaml .spec | nindent 2 }}
{{- end }}

{{- define "plimsoll.registrySources" -}}
{{- $sources := list }}
{{- with .Values.registry.dockerConfigSecret }}
{{- $items := list (dict "key" ".dockerconfigjson" "path" ".dockerconfigjson") }}
{{- $sources = append $sources (dict "secret" (dict "name" . "items" $items)) }}
{{- end }}
{{- range $host, $settings := .Values.registry.hosts }}
{{- $folder := include "plimsoll.registryFolder" $host }}
{{- with $settings.caConfigMap }}
{{- $items := list (dict "key" "ca.crt" "path" (print $folder "/ca.crt")) }}
{{- $sources = append $sources (dict "configMap" (dict "name" . "items" $items)) }}
{{- end }}
{{- with $settings.dockerConfigSecret }}
{{- $items := list (dict "key" ".dockerconfigjson" "path" (print $folder "/.dockerconfigjson")) }}
{{- $sources = append $sources (dict "secret" (dict "name" . "items" $items)) }}
{{- end }}
{{- end }}
{{- toYaml $sources }}
{{- end }}
