package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.PATIENT;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.assertOutcome;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients whose bodies arrive slowly, on real connections: they do not keep others out, and not for ever. */
class SlowClientTest {

    private static final int CLIENTS = 4;

    /** In bytes: a body of this length counts as memory. */
    private static final int LARGE = 900_000;

    private FhirHttpServer server;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() {
        server = new FhirHttpServer(
                "parcours.fhir.max-body=1MB",
                "parcours.request.body-timeout=2s",
                "parcours.request.permit-wait=10s",
                "server.tomcat.connection-timeout=3s");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void four_clients_that_send_a_byte_from_time_to_time_are_answered_408_and_do_not_close_fhir() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = connect(0);
            Thread.startVirtualThread(() -> drip(client));
        }
        HttpResponse<String> other = server.post("/fhir/Patient?source=EHR", PATIENT);

        assertThat(other.statusCode()).isEqualTo(201);
        assertAllTimedOut();
    }

    @Test
    void clients_that_stop_sending_give_their_memory_back_to_one_that_waits_for_it() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            connect(LARGE);
        }
        Thread.sleep(Duration.ofMillis(500));

        HttpResponse<String> large = server.post("/fhir/Patient?source=EHR", " ".repeat(LARGE) + PATIENT);

        assertThat(large.statusCode()).isEqualTo(201);
        assertAllTimedOut();
    }

    @Test
    void a_request_waits_a_moment_while_others_are_processed() throws Exception {
        server.close();
        server = new FhirHttpServer("parcours.fhir.max-concurrent=1", "parcours.request.permit-wait=10s");
        server.recorder().delayMillis(300);
        List<Thread> clients = new ArrayList<>();
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < CLIENTS; i++) {
            String patient = PATIENT.replace("\"12\"", "\"" + i + "\"");
            clients.add(Thread.startVirtualThread(() -> {
                try {
                    statuses.add(
                            server.post("/fhir/Patient?source=EHR", patient).statusCode());
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(statuses).hasSize(CLIENTS).containsOnly(201);
    }

    @Test
    void a_request_that_waits_too_long_is_answered_503_with_retry_after() throws Exception {
        server.close();
        server = new FhirHttpServer("parcours.fhir.max-concurrent=1", "parcours.request.permit-wait=50ms");
        server.recorder().delayMillis(3000);
        Thread first = Thread.startVirtualThread(() -> {
            try {
                server.post("/fhir/Patient?source=EHR", PATIENT);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        Thread.sleep(Duration.ofSeconds(1));

        HttpResponse<String> second = server.post("/fhir/Patient?source=EHR", PATIENT);

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).contains("5");
        assertOutcome(second, "PARC-0515");
        first.join();
    }

    /** A request whose body stops after some bytes. */
    private Socket connect(int bytes) throws IOException {
        Socket socket = server.connect();
        sockets.add(socket);
        OutputStream out = socket.getOutputStream();
        out.write(
                "POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\nContent-Length: 1000000\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static void drip(Socket client) {
        try {
            while (true) {
                client.getOutputStream().write(' ');
                client.getOutputStream().flush();
                Thread.sleep(Duration.ofMillis(200));
            }
        } catch (IOException | InterruptedException _) {
            // The server closed the connection: that is what is tested.
        }
    }

    private void assertAllTimedOut() throws IOException {
        for (Socket socket : sockets) {
            String response = new String(socket.getInputStream().readNBytes(700), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.1 408").contains("OperationOutcome", "PARC-0544");
        }
    }
}
