package dev.plimsoll.kubernetes;

import dev.plimsoll.image.ImageName;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.PullIdentity;
import dev.plimsoll.workload.RunAs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pod spec, as far as it says which images run, as whom, and with whose credentials they are pulled. */
record PodSpec(Field spec, KnownNames names) {

    private static final Outline CONTAINER = Outline.of("name", "image").with("securityContext", PodSecurity.CONTEXT);

    static final Outline OUTLINE = PodPlatforms.OUTLINE
            .with("initContainers", CONTAINER)
            .with("containers", CONTAINER)
            .with("ephemeralContainers", CONTAINER)
            .with("volumes", Outline.of("name", "image"))
            .with("securityContext", PodSecurity.CONTEXT)
            .with("hostUsers", Outline.WHOLE)
            .with("imagePullSecrets", Outline.of("name"))
            .with("serviceAccountName", Outline.WHOLE)
            .with("serviceAccount", Outline.WHOLE);

    /** Init, regular and ephemeral containers, then image volumes. */
    List<Container> containers() {
        PodSecurity security = PodSecurity.of(spec);
        List<Container> containers = new ArrayList<>();
        add("initContainers", Kind.INIT, security, containers);
        requireRegularContainers();
        add("containers", Kind.REGULAR, security, containers);
        add("ephemeralContainers", Kind.EPHEMERAL, security, containers);
        addImageVolumes(containers);
        return containers;
    }

    /** A secret without a name is none, as for the kubelet; {@code serviceAccount} is the older name of the same field. */
    PullIdentity pullIdentity() {
        List<String> secrets = new ArrayList<>();
        for (Field secret : spec.get("imagePullSecrets").items()) {
            filled(secret.get("name")).ifPresent(secrets::add);
        }
        String serviceAccount = filled(spec.get("serviceAccountName"))
                .or(() -> filled(spec.get("serviceAccount")))
                .orElse(PullIdentity.DEFAULT.serviceAccount());
        return new PullIdentity(secrets, serviceAccount);
    }

    private static Optional<String> filled(Field field) {
        return field.text().filter(text -> !text.isEmpty());
    }

    /** Every pod has one; a manifest without any has them under another, misspelt name. */
    private void requireRegularContainers() {
        Field containers = spec.get("containers");
        if (containers.items().isEmpty()) {
            throw new MalformedObjectException(containers.path(), "is missing");
        }
    }

    private void add(String list, Kind kind, PodSecurity security, List<Container> containers) {
        for (Field container : spec.get(list).items()) {
            containers.add(new Container(
                    name(container),
                    kind,
                    image(container.get("image")),
                    security.runAs(container.get("securityContext"))));
        }
    }

    private void addImageVolumes(List<Container> containers) {
        for (Field volume : spec.get("volumes").items()) {
            Field image = volume.get("image");
            if (image.isPresent()) {
                containers.add(new Container(
                        name(volume), Kind.IMAGE_VOLUME, image(image.get("reference")), RunAs.UNSPECIFIED));
            }
        }
    }

    /** One without a name, which the API server refuses, is called by its place. */
    private static String name(Field item) {
        return filled(item.get("name")).orElseGet(item::path);
    }

    private ImageName image(Field field) {
        return names.read(field.text().orElse(""));
    }
}
