package org.parcours.standalone.demo.transport;

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

class MllpMessageClientTest {

    private static final ExponentialBackoff SHORT_BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(5), Duration.ofMillis(20));

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> retries = new ArrayList<>();
    private final ServerSocket server;

    MllpMessageClientTest() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void an_acknowledgement_that_arrives_in_pieces_is_complete() throws Exception {
        startReceiver((socket, messageNumber) -> {
            for (byte piece : framed("MSH|^~\\&|A\rMSA|AA|1\r")) {
                socket.getOutputStream().write(piece);
                socket.getOutputStream().flush();
                Thread.sleep(1);
            }
        });
        try (MllpMessageClient client = client()) {
            assertThat(client.send(bytes("MSH|1")))
                    .isEqualTo(new Acknowledgement("AA", Acknowledgement.Outcome.ACCEPTED));
            assertThat(client.send(bytes("MSH|2")))
                    .isEqualTo(new Acknowledgement("AA", Acknowledgement.Outcome.ACCEPTED));
        }
        assertThat(received).containsExactly("MSH|1", "MSH|2");
    }

    @Test
    void a_message_with_AR_or_without_an_acknowledgement_is_sent_again() throws Exception {
        startReceiver((socket, messageNumber) -> {
            switch (messageNumber) {
                case 1 -> socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AR|1\r"));
                case 2 -> socket.close();
                case 3 -> {
                    socket.getOutputStream().write(bytes("\u000BMSH|^~\\&|half an ackn"));
                    socket.close();
                }
                default -> socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AA|1\r"));
            }
        });
        try (RetryingMessageClient retryingClient = new RetryingMessageClient(client(), SHORT_BACKOFF, retries::add)) {
            assertThat(retryingClient.send(bytes("MSH|1"), Integer.MAX_VALUE).code())
                    .isEqualTo("AA");
        }
        assertThat(received).containsExactly("MSH|1", "MSH|1", "MSH|1", "MSH|1");
        assertThat(retries).containsExactly("AR", "no acknowledgement", "no acknowledgement");
    }

    @Test
    void a_rejected_message_is_not_sent_again() throws Exception {
        startReceiver((socket, messageNumber) ->
                socket.getOutputStream().write(framed("MSH|^~\\&|A\rMSA|AE|1\rERR|||101\r")));
        try (RetryingMessageClient retryingClient = new RetryingMessageClient(client(), SHORT_BACKOFF, retries::add)) {
            assertThat(retryingClient.send(bytes("MSH|1"), Integer.MAX_VALUE))
                    .isEqualTo(new Acknowledgement("AE", Acknowledgement.Outcome.REJECTED));
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void a_silent_receiver_causes_a_timeout() throws Exception {
        startReceiver((socket, messageNumber) -> {});
        try (MllpMessageClient client = client()) {
            assertThatThrownBy(() -> client.send(bytes("MSH|1"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void the_delay_grows_up_to_a_limit() {
        ExponentialBackoff backoff = new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(backoff.delayBefore(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.delayBefore(3)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.delayBefore(1000)).isEqualTo(Duration.ofSeconds(1));
    }

    private interface Reply {
        void send(Socket socket, int messageNumber) throws IOException, InterruptedException;
    }

    /** Starts a receiver that calls {@code reply} for each frame. */
    private void startReceiver(Reply reply) {
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
                            reply.send(socket, received.size());
                        }
                    }
                } catch (IOException e) {
                    // Accept the next connection.
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private MllpMessageClient client() {
        return new MllpMessageClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), Duration.ofMillis(500));
    }

    private static byte[] framed(String content) {
        return bytes("\u000B" + content + "\u001C\r");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
