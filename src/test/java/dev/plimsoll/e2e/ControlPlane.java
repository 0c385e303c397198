package dev.plimsoll.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A real API server with its etcd, on free ports of loopback, with access by roles and service accounts; and the
 * controllers, if their program is there. The programs are where kubebuilder's tests look for them.
 */
final class ControlPlane implements AutoCloseable {

    private static final String ASSETS = "KUBEBUILDER_ASSETS";
    private static final String ADMIN_TOKEN = "admin-of-this-test";
    private static final int LONGEST_START_IN_SECONDS = 120;

    private final Path assets;
    private final Path folder;
    private final TestCertificates certificates = TestCertificates.forLoopback();
    private final int port = Program.freePort();
    private final List<Program> programs = new ArrayList<>();
    private final ApiClient admin;

    private ControlPlane(Path assets, Path folder) {
        this.assets = assets;
        this.folder = folder;
        this.admin = as(ADMIN_TOKEN);
    }

    /** Skips the test, and says why, where the programs are not there. */
    static ControlPlane start(Path folder) throws IOException, NoSuchAlgorithmException {
        String assets = System.getenv(ASSETS);
        assumeTrue(assets != null, ASSETS + " does not name a folder with etcd and kube-apiserver");
        Path programs = Path.of(assets);
        for (String program : List.of("etcd", "kube-apiserver")) {
            assumeTrue(Files.isExecutable(programs.resolve(program)), programs + " holds no " + program);
        }
        ControlPlane plane = new ControlPlane(programs, folder);
        plane.start();
        return plane;
    }

    private void start() throws IOException, NoSuchAlgorithmException {
        String etcd = "http://127.0.0.1:" + Program.freePort();
        run(
                "etcd",
                List.of(
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + etcd,
                        "--advertise-client-urls=" + etcd,
                        "--listen-peer-urls=http://127.0.0.1:" + Program.freePort()));
        Path tokens = Files.writeString(folder.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
        Path keys = serviceAccountKey();
        Path authority = certificates.authorityPem(folder);
        run(
                "kube-apiserver",
                List.of(
                        "--etcd-servers=" + etcd,
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--endpoint-reconciler-type=none",
                        "--secure-port=" + port,
                        "--tls-cert-file=" + certificates.serverPem(folder),
                        "--tls-private-key-file=" + certificates.serverKeyPem(folder),
                        "--token-auth-file=" + tokens,
                        "--authorization-mode=RBAC",
                        "--service-cluster-ip-range=10.0.0.0/24",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + keys,
                        "--service-account-signing-key-file=" + keys));
        await().atMost(LONGEST_START_IN_SECONDS, SECONDS).until(this::isReady);
        if (Files.isExecutable(assets.resolve("kube-controller-manager"))) {
            run(
                    "kube-controller-manager",
                    List.of(
                            "--kubeconfig=" + kubeconfig(ADMIN_TOKEN, "default"),
                            "--bind-address=127.0.0.1",
                            "--secure-port=" + Program.freePort(),
                            "--leader-elect=false",
                            "--service-account-private-key-file=" + keys,
                            "--root-ca-file=" + authority));
        }
    }

    private void run(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(assets.resolve(program).toString()));
        command.addAll(arguments);
        programs.add(Program.start(folder, program, Map.of(), command));
    }

    private boolean isReady() {
        for (Program program : programs) {
            if (!program.isAlive()) {
                throw new AssertionError(program.log());
            }
        }
        return admin.get("/readyz").status() == 200;
    }

    private Path serviceAccountKey() throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        return Files.writeString(
                folder.resolve("service-accounts.key"), """
                        -----BEGIN PRIVATE KEY-----
                        %s
                        -----END PRIVATE KEY-----
                        """.formatted(Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded())));
    }

    /** Whether a Deployment becomes pods here. */
    boolean hasControllers() {
        return programs.size() > 2;
    }

    /** Somebody who may do anything. */
    ApiClient admin() {
        return admin;
    }

    private ApiClient as(String token) {
        return new ApiClient("https://127.0.0.1:" + port, token, certificates.clientContext());
    }

    /** A kubeconfig for who holds this token. */
    Path kubeconfig(String token, String namespace) throws IOException {
        Path file = Files.createTempFile(folder, "kubeconfig", ".yaml");
        return Files.writeString(
                file, """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: e2e
                    cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}
                users:
                  - name: e2e
                    user: {token: "%s"}
                contexts:
                  - name: e2e
                    context: {cluster: e2e, user: e2e, namespace: %s}
                current-context: e2e
                """.formatted(port, folder.resolve(certificates.authorityPem(folder)), token, namespace));
    }

    @Override
    public void close() throws InterruptedException {
        for (int i = programs.size() - 1; i >= 0; i--) {
            programs.get(i).close();
        }
    }
}
