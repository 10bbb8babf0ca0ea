package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.MutationChecker;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.TestPipeline;

/** No bytes received on the port prevent valid messages from being acknowledged. */
@Isolated("Measures the memory of this JVM")
class MutatedFrameTest {

    private static final int CONNECTIONS = 2_000;
    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private final AtomicLong ids = new AtomicLong();
    private final MllpServer server = server();

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_valid_message_after_a_mutated_one_on_the_same_connection_is_acknowledged() {
        MutationChecker.assertHolds(MutatedHl7MessageTest.messages(), CONNECTIONS, message -> {
            String id = "VALID" + ids.incrementAndGet();
            byte[] valid = MllpServerTest.A01.replace("|M1|", "|" + id + "|").getBytes(StandardCharsets.UTF_8);

            String acknowledgements = exchange(framed(withoutFraming(message)), framed(valid));

            assertThat(acknowledgements).contains("MSA|AA|" + id);
        });
    }

    @Test
    void mutated_frames_close_their_connection_and_the_next_connection_is_served() {
        List<byte[]> frames = MutatedHl7MessageTest.messages().stream()
                .map(MutatedFrameTest::framed)
                .toList();
        MutationChecker.assertHolds(frames, CONNECTIONS, this::exchange);

        assertThat(exchange(framed(MllpServerTest.A01.getBytes(StandardCharsets.UTF_8))))
                .contains("MSA|AA|M1");
    }

    /** Sends the bytes, closes the output and returns everything received until the server closes the connection. */
    private String exchange(byte[]... sent) {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            for (byte[] bytes : sent) {
                socket.getOutputStream().write(bytes);
            }
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException closedBefore) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] framed(byte[] message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x0B);
        frame.writeBytes(message);
        frame.write(0x1C);
        frame.write('\r');
        return frame.toByteArray();
    }

    private static byte[] withoutFraming(byte[] message) {
        byte[] clean = message.clone();
        for (int i = 0; i < clean.length; i++) {
            clean[i] = clean[i] == 0x0B || clean[i] == 0x1C ? (byte) ' ' : clean[i];
        }
        return clean;
    }

    private static MllpServer server() {
        Clock clock = Clock.systemUTC();
        MllpServer started = new MllpServer(
                Hl7TestProperties.mllp(Map.of("parcours.mllp.port", "0", "parcours.mllp.host", "127.0.0.1")),
                new Hl7MessageHandler(
                        new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                        TestPipeline.processor(
                                _ -> new Outcome.Duplicate(List.of()), FakeQuarantine.forgetful(), clock),
                        Hl7TestProperties.hl7().zone(),
                        clock));
        started.start();
        return started;
    }
}
