package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * No telemetry and no update check, ours or a library's: no connection leaves this machine. Name look-ups are recorded
 * since the start of this JVM, so that those of the other test classes count too.
 */
@Isolated("It observes the connections and name look-ups of the whole process")
class NothingLeavesTest {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    @TempDir
    private Path data;

    @Test
    void no_name_is_looked_up_and_no_connection_made_beyond_this_machine() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "Needs Linux's /proc");
        Set<String> remotes = new ConcurrentSkipListSet<>();
        AtomicInteger scans = new AtomicInteger();
        Thread watcher = Thread.ofPlatform().daemon().start(() -> watch(remotes, scans));

        try (EmbeddedParcours parcours = EmbeddedParcours.open(data);
                MllpClient client = parcours.openMllpClient()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(admission(i))).isEqualTo("AA");
            }
            parcours.awaitViews();
            for (String page : List.of("/", "/v3/api-docs", "/api/patients?q=ess", "/actuator/prometheus")) {
                parcours.get(parcours.queryAddress, page);
            }
            parcours.get(parcours.commandAddress, "/actuator/prometheus");
            EmbeddedParcours.await(
                    () -> parcours.get(parcours.commandAddress, "/api/applications")
                            .body()
                            .contains("ESSAI"),
                    "a delayed task of the services has run");
            int scansBefore = scans.get();
            EmbeddedParcours.await(() -> scans.get() > scansBefore + 10, "the sockets are scanned after it");
        } finally {
            watcher.interrupt();
            watcher.join();
        }

        Set<String> ownNames = new HashSet<>(Set.of(
                "localhost", "127.0.0.1", "::1", InetAddress.getLocalHost().getHostName()));
        assertThat(FakeAddressResolverProvider.LOOKED_UP_NAMES)
                .as("names looked up since the start of this JVM")
                .isNotEmpty()
                .isSubsetOf(ownNames);
        assertThat(remotes).as("addresses connected to").isEmpty();
    }

    @Test
    void a_name_lookup_is_recorded() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> InetAddress.getByName("telemetry.invalid"));

        assertThat(FakeAddressResolverProvider.LOOKED_UP_NAMES.remove("telemetry.invalid"))
                .isTrue();
    }

    @Test
    void axons_update_checker_is_not_on_the_class_path() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("org.axonframework.update.UpdateChecker"));
    }

    private static void watch(Set<String> remotes, AtomicInteger scans) {
        try {
            while (true) {
                remotes.addAll(remoteAddresses());
                scans.incrementAndGet();
                Thread.sleep(20);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            remotes.add("could not be watched: " + e);
        }
    }

    /**
     * The remote addresses of this process's TCP sockets, without loopback, in little-endian hexadecimal as in /proc.
     */
    private static List<String> remoteAddresses() throws IOException {
        Set<String> ownSockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    var socket =
                            SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
                    if (socket.matches()) {
                        ownSockets.add(socket.group(1));
                    }
                } catch (IOException _) {
                    continue; // closed meanwhile
                }
            }
        }
        List<String> remotes = new ArrayList<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line :
                    Files.readAllLines(Path.of(table)).stream().skip(1).toList()) {
                String[] fields = line.trim().split("\\s+");
                String remote = fields[2].substring(0, fields[2].indexOf(':'));
                if (ownSockets.contains(fields[9]) && !isLocal(remote)) {
                    remotes.add(remote);
                }
            }
        }
        return remotes;
    }

    private static boolean isLocal(String hex) {
        byte[] address = HexFormat.of().parseHex(hex);
        for (int word = 0; word < address.length; word += 4) {
            for (int i = 0; i < 2; i++) {
                byte swapped = address[word + i];
                address[word + i] = address[word + 3 - i];
                address[word + 3 - i] = swapped;
            }
        }
        try {
            InetAddress inet = InetAddress.getByAddress(address);
            return inet.isLoopbackAddress() || inet.isAnyLocalAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + hex, e);
        }
    }

    private static byte[] admission(int number) {
        return """
                MSH|^~\\&|ESSAI|CHU|PARCOURS|CHU|20260301100000||ADT^A01^ADT_A01|%1$d|P|2.5
                EVN||20260301100000
                PID|||%1$d^^^ESSAI^PI||ESSAI^PATIENT||19500101|F
                PV1||I|1050|||||||||||||||||%1$d^^^ESSAI^VN
                """.formatted(number).replace('\n', '\r').getBytes(US_ASCII);
    }
}
