package org.parcours.command.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.mllp.Hl7MessageHandler;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.store.TestStorageBackend;

/** Which fields of an application are not read, in every store. */
class UnreadFieldRecorderTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:20Z");
    private static final MonitoringProperties PROPERTIES = new MonitoringProperties(
            true,
            Duration.ofHours(1),
            Duration.ofDays(35),
            Duration.ZERO,
            Duration.ofMinutes(15),
            1.5,
            2,
            2,
            3,
            ZoneId.of("Europe/Paris"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeMessageRecorder log = new FakeMessageRecorder();
    private Instant now = NOON;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void each_unread_field_has_its_count_and_its_last_message(TestStorageBackend backend) {
        try (var stores = backend.open(directory)) {
            for (int process = 0; process < 2; process++) {
                now = NOON.plusSeconds(10L * process);
                UnreadFieldRecorder recorder = recorder(stores.unreadFields());
                send(recorder, admission("A" + process, "ZPI|1|x~y"));
                now = now.plusSeconds(10);
                send(recorder, admission("B" + process, "ZPI||x"));
                assertThat(recorder.ofApplication("APP"))
                        .as("before it is stored")
                        .isNotEmpty();
                recorder.flush();
                recorder.flush();
            }

            assertThat(recorder(stores.unreadFields()).ofApplication("APP"))
                    .containsExactlyInAnyOrder(
                            new UnreadField("APP", "ZPI-1", 2, NOON, NOON.plusSeconds(10), "A1"),
                            new UnreadField("APP", "ZPI-2", 4, NOON, NOON.plusSeconds(20), "B1"));
            assertThat(recorder(stores.unreadFields()).ofApplication("OTHER")).isEmpty();
        }
    }

    @Test
    void a_field_is_counted_once_for_each_message_as_a_metric() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            UnreadFieldRecorder recorder = recorder(stores.unreadFields());
            send(recorder, admission("M1", "ZPI|1\rZPI|2"));
            send(recorder, admission("M2", "ZPI|1"));

            assertThat(count("ZPI-1")).isEqualTo(2);
        }
    }

    @Test
    void only_recorded_messages_are_counted() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            UnreadFieldRecorder recorder = recorder(stores.unreadFields());
            send(recorder, admission("M1", "ZPI|1"));
            send(recorder, admission("M1", "ZPI|1"));
            send(recorder, admission("M2", "ZPI|1").replace("|||123^", "|||^"));
            log.becomeUnavailable();
            send(recorder, admission("M3", "ZPI|1"));

            assertThat(recorder.ofApplication("APP"))
                    .extracting(UnreadField::path, UnreadField::messages)
                    .containsExactly(tuple("ZPI-1", 1L));
        }
    }

    @Test
    void an_application_with_ever_new_fields_has_a_limited_number_of_paths() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            UnreadFieldRecorder recorder = recorder(stores.unreadFields());
            for (int i = 1; i <= 9; i++) {
                send(recorder, admission("M" + i, "Z" + i + "I|1\rZ" + i + "J|1"));
            }
            recorder.flush();

            assertThat(recorder.ofApplication("APP"))
                    .hasSize(4)
                    .filteredOn(field -> field.path().equals("other"))
                    .singleElement()
                    .satisfies(other -> assertThat(other.messages()).isEqualTo(8));
            assertThat(meters.find("parcours.application.unread").counters()).hasSize(4);
        }
    }

    @Test
    void counts_that_cannot_be_stored_are_kept_for_the_next_flush() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            UnreadFieldStore store = stores.unreadFields();
            UnreadFieldRecorder failing = recorder(new UnreadFieldStore() {
                private boolean failed;

                @Override
                public void add(List<UnreadField> additions) {
                    if (!failed) {
                        failed = true;
                        throw new IllegalStateException("once");
                    }
                    store.add(additions);
                }

                @Override
                public List<UnreadField> ofApplication(String application) {
                    return store.ofApplication(application);
                }
            });
            send(failing, admission("M1", "ZPI|1"));
            try {
                failing.flush();
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("once");
            }
            failing.close();

            assertThat(store.ofApplication("APP")).hasSize(1);
        }
    }

    private double count(String path) {
        return meters
                .find("parcours.application.unread")
                .tag("application", "APP")
                .tag("path", path)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private UnreadFieldRecorder recorder(UnreadFieldStore store) {
        return new UnreadFieldRecorder(store, PROPERTIES, Sender::application, meters, clock);
    }

    private void send(UnreadFieldRecorder recorder, String message) {
        new Hl7MessageHandler(
                        new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                        TestPipeline.processor(log, new FakeQuarantine(), recorder, clock),
                        ZoneOffset.UTC,
                        clock)
                .handle(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String admission(String id, String segments) {
        return message("ADT^A01", segments).replace("|M1|", "|" + id + "|");
    }
}
