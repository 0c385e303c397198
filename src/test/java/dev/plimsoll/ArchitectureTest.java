package dev.plimsoll;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.qute.Engine;
import io.vertx.ext.web.Router;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The picture of packages: a plain core in the middle, one outside technology per package around it. */
class ArchitectureTest {

    private static final JavaClasses PLIMSOLL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plimsoll");

    private static final List<String> CORE = List.of(
            "dev.plimsoll.image",
            "dev.plimsoll.workload",
            "dev.plimsoll.policy",
            "dev.plimsoll.policy.check",
            "dev.plimsoll.dockerfile",
            "dev.plimsoll.dockerfile.shell",
            "dev.plimsoll.base",
            "dev.plimsoll.advice",
            "dev.plimsoll.inspection",
            "dev.plimsoll.evaluation");

    private static final String[] EDGE = {
        "dev.plimsoll.api..",
        "dev.plimsoll.registry..",
        "dev.plimsoll.measurement..",
        "dev.plimsoll.kubernetes..",
        "dev.plimsoll.admission..",
        "dev.plimsoll.audit..",
        "dev.plimsoll.web..",
        "dev.plimsoll.certificate..",
        "dev.plimsoll.cli..",
        "dev.plimsoll.app.."
    };

    private static final List<String> ALLOWED_IN_CORE =
            Stream.concat(CORE.stream(), Stream.of("java..", "org.jspecify..")).toList();

    /** A package that is in neither list would be under no rule. */
    @Test
    void everyPackageIsOfTheCoreOrOfTheEdge() {
        classes()
                .should(be(resideInAnyPackage(CORE.toArray(String[]::new)).or(resideInAnyPackage(EDGE))))
                .check(PLIMSOLL);
    }

    @ParameterizedTest
    @FieldSource("CORE")
    void theCoreIsPlainJava(String core) {
        classes()
                .that(resideInAPackage(core))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ALLOWED_IN_CORE.toArray(String[]::new)))
                .allowEmptyShould(!PLIMSOLL.containPackage(core))
                .check(PLIMSOLL);
    }

    @ParameterizedTest
    @FieldSource("CORE")
    void theCoreDoesNotLog(String core) {
        noClasses()
                .that(resideInAPackage(core))
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging..")
                        .or(JavaClass.Predicates.assignableTo(System.Logger.class)))
                .allowEmptyShould(!PLIMSOLL.containPackage(core))
                .check(PLIMSOLL);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.plimsoll.(**)").should().beFreeOfCycles().check(PLIMSOLL);
    }

    static Stream<Arguments> technologies() {
        return Stream.of(
                Arguments.of(RegistryClient.class, "com.google.cloud.tools.jib..", List.of("dev.plimsoll.registry..")),
                Arguments.of(HttpTransport.class, "com.google.api.client..", List.of("dev.plimsoll.registry..")),
                Arguments.of(
                        KubernetesClient.class,
                        "io.fabric8..",
                        List.of("dev.plimsoll.api..", "dev.plimsoll.kubernetes..")),
                Arguments.of(CommandLine.class, "picocli..", List.of("dev.plimsoll.cli..", "dev.plimsoll.app..")),
                Arguments.of(Engine.class, "io.quarkus.qute..", List.of("dev.plimsoll.web..")),
                Arguments.of(Router.class, "io.vertx.ext.web..", List.of("dev.plimsoll.web..", "dev.plimsoll.app..")),
                Arguments.of(Path.class, "jakarta.ws.rs..", List.of("dev.plimsoll.admission..")));
    }

    @ParameterizedTest
    @MethodSource("technologies")
    void aTechnologyIsKnownInItsOwnPackageOnly(Class<?> itsFace, String itsPackages, List<String> knownIn) {
        assertThat(PackageMatcher.of(itsPackages).matches(itsFace.getPackageName()))
                .as("%s is in %s", itsFace, itsPackages)
                .isTrue();
        noClasses()
                .that(resideOutsideOfPackages(knownIn.toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAPackage(itsPackages))
                .check(PLIMSOLL);
    }

    @Test
    void everyPackageSaysWhatItKnowsAndIsNullMarked() {
        assertThat(PLIMSOLL.stream().map(JavaClass::getPackage).distinct()).allSatisfy(ArchitectureTest::isNullMarked);
    }

    private static void isNullMarked(JavaPackage javaPackage) {
        assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                .as("%s has a package-info with @NullMarked", javaPackage.getName())
                .isTrue();
    }
}
