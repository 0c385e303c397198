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

{{/* Labels of all objects. */}}
{{- define "plimsoll.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
app.kubernetes.io/name: {{ include "plimsoll.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: plimsoll
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What the replicas are known by. The component keeps the pods of tests and hooks out of the Service. */}}
{{- define "plimsoll.selectorLabels" -}}
app.kubernetes.io/name: {{ include "plimsoll.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: webhook
{{- end }}

{{/* The head of an object, but for its annotations: a dict of root, name and, unless it is of the cluster, namespace. */}}
{{- define "plimsoll.metadata" -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "plimsoll.labels" .root | nindent 2 }}
{{- end }}

{{/* Whether the replicas ask the API server for anything; without a reason they have no token. */}}
{{- define "plimsoll.needsToken" -}}
{{- if or .Values.cluster.watch .Values.pullSecrets.enabled .Values.events.enabled (eq .Values.tls.mode "selfManaged") }}true{{ end }}
{{- end }}

{{/* A webhook that judges its own namespace or the system's can keep a cluster from healing, so these are always left out. */}}
{{- define "plimsoll.excludedNamespaces" -}}
{{- concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.webhook.excludedNamespaces | uniq | toYaml }}
{{- end }}

{{/* The container of a Job or a test: the release's own image as a command, under the same restrictions as the replicas. */}}
{{- define "plimsoll.commandPod" -}}
serviceAccountName: {{ .account }}
automountServiceAccountToken: true
enableServiceLinks: false
restartPolicy: Never
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: plimsoll
    image: {{ include "plimsoll.image" .root }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    args:
      {{- toYaml .args | nindent 6 }}
    env:
      - name: JAVA_TOOL_OPTIONS
        value: -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    resources:
      requests:
        cpu: 100m
        memory: 192Mi
      limits:
        memory: 192Mi
    {{- with .root.Values.securityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
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

{{- define "plimsoll.namespaceSelector" -}}
{{- with .Values.webhook.namespaceSelector.matchLabels }}
matchLabels:
  {{- toYaml . | nindent 2 }}
{{- end }}
matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: NotIn
    values:
      {{- include "plimsoll.excludedNamespaces" . | nindent 6 }}
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
{{- with $settings.clientCertSecret }}
{{- $cert := dict "key" "tls.crt" "path" (print $folder "/tls.crt") }}
{{- $key := dict "key" "tls.key" "path" (print $folder "/tls.key") }}
{{- $sources = append $sources (dict "secret" (dict "name" . "items" (list $cert $key))) }}
{{- end }}
{{- with $settings.dockerConfigSecret }}
{{- $items := list (dict "key" ".dockerconfigjson" "path" (print $folder "/.dockerconfigjson")) }}
{{- $sources = append $sources (dict "secret" (dict "name" . "items" $items)) }}
{{- end }}
{{- end }}
{{- toYaml $sources }}
{{- end }}

{{/* Gives the replicas the Role of that name and namespace. */}}
{{- define "plimsoll.roleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "plimsoll.metadata" . | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ include "plimsoll.serviceAccountName" .root }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}

{{/* An account that is there only while a hook or a test runs, and what it may do with this webhook configuration: a dict of root,
name, verbs, why, and the annotations that all its objects bear. */}}
{{- define "plimsoll.hookAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "plimsoll.metadata" (dict "root" .root "name" .name "namespace" .root.Release.Namespace) | nindent 2 }}
  annotations:
    {{- .annotations | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  {{- include "plimsoll.metadata" (dict "root" .root "name" .name) | nindent 2 }}
  annotations:
    {{- .annotations | nindent 4 }}
rules:
  # {{ .why }}
  - apiGroups: [admissionregistration.k8s.io]
    resources: [validatingwebhookconfigurations]
    resourceNames: [{{ include "plimsoll.fullname" .root }}]
    verbs: {{ toJson .verbs }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  {{- include "plimsoll.metadata" (dict "root" .root "name" .name) | nindent 2 }}
  annotations:
    {{- .annotations | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .name }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}

{{/* The policies that are files of the release: name to spec. */}}
{{- define "plimsoll.policies" -}}
{{- $policies := dict }}
{{- if .Values.policies.default }}
{{- range $path, $_ := .Files.Glob "policies/*.yaml" }}
{{- $name := base $path | trimSuffix ".yaml" }}
{{- $spec := $.Files.Get $path | fromYaml }}
{{- /* Labels of namespaces are known only from the cluster. */}}
{{- if or (ne $name "enforced") $.Values.cluster.watch }}
{{- $_ := set $policies $name $spec }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $spec := .Values.policies.extra }}
{{- $_ := set $policies $name $spec }}
{{- end }}
{{- toYaml $policies }}
{{- end }}
