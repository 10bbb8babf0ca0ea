package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7Configuration;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.TestPipeline;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Uses certificates that the JDK's keytool makes for the test. */
class MllpTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static Path server;
    private static Path renewed;
    private static Path sender;
    private static Path stranger;
    private static Path trusted;

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();

    @BeforeAll
    static void createCertificates() throws Exception {
        server = createCertificate("server");
        renewed = createCertificate("renewed");
        sender = createCertificate("sender");
        stranger = createCertificate("stranger");
        trusted = folder.resolve("trusted.p12");
        KeyStore trustStore = KeyStore.getInstance("PKCS12");
        trustStore.load(null, null);
        trustStore.setCertificateEntry("sender", keys(sender).getCertificate("sender"));
        try (var out = Files.newOutputStream(trusted)) {
            trustStore.store(out, PASSWORD.toCharArray());
        }
    }

    @Test
    void a_message_over_TLS_is_acknowledged() {
        application("none").run(context -> {
            try (Socket socket = connect(context.getBean(MllpServer.class), server, null)) {
                assertThat(exchange(socket, MllpServerTest.frame(MllpServerTest.A01)))
                        .contains("MSA|AA|M1");
                assertThat(exchange(socket, "\u000b" + MllpServerTest.A01 + "\u001c"))
                        .as("without the final byte")
                        .contains("MSA|AA|M1");
                assertThat(exchange(socket, MllpServerTest.frame(MllpServerTest.A01.replace("|M1|", "|M2|"))))
                        .contains("MSA|AA|M2");
            }
        });
    }

    @Test
    void a_sender_without_TLS_gets_no_acknowledgement_and_is_disconnected() {
        application("none").run(context -> {
            try (Socket socket =
                    new Socket("127.0.0.1", context.getBean(MllpServer.class).port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(MllpServerTest.frame(MllpServerTest.A01).getBytes(StandardCharsets.UTF_8));
                assertThat(new String(readAll(socket), StandardCharsets.ISO_8859_1))
                        .doesNotContain("MSA");
            }
            assertThat(recorder.messages()).isEmpty();
        });
    }

    @Test
    void a_sender_needs_a_trusted_certificate() {
        application("need").run(context -> {
            MllpServer mllp = context.getBean(MllpServer.class);
            try (Socket socket = connect(mllp, server, sender)) {
                assertThat(exchange(socket, MllpServerTest.frame(MllpServerTest.A01)))
                        .contains("MSA|AA|M1");
            }
            for (Path keys : new Path[] {stranger, null}) {
                assertThatThrownBy(() -> {
                            try (Socket socket = connect(mllp, server, keys)) {
                                exchange(socket, MllpServerTest.frame(MllpServerTest.A01));
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(recorder.messages()).hasSize(1);
        });
    }

    @Test
    void an_unfinished_handshake_does_not_delay_other_senders() {
        application("none", "parcours.mllp.frame-timeout=3s").run(context -> {
            MllpServer mllp = context.getBean(MllpServer.class);
            try (Socket stalled = new Socket("127.0.0.1", mllp.port());
                    Socket other = connect(mllp, server, null)) {
                assertThat(exchange(other, MllpServerTest.frame(MllpServerTest.A01)))
                        .contains("MSA|AA|M1");
                stalled.setSoTimeout(10_000);
                readAll(stalled);
            }
        });
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart() throws Exception {
        Path used = folder.resolve("used.p12");
        Files.copy(server, used);
        application(
                        "none",
                        "spring.ssl.bundle.jks.mllp.keystore.location=" + used.toUri(),
                        "spring.ssl.bundle.jks.mllp.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=100ms")
                .run(context -> {
                    MllpServer mllp = context.getBean(MllpServer.class);
                    connect(mllp, server, null).close();
                    Files.copy(renewed, used, StandardCopyOption.REPLACE_EXISTING);
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .ignoreExceptions()
                            .untilAsserted(() -> connect(mllp, renewed, null).close());
                });
    }

    @Test
    void a_missing_bundle_fails_at_startup() {
        application("none", "parcours.mllp.ssl.bundle=other")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("other"));
    }

    private ApplicationContextRunner application(String clientAuth, String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withBean(MessageProcessor.class, () -> TestPipeline.processor(recorder, new FakeQuarantine()))
                .withBean(DocumentStore.class, FakeDocumentStore::new)
                .withBean(Clock.class, Clock::systemUTC)
                .withUserConfiguration(Hl7Configuration.class, MllpConfiguration.class)
                .withPropertyValues(
                        "parcours.mllp.port=0",
                        "parcours.mllp.host=127.0.0.1",
                        "parcours.mllp.ssl.bundle=mllp",
                        "parcours.mllp.ssl.client-auth=" + clientAuth,
                        "spring.ssl.bundle.jks.mllp.keystore.location=" + server.toUri(),
                        "spring.ssl.bundle.jks.mllp.keystore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.mllp.keystore.type=PKCS12",
                        "spring.ssl.bundle.jks.mllp.truststore.location=" + trusted.toUri(),
                        "spring.ssl.bundle.jks.mllp.truststore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.mllp.truststore.type=PKCS12")
                .withPropertyValues(properties);
    }

    /** A connection of a sender that trusts one certificate and, if it has one, presents its own. */
    private static Socket connect(MllpServer mllp, Path trustedFile, Path ownFile) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (ownFile != null) {
            keyManagers.init(keys(ownFile), PASSWORD.toCharArray());
        }
        KeyStore trustStore = KeyStore.getInstance("PKCS12");
        trustStore.load(null, null);
        KeyStore serverKeys = keys(trustedFile);
        trustStore.setCertificateEntry("server", (X509Certificate)
                serverKeys.getCertificate(serverKeys.aliases().nextElement()));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trustStore);
        context.init(ownFile == null ? null : keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", mllp.port());
        socket.setSoTimeout(10_000);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static String exchange(Socket socket, String frame) throws IOException {
        socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        ByteArrayOutputStream acknowledgement = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read();
                b != 0x0D
                        || acknowledgement.size() == 0
                        || acknowledgement.toByteArray()[acknowledgement.size() - 1] != 0x1C;
                b = in.read()) {
            if (b < 0) {
                throw new IOException("connection closed");
            }
            acknowledgement.write(b);
        }
        return acknowledgement.toString(StandardCharsets.UTF_8);
    }

    private static byte[] readAll(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0];
        }
    }

    private static KeyStore keys(Path file) throws Exception {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static Path createCertificate(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(
                List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return file;
    }
}
