package dev.plimsoll.audit;

/** Objects as the API server lists them: without their kind, and with much that nobody asks for. */
final class Manifests {

    private Manifests() {}

    static String pod(String namespace, String name, String owner, String... images) {
        return "{\"metadata\":%s,\"spec\":%s,\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.1\"}}"
                .formatted(metadata(namespace, name, owner), spec(images));
    }

    static String controller(String namespace, String name, String owner, String... images) {
        return "{\"metadata\":%s,\"spec\":{\"replicas\":2,\"template\":{\"spec\":%s}}}"
                .formatted(metadata(namespace, name, owner), spec(images));
    }

    static String cronJob(String namespace, String name, String... images) {
        return "{\"metadata\":%s,\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":%s}}}}}"
                .formatted(metadata(namespace, name, ""), spec(images));
    }

    /** @param owner {@code apps/v1 ReplicaSet web-1}; empty for none */
    private static String metadata(String namespace, String name, String owner) {
        String owners = "";
        if (!owner.isEmpty()) {
            String[] words = owner.split(" ");
            owners = ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"other\"},"
                    + "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"name\":\"%s\",\"controller\":true}]"
                            .formatted(words[0], words[1], words[2]);
        }
        return ("{\"name\":\"%s\",\"namespace\":\"%s\",\"labels\":{\"pod-template-hash\":\"%s\",\"tier\":\"web\"},"
                        + "\"managedFields\":[{\"manager\":\"kubelet\",\"fieldsV1\":{\"f:status\":{}}}]%s}")
                .formatted(name, namespace, name, owners);
    }

    private static String spec(String... images) {
        StringBuilder containers = new StringBuilder();
        for (int i = 0; i < images.length; i++) {
            containers.append(i == 0 ? "" : ",").append("{\"name\":\"c%d\",\"image\":\"%s\"}".formatted(i, images[i]));
        }
        return "{\"nodeName\":\"n1\",\"containers\":[%s]}".formatted(containers);
    }
}
