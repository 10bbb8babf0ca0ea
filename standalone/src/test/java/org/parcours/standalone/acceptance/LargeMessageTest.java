package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded, however many large messages are sent at once. */
class LargeMessageTest {

    private static final int NEARLY_THE_LIMIT = 15_500_000;

    @TempDir
    private static Path data;

    private static ParcoursProcess parcours;

    @BeforeAll
    static void start() throws IOException {
        // Optimised code: the tests parse and skip a gigabyte.
        parcours = new ParcoursProcess(data, List.of("-XX:+TieredCompilation"), List.of("--demo=off"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        parcours.close();
    }

    @Test
    void a_gigabyte_of_unfinished_frames_does_not_block_an_ordinary_message() throws Exception {
        byte[] large = new byte[NEARLY_THE_LIMIT];
        Arrays.fill(large, (byte) 'x');
        byte[] prefix = ("\u000b" + admission(0) + "NTE|1||").getBytes(US_ASCII);
        System.arraycopy(prefix, 0, large, 0, prefix.length);
        List<Socket> unfinished = new ArrayList<>();
        try {
            List<Future<?>> writes = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    Socket socket = new Socket("127.0.0.1", parcours.mllpPort);
                    unfinished.add(socket);
                    writes.add(threads.submit(() -> {
                        socket.getOutputStream().write(large);
                        return socket;
                    }));
                }
            }
            for (Future<?> write : writes) {
                write.get();
            }
            try (MllpClient client = new MllpClient("127.0.0.1", parcours.mllpPort)) {
                assertThat(client.send(admission(1).getBytes(US_ASCII))).isEqualTo("AA");
            }
        } finally {
            for (Socket socket : unfinished) {
                socket.close();
            }
        }
        assertThat(parcours.consoleOutput()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void twenty_messages_of_ten_thousand_segments_at_once_are_all_acknowledged() throws Exception {
        String values = IntStream.range(0, 9_900)
                .mapToObj(i -> "OBX|%1$d|NM|H%1$d^Hb||12.5|g/dL|12-16||||F\r".formatted(i))
                .collect(Collectors.joining());
        List<Thread> senders = new ArrayList<>();
        List<String> acknowledgements = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            byte[] message = (result(i) + values).getBytes(US_ASCII);
            senders.add(Thread.ofPlatform().start(() -> {
                try (MllpClient client = new MllpClient("127.0.0.1", parcours.mllpPort)) {
                    acknowledgements.add(client.send(message));
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(acknowledgements).hasSize(20).containsOnly("AA");
        assertThat(parcours.consoleOutput()).doesNotContain("OutOfMemoryError");
    }

    private static String admission(int number) {
        return """
                MSH|^~\\&|ESSAI|CHU|PARCOURS|CHU|20260301100000||ADT^A01^ADT_A01|%1$d|P|2.5
                EVN||20260301100000
                PID|||%1$d^^^ESSAI^PI||ESSAI^PATIENT||19500101|F
                PV1||I|1050|||||||||||||||||%1$d^^^ESSAI^VN
                """.formatted(number).replace('\n', '\r');
    }

    private static String result(int number) {
        return """
                MSH|^~\\&|LABO|CHU|PARCOURS|CHU|20260301100000||ORU^R01^ORU_R01|%1$d|P|2.5
                PID|||%1$d^^^ESSAI^PI||ESSAI^PATIENT||19500101|F
                OBR|1||%1$d^LABO|NFS^Numeration|||20260301095500|||||||||||||||20260301100000|||F
                """.formatted(number).replace('\n', '\r');
    }
}
