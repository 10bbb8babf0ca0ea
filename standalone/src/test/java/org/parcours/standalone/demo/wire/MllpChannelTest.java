package org.parcours.standalone.demo.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MllpChannelTest {

    private static final Backoff SOON = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20));

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> retries = new ArrayList<>();
    private final ServerSocket server;

    MllpChannelTest() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void an_acknowledgement_in_pieces_is_put_together() throws Exception {
        answering((socket, nth) -> {
            for (byte piece : framed("MSH|^~\\&|A\rMSA|AA|1\r")) {
                socket.getOutputStream().write(piece);
                socket.getOutputStream().flush();
                Thread.sleep(1);
            }
        });
        try (MllpChannel channel = channel()) {
            assertThat(channel.send(bytes("MSH|1"))).isEqualTo(new Answer("AA", Answer.Verdict.TAKEN));
            assertThat(channel.send(bytes("MSH|2"))).isEqualTo(new Answer("AA", Answer.Verdict.TAKEN));
        }
        assertThat(received).containsExactly("MSH|1", "MSH|2");
    }

    @Test
    void what_is_answered_AR_or_not_at_all_is_sent_again() throws Exception {
        answering((socket, nth) -> {
            switch (nth) {
                case 1 -> socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AR|1\r"));
                case 2 -> socket.close();
                case 3 -> {
                    socket.getOutputStream().write(bytes("\u000BMSH|^~\\&|half an ackn"));
                    socket.close();
                }
                default -> socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AA|1\r"));
            }
        });
        try (Sender sender = new Sender(channel(), SOON, retries::add)) {
            assertThat(sender.send(bytes("MSH|1"), Integer.MAX_VALUE).code()).isEqualTo("AA");
        }
        assertThat(received).containsExactly("MSH|1", "MSH|1", "MSH|1", "MSH|1");
        assertThat(retries).containsExactly("AR", "no answer", "no answer");
    }

    @Test
    void what_is_in_quarantine_is_not_sent_again() throws Exception {
        answering((socket, nth) -> socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AE|1\rERR|||101\r")));
        try (Sender sender = new Sender(channel(), SOON, retries::add)) {
            assertThat(sender.send(bytes("MSH|1"), Integer.MAX_VALUE))
                    .isEqualTo(new Answer("AE", Answer.Verdict.QUARANTINED));
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void a_receiver_that_says_nothing_is_given_up_in_time() throws Exception {
        answering((socket, nth) -> {});
        try (MllpChannel channel = channel()) {
            assertThatThrownBy(() -> channel.send(bytes("MSH|1"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void the_wait_grows_up_to_a_limit() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(backoff.before(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.before(3)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.before(1000)).isEqualTo(Duration.ofSeconds(1));
    }

    private interface Behaviour {
        void answer(Socket socket, int nth) throws IOException, InterruptedException;
    }

    /** A receiver that reads frames and answers each as told. */
    private void answering(Behaviour behaviour) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    StringBuilder frame = new StringBuilder();
                    for (int next = socket.getInputStream().read();
                            next >= 0;
                            next = socket.getInputStream().read()) {
                        frame.append((char) next);
                        if (next == 0x0D && frame.indexOf("\u001C") > 0) {
                            received.add(frame.substring(1, frame.length() - 2));
                            frame.setLength(0);
                            behaviour.answer(socket, received.size());
                        }
                    }
                } catch (IOException e) {
                    // The next connection, if there is one.
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private MllpChannel channel() {
        return new MllpChannel(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), Duration.ofMillis(500));
    }

    private static byte[] framed(String content) {
        return bytes("\u000B" + content + "\u001C\r");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
