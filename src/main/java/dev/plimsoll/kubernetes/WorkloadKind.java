package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The kinds whose objects are there to be audited; those that others are made of come first. */
public enum WorkloadKind {
    DEPLOYMENT("apps/v1", "Deployment", "deployments"),
    STATEFUL_SET("apps/v1", "StatefulSet", "statefulsets"),
    DAEMON_SET("apps/v1", "DaemonSet", "daemonsets"),
    REPLICA_SET("apps/v1", "ReplicaSet", "replicasets"),
    CRON_JOB("batch/v1", "CronJob", "cronjobs"),
    JOB("batch/v1", "Job", "jobs"),
    REPLICATION_CONTROLLER("v1", "ReplicationController", "replicationcontrollers"),
    POD_TEMPLATE("v1", "PodTemplate", "podtemplates"),
    POD("v1", "Pod", "pods");

    private final String apiVersion;
    private final String kind;
    private final String plural;

    WorkloadKind(String apiVersion, String kind, String plural) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.plural = plural;
    }

    /** As objects of it have it: {@code apps/v1}. */
    public String apiVersion() {
        return apiVersion;
    }

    /** As objects of it have it: {@code Deployment}. */
    public String kind() {
        return kind;
    }

    /** As it is in paths and in roles: {@code deployments}. */
    public String plural() {
        return plural;
    }

    /**
     * Whether its objects that somebody controls are one state of their controller's template among others: what runs of
     * them are their pods, and what would run next is the controller's.
     */
    public boolean isStateOfItsController() {
        return switch (this) {
            case REPLICA_SET, JOB, REPLICATION_CONTROLLER, POD_TEMPLATE -> true;
            case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB, POD -> false;
        };
    }

    /** Items of a list do not say what they are. */
    void complete(ObjectNode item) {
        item.put("apiVersion", apiVersion).put("kind", kind);
    }
}
