package dev.plimsoll.workload;

import dev.plimsoll.image.ImageName;
import dev.plimsoll.workload.Container.Kind;
import java.util.Optional;

/** Containers for tests: {@link #aContainer} is called web, runs node:18 and says nothing of its user. */
public final class ContainerBuilder {

    private String name = "web";
    private Kind kind = Kind.REGULAR;
    private String image = "node:18";
    private RunAs runAs = RunAs.UNSPECIFIED;

    private ContainerBuilder() {}

    public static ContainerBuilder aContainer() {
        return new ContainerBuilder();
    }

    public ContainerBuilder name(String name) {
        this.name = name;
        return this;
    }

    public ContainerBuilder kind(Kind kind) {
        this.kind = kind;
        return this;
    }

    public ContainerBuilder image(String image) {
        this.image = image;
        return this;
    }

    public ContainerBuilder runAsUser(long uid) {
        return runAs(new RunAs(
                Optional.of(uid), runAs.nonRoot(), runAs.userNamespace(), runAs.windows(), runAs.windowsUser()));
    }

    public ContainerBuilder runAsNonRoot() {
        return runAs(new RunAs(runAs.user(), true, runAs.userNamespace(), runAs.windows(), runAs.windowsUser()));
    }

    public ContainerBuilder inUserNamespace() {
        return runAs(new RunAs(runAs.user(), runAs.nonRoot(), true, runAs.windows(), runAs.windowsUser()));
    }

    public ContainerBuilder onWindows() {
        return runAs(new RunAs(runAs.user(), runAs.nonRoot(), runAs.userNamespace(), true, runAs.windowsUser()));
    }

    public ContainerBuilder runAsUserName(String user) {
        return runAs(
                new RunAs(runAs.user(), runAs.nonRoot(), runAs.userNamespace(), runAs.windows(), Optional.of(user)));
    }

    public ContainerBuilder runAs(RunAs runAs) {
        this.runAs = runAs;
        return this;
    }

    public Container build() {
        return new Container(name, kind, ImageName.parse(image), runAs);
    }
}
