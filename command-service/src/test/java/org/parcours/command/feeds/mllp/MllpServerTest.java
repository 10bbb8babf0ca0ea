package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.processing.FairSenderScheduler;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.OutcomeListener;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.ProcessingProperties;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.StayEvent;

class MllpServerTest {

    static final String A01 = "MSH|^~\\&|ADT|CHU|PARCOURS|DPI|20260301101500||ADT^A01^ADT_A01|M1|P|2.5\r"
            + "EVN||20260301101500\r"
            + "PID|||123^^^CHU&1.2.250.1.99&ISO^PI||DURAND^ANNE^^^^^D\r"
            + "PV1||I|CARDIO^12^A|||||||||||||||||V1^^^CHU&1.2.250.1.98&ISO^VN\r";

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();
    private MllpServer server = server(Map.of());

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void an_admission_is_recorded_and_acknowledged_with_AA() throws IOException {
        try (TestSender sender = new TestSender()) {
            String ack = sender.exchange(A01);

            assertThat(ack).contains("|ACK^A01|").contains("\rMSA|AA|M1\r");
        }
        assertThat(recorder.firstFact().event()).isInstanceOf(StayEvent.PatientAdmitted.class);
        assertThat(recorder.onlyMessage().sender().application()).isEqualTo("ADT");
        assertThat(recorder.onlyMessage().messageId()).isEqualTo("M1");
    }

    @Test
    void messages_on_one_connection_are_recorded_in_order() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send(frame(A01) + frame(A01.replace("|M1|", "|M2|")) + frame(A01.replace("|M1|", "|M3|")));

            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M2");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M3");
        }
        assertThat(recorder.messages()).extracting("messageId").containsExactly("M1", "M2", "M3");
    }

    @Test
    void no_acknowledgement_before_the_message_is_recorded() throws IOException {
        recorder.delayMillis(300);
        try (TestSender sender = new TestSender()) {
            long start = System.nanoTime();
            sender.exchange(A01);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void the_sender_keeps_the_message_while_the_log_is_unavailable() throws IOException {
        recorder.becomeUnavailable();
        try (TestSender sender = new TestSender()) {
            assertThat(sender.exchange(A01)).contains("MSA|AR|M1").contains("PARC-0206");

            recorder.becomeAvailable();
            assertThat(sender.exchange(A01)).contains("MSA|AA|M1");
        }
    }

    @Test
    void the_sender_keeps_a_message_that_quarantine_cannot_store() throws IOException {
        quarantine.breakDown();
        try (TestSender sender = new TestSender()) {
            assertThat(sender.exchange(A01.replaceAll("PID[^\r]*\r", "")))
                    .contains("MSA|AR|M1")
                    .contains("PARC-0206");
        }
    }

    @Test
    void a_truncated_frame_goes_to_quarantine_and_records_nothing() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01.substring(0, A01.length() - 20));
        }
        await().untilAsserted(() -> assertThat(quarantine.only().code()).isEqualTo("PARC-0202"));
        assertThat(quarantine.only().sender()).isEqualTo("ADT");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_truncated_frame_is_acknowledged_with_AR_where_its_sender_still_listens() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01);
            sender.socket.shutdownOutput();
            assertThat(sender.readAcknowledgement()).contains("\rMSA|AR|M1").contains("PARC-0202");
            assertThat(sender.isClosed()).isTrue();
        }
        assertThat(quarantine.only().code()).isEqualTo("PARC-0202");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_frame_that_stalls_is_truncated_and_the_connection_is_closed() throws IOException {
        restart(Map.of("parcours.mllp.frame-timeout", "200ms"));
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01);
            assertThat(sender.readAcknowledgement()).contains("\rMSA|AR|M1").contains("PARC-0202");
            assertThat(sender.isClosed()).isTrue();
        }
        assertThat(quarantine.only().code()).isEqualTo("PARC-0202");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_frame_that_begins_within_another_is_recorded_and_the_other_is_truncated() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01.substring(0, 60) + frame(A01.replace("|M1|", "|M2|")));
            assertThat(sender.readAcknowledgement()).contains("\rMSA|AR").contains("PARC-0202");
            assertThat(sender.readAcknowledgement()).contains("\rMSA|AA|M2");
            assertThat(sender.isClosed()).isTrue();
        }
        assertThat(quarantine.only().code()).isEqualTo("PARC-0202");
        assertThat(recorder.messages()).extracting("messageId").containsExactly("M2");
    }

    /** 0x0B is the vertical tab, 0x1C a field separator of old formats: both occur in texts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "left\u000bright",
                "left\u000bMS",
                "left\u000b\u000bright",
                "left\u001cright",
                "left\u001c\u001cright",
                "left\u001c\nright",
                "MSH\u000bMSG",
                "\u000b",
                "\u001c "
            })
    void framing_characters_inside_a_text_do_not_frame(String text) throws IOException {
        String message = A01 + "NTE|1||" + text + "|end\r";
        try (TestSender sender = new TestSender()) {
            assertThat(sender.exchange(message)).contains("\rMSA|AA|M1");
            assertThat(sender.exchange(A01.replace("|M1|", "|M2|"))).contains("\rMSA|AA|M2");
        }
        assertThat(recorder.messages()).extracting("messageId").containsExactly("M1", "M2");
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void framing_characters_at_the_end_of_a_packet_do_not_frame() throws Exception {
        try (TestSender sender = new TestSender()) {
            for (String packet :
                    List.of("\u000b" + A01 + "NTE|1||a\u000b", "b\u000bM", "Sx\u001c", "c\r\u001c", "\r")) {
                sender.send(packet);
                Thread.sleep(40);
            }
            assertThat(sender.readAcknowledgement()).contains("\rMSA|AA|M1");
        }
        assertThat(recorder.messages()).hasSize(1);
        assertThat(quarantine.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001c\n", "\u001c\r\n", "\u001c\r\r"})
    void another_line_end_after_the_end_block_ends_the_frame_too(String end) throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01 + end + "\u000b" + A01.replace("|M1|", "|M2|") + end);
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M2");
        }
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void a_frame_without_its_final_byte_is_recorded() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01 + "\u001c");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
        }
    }

    @Test
    void a_message_that_requests_no_acknowledgement_gets_none_and_the_next_gets_its_own() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send(frame(A01.replace("|2.5\r", "|2.5|||NE|NE\r")));
            assertThat(sender.exchange(A01.replace("|M1|", "|M2|"))).contains("MSA|AA|M2");
        }
        assertThat(recorder.messages()).extracting("messageId").containsExactly("M1", "M2");
    }

    @Test
    void blanks_between_frames_are_skipped() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\r\n \u0000\u001c\r" + frame(A01) + "\n\r\n" + frame(A01.replace("|M1|", "|M2|")) + "\n");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M2");
        }
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void other_bytes_between_frames_go_to_quarantine_and_the_frames_are_recorded() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send(
                    "\r\n noise" + frame(A01) + "\rrest of a text||||F" + frame(A01.replace("|M1|", "|M2|")) + "end");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M2");
        }
        await().untilAsserted(() -> assertThat(quarantine.all()).hasSize(3));
        assertThat(quarantine.all()).extracting("code").containsOnly("PARC-0214");
        assertThat(quarantine.all())
                .extracting(kept -> new String(kept.raw(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("noise", "rest of a text||||F", "end");
    }

    @Test
    void bytes_on_a_connection_without_frames_are_not_kept() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("GET / HTTP/1.1\r\n\r\n");
            sender.socket.shutdownOutput();
            assertThat(sender.isClosed()).isTrue();
        }
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void a_message_with_framing_characters_in_its_id_gets_an_acknowledgement_in_one_frame() throws IOException {
        try (TestSender sender = new TestSender()) {
            assertThat(sender.exchange(A01.replace("|M1|", "|M\\X1C0D\\1|"))).contains("\rMSA|AE|M");
            assertThat(sender.exchange(A01.replace("|M1|", "|M2|"))).contains("\rMSA|AA|M2");
        }
    }

    @Test
    void HL7_without_a_frame_is_acknowledged_with_AR_and_the_connection_is_closed() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send(A01);
            assertThat(sender.readAcknowledgement()).contains("MSA|AR|M1").contains("PARC-0203");
            assertThat(sender.isClosed()).isTrue();
        }
        assertThat(quarantine.only().code()).isEqualTo("PARC-0203");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void bytes_that_are_not_HL7_are_acknowledged_with_AR_and_go_to_quarantine() throws IOException {
        try (TestSender sender = new TestSender()) {
            assertThat(sender.exchange("GET / HTTP/1.1")).contains("MSA|AR").contains("PARC-0201");
            assertThat(sender.exchange("")).contains("MSA|AR").contains("PARC-0201");
            assertThat(sender.exchange(A01)).contains("MSA|AA|M1");
        }
        assertThat(quarantine.all()).hasSize(2);
    }

    @Test
    void a_message_of_20_MB_is_acknowledged_with_AR_and_the_limit_and_the_next_is_recorded() throws IOException {
        try (TestSender sender = new TestSender()) {
            sender.send("\u000b" + A01 + "OBX|1|ED|||");
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'A');
            for (int i = 0; i < 20; i++) {
                sender.socket.getOutputStream().write(megabyte);
            }
            sender.send("\r\u001c\r");

            assertThat(sender.readAcknowledgement())
                    .contains("MSA|AR|M1")
                    .contains("PARC-0204")
                    .contains("the limit is 16777216 bytes");
            assertThat(sender.exchange(A01)).contains("MSA|AA|M1");
        }
        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void a_large_message_over_the_budget_is_acknowledged_with_AR_and_small_ones_are_recorded() throws IOException {
        restart(Map.of("parcours.mllp.max-in-flight", "1MB", "parcours.mllp.max-frame", "1MB"));
        String large = A01.replace("|M1|", "|M2|") + "NTE|1||" + "x".repeat(900_000) + "\r";
        try (TestSender unfinished = new TestSender();
                TestSender other = new TestSender()) {
            // While both arrive, each may acquire a part of the budget, and both or the first fail: then start again.
            await().untilAsserted(() -> {
                unfinished.send("\u000b" + large);
                String overBudget = other.exchange(large);
                String ordinary = other.exchange(A01);
                unfinished.send("\u001c\r");
                String finished = unfinished.readAcknowledgement();

                assertThat(overBudget).contains("MSA|AR|M2").contains("PARC-0210");
                assertThat(ordinary).contains("MSA|AA|M1");
                assertThat(finished).contains("MSA|AA|M2");
            });
            await("the budget is free again, once the acknowledgement is sent")
                    .untilAsserted(() -> assertThat(other.exchange(large.replace("|M2|", "|M3|")))
                            .contains("MSA|AA|M3"));
        }
        assertThat(quarantine.all()).isEmpty();
    }

    @Test
    void large_messages_that_wait_for_their_sender_s_turn_leave_the_budget_to_other_senders() throws Exception {
        Semaphore log = new Semaphore(0);
        FairSenderScheduler scheduler = oneAtATime();
        server.stop();
        server = server(
                Map.of(
                        "parcours.mllp.max-in-flight", "1MB",
                        "parcours.mllp.max-frame", "1MB",
                        "parcours.mllp.max-waiting", "4MB"),
                new MessageProcessor(
                        message -> {
                            log.acquireUninterruptibly();
                            return recorder.record(message);
                        },
                        quarantine,
                        scheduler,
                        OutcomeListener.NONE,
                        Clock.systemUTC()));
        String large = A01 + "NTE|1||" + "x".repeat(900_000) + "\r";
        try (TestSender processing = new TestSender();
                TestSender waiting = new TestSender();
                TestSender alsoWaiting = new TestSender();
                TestSender beyondItsShare = new TestSender();
                TestSender other = new TestSender()) {
            processing.send(frame(A01));
            await().until(log::hasQueuedThreads);
            waiting.send(frame(large.replace("|M1|", "|M2|")));
            await().until(() -> scheduler.waiting() == 1);
            alsoWaiting.send(frame(large.replace("|M1|", "|M3|")));
            await().until(() -> scheduler.waiting() == 2);
            other.send(frame(large.replace("|ADT|CHU|", "|LAB|CHU|")));
            await().until(() -> scheduler.waiting() == 3);
            String refused = beyondItsShare.exchange(large.replace("|M1|", "|M4|"));
            log.release(10);

            assertThat(refused).contains("MSA|AR|M4");
            assertThat(processing.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(waiting.readAcknowledgement()).contains("MSA|AA|M2");
            assertThat(alsoWaiting.readAcknowledgement()).contains("MSA|AA|M3");
            assertThat(other.readAcknowledgement()).contains("MSA|AA|M1");
            await("all memory is free again")
                    .untilAsserted(() -> assertThat(beyondItsShare.exchange(large.replace("|M1|", "|M4|")))
                            .contains("MSA|AA|M4"));
        }
    }

    @Test
    void a_budget_below_the_longest_message_fails_at_startup() {
        assertThatThrownBy(() -> restart(Map.of("parcours.mllp.max-in-flight", "8MB")))
                .rootCause()
                .hasMessageContaining("parcours.mllp.max-in-flight (8388608B)");
    }

    @Test
    void an_unfinished_message_releases_its_budget() throws IOException {
        restart(Map.of("parcours.mllp.max-in-flight", "1MB", "parcours.mllp.max-frame", "1MB"));
        String large = A01 + "NTE|1||" + "x".repeat(900_000) + "\r";
        for (int i = 0; i < 3; i++) {
            try (TestSender disconnecting = new TestSender()) {
                disconnecting.send("\u000b" + large);
            }
        }
        try (TestSender sender = new TestSender()) {
            await().untilAsserted(() -> assertThat(sender.exchange(large)).contains("MSA|AA|M1"));
        }
    }

    @Test
    void an_idle_connection_is_closed() throws IOException {
        restart(Map.of("parcours.mllp.idle-timeout", "200ms"));
        try (TestSender sender = new TestSender()) {
            assertThat(sender.isClosed()).isTrue();
        }
    }

    @Test
    void a_connection_over_the_limit_is_closed_and_the_others_stay_open() throws IOException {
        restart(Map.of("parcours.mllp.max-connections", "1"));
        try (TestSender first = new TestSender()) {
            first.exchange(A01);
            try (TestSender second = new TestSender()) {
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(first.exchange(A01)).contains("MSA|AA|M1");
        }
    }

    @Test
    void the_connection_that_is_idle_for_the_longest_is_closed_for_a_new_one_at_the_limit() throws Exception {
        restart(Map.of("parcours.mllp.max-connections", "3", "parcours.mllp.min-idle", "100ms"));
        try (TestSender longestIdle = new TestSender();
                TestSender active = new TestSender()) {
            longestIdle.exchange(A01);
            active.exchange(A01);
            try (TestSender neverUsed = new TestSender()) {
                Thread.sleep(300);
                try (TestSender first = new TestSender()) {
                    assertThat(first.exchange(A01)).contains("MSA|AA|M1");
                    assertThat(neverUsed.isClosed()).isTrue();
                    active.exchange(A01);
                    Thread.sleep(20);
                    try (TestSender second = new TestSender()) {
                        assertThat(second.exchange(A01)).contains("MSA|AA|M1");
                        assertThat(longestIdle.isClosed()).isTrue();
                        assertThat(active.exchange(A01)).contains("MSA|AA|M1");
                    }
                }
            }
        }
    }

    @Test
    void a_connection_whose_message_is_processed_is_not_closed_for_a_new_one() throws Exception {
        restart(Map.of("parcours.mllp.max-connections", "1", "parcours.mllp.min-idle", "10ms"));
        recorder.delayMillis(1000);
        try (TestSender busy = new TestSender()) {
            busy.send(frame(A01));
            Thread.sleep(200);
            try (TestSender second = new TestSender()) {
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(busy.readAcknowledgement()).contains("MSA|AA|M1");
        }
    }

    @Test
    void one_address_has_a_limit_of_its_own() throws IOException {
        restart(Map.of("parcours.mllp.max-connections-per-address", "1"));
        try (TestSender first = new TestSender();
                TestSender second = new TestSender();
                TestSender elsewhere = new TestSender(InetAddress.getByName("127.0.0.2"))) {
            assertThat(second.isClosed()).isTrue();
            assertThat(first.exchange(A01)).contains("MSA|AA|M1");
            assertThat(elsewhere.exchange(A01)).contains("MSA|AA|M1");
        }
    }

    @Test
    void a_message_in_progress_when_the_server_stops_is_acknowledged() throws Exception {
        recorder.delayMillis(400);
        try (TestSender sender = new TestSender()) {
            sender.send(frame(A01));
            Thread.sleep(150);
            server.stop();
            assertThat(sender.readAcknowledgement()).contains("MSA|AA|M1");
            assertThat(sender.isClosed()).isTrue();
        }
    }

    @Test
    void the_acknowledgement_has_the_character_set_of_the_message() throws IOException {
        Charset latin9 = Charset.forName("ISO-8859-15");
        String message = A01.replace("|ADT|", "|Clé€|").replace("|2.5\r", "|2.5||||||8859/15\r");
        try (TestSender sender = new TestSender()) {
            sender.send(frame(message).getBytes(latin9));
            assertThat(new String(sender.readAcknowledgementBytes(), latin9))
                    .contains("|Clé€|")
                    .contains("|8859/15\r");
        }
    }

    private MllpServer server(Map<String, String> overrides) {
        return server(overrides, recorder);
    }

    private MllpServer server(Map<String, String> overrides, ParsedMessageRecorder messageRecorder) {
        return server(overrides, TestPipeline.processor(messageRecorder, quarantine, Clock.systemUTC()));
    }

    private static FairSenderScheduler oneAtATime() {
        ProcessingProperties defaults = ProcessingProperties.defaults();
        return new FairSenderScheduler(
                new ProcessingProperties(1, defaults.maxBytes(), defaults.contentionWindow(), defaults.maxWait()));
    }

    private MllpServer server(Map<String, String> overrides, MessageProcessor processor) {
        Map<String, String> properties = new HashMap<>(overrides);
        properties.put("parcours.mllp.port", "0");
        properties.put("parcours.mllp.host", "127.0.0.1");
        Clock clock = Clock.systemUTC();
        Hl7MessageParser parser = new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock);
        MllpServer started = new MllpServer(
                Hl7TestProperties.mllp(properties),
                new Hl7MessageHandler(parser, processor, Hl7TestProperties.hl7().zone(), clock));
        started.start();
        return started;
    }

    private void restart(Map<String, String> overrides) {
        server.stop();
        server = server(overrides);
    }

    static String frame(String message) {
        return "\u000b" + message + "\u001c\r";
    }

    private final class TestSender implements AutoCloseable {
        private final Socket socket;

        TestSender() throws IOException {
            this(InetAddress.getByName("127.0.0.1"));
        }

        TestSender(InetAddress from) throws IOException {
            socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port(), from, 0);
            socket.setSoTimeout(5_000);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        String exchange(String message) throws IOException {
            send(frame(message));
            return readAcknowledgement();
        }

        String readAcknowledgement() throws IOException {
            return new String(readAcknowledgementBytes(), StandardCharsets.UTF_8);
        }

        byte[] readAcknowledgementBytes() throws IOException {
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(0x0B);
            java.io.ByteArrayOutputStream acknowledgement = new java.io.ByteArrayOutputStream();
            for (int b = in.read(); b != 0x1C; b = in.read()) {
                assertThat(b).isNotNegative();
                acknowledgement.write(b);
            }
            assertThat(in.read()).isEqualTo(0x0D);
            return acknowledgement.toByteArray();
        }

        boolean isClosed() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
