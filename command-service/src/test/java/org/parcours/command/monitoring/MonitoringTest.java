package org.parcours.command.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.mllp.Hl7MessageHandler;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Sender;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.monitoring.SourceApplicationStatus.ApplicationState;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.store.TestStorageBackend;

/** The activity and status of applications, in every store. */
class MonitoringTest {

    private static final MonitoringProperties PROPERTIES = new MonitoringProperties(
            true,
            Duration.ofHours(1),
            Duration.ofDays(35),
            Duration.ZERO,
            Duration.ofMinutes(15),
            1.5,
            3,
            2,
            4,
            ZoneId.of("Europe/Paris"));

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:20Z");

    @TempDir
    private Path directory;

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

    private static ProcessedMessage activity(String application, Instant at, Outcome.Kind outcome) {
        return new ProcessedMessage(
                new Sender(application, Optional.empty(), "hl7v2"),
                at,
                outcome,
                false,
                "PatientAdmitted",
                "M1",
                "",
                "");
    }

    @ParameterizedTest
    @EnumSource
    void applications_with_names_of_any_length_are_counted_each_by_itself(TestStorageBackend shelves) {
        try (var stores = shelves.open(directory)) {
            ActivityRecorder recorder = new ActivityRecorder(stores.activity(), PROPERTIES, clock);
            // Random, because PostgreSQL compresses a value before it measures the row of the index.
            String begin = new Random(1)
                    .ints('a', 'z' + 1)
                    .limit(100_000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            recorder.record(activity(begin + "1", NOON, Outcome.Kind.RECORDED));
            recorder.record(activity(begin + "1", NOON, Outcome.Kind.RECORDED));
            recorder.record(activity(begin + "2", NOON, Outcome.Kind.RECORDED));
            recorder.flush();

            assertThat(stores.activity().since(BucketSize.HOUR, Instant.EPOCH))
                    .allSatisfy(hour -> assertThat(hour.application()).startsWith(begin.substring(0, 100)))
                    .extracting(hour -> hour.counts().recorded())
                    .containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_counts_of_two_processes_are_added(TestStorageBackend shelves) {
        try (var stores = shelves.open(directory)) {
            ActivityStore store = stores.activity();
            for (int process = 0; process < 2; process++) {
                ActivityRecorder recorder = new ActivityRecorder(stores.activity(), PROPERTIES, clock);
                recorder.record(activity("LAB", NOON.plusSeconds(process), Outcome.Kind.RECORDED));
                recorder.record(activity("LAB", NOON.plusSeconds(30 + process), Outcome.Kind.DUPLICATE));
                recorder.flush();
            }

            assertThat(store.since(BucketSize.HOUR, Instant.EPOCH))
                    .singleElement()
                    .satisfies(hour -> {
                        assertThat(hour.start()).isEqualTo(Instant.parse("2026-11-26T12:00:00Z"));
                        assertThat(hour.counts()).isEqualTo(new OutcomeCounts(2, 2, 0, 0, 0, 0));
                        assertThat(hour.firstReceivedAt()).isEqualTo(NOON);
                        assertThat(hour.lastReceivedAt()).isEqualTo(NOON.plusSeconds(31));
                        assertThat(hour.longestGap()).isEqualTo(Duration.ofSeconds(30));
                    });
            assertThat(store.since(BucketSize.MINUTE, Instant.EPOCH)).hasSize(1);
            assertThat(store.since(BucketSize.HOUR, NOON.plus(Duration.ofHours(1))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void old_buckets_are_deleted_except_the_newest_hour_of_each_application(TestStorageBackend shelves) {
        try (var stores = shelves.open(directory)) {
            ActivityStore store = stores.activity();
            ActivityRecorder recorder = new ActivityRecorder(store, PROPERTIES, clock);
            recorder.record(activity("GONE", NOON.minus(Duration.ofDays(90)), Outcome.Kind.RECORDED));
            recorder.record(activity("LAB", NOON.minus(Duration.ofDays(40)), Outcome.Kind.RECORDED));
            recorder.record(activity("LAB", NOON, Outcome.Kind.RECORDED));
            recorder.flush();

            assertThat(store.since(BucketSize.HOUR, Instant.EPOCH))
                    .extracting(ActivityBucket::application)
                    .containsExactlyInAnyOrder("GONE", "LAB");
            assertThat(store.newestHours()).hasSize(2);
            assertThat(store.since(BucketSize.MINUTE, Instant.EPOCH)).hasSize(1);
        }
    }

    @Test
    void counts_that_cannot_be_stored_are_kept_for_the_next_flush() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            List<String> failures = new ArrayList<>(List.of("once"));
            ActivityStore store = stores.activity();
            ActivityRecorder recorder = new ActivityRecorder(
                    new ActivityStore() {
                        @Override
                        public void add(List<ActivityBucket> additions) {
                            if (!failures.isEmpty()) {
                                throw new IllegalStateException(failures.removeFirst());
                            }
                            store.add(additions);
                        }

                        @Override
                        public List<ActivityBucket> since(BucketSize size, Instant from) {
                            return store.since(size, from);
                        }

                        @Override
                        public List<ActivityBucket> newestHours() {
                            return store.newestHours();
                        }

                        @Override
                        public void deleteBefore(BucketSize size, Instant before) {
                            store.deleteBefore(size, before);
                        }
                    },
                    PROPERTIES,
                    clock);
            recorder.record(activity("LAB", NOON, Outcome.Kind.RECORDED));
            assertThatThrownBy(recorder::flush).isInstanceOf(IllegalStateException.class);
            recorder.record(activity("LAB", NOON.plusSeconds(1), Outcome.Kind.RECORDED));

            recorder.flush();

            assertThat(store.since(BucketSize.HOUR, Instant.EPOCH)
                            .getFirst()
                            .counts()
                            .recorded())
                    .isEqualTo(2);
        }
    }

    @Test
    void applications_beyond_the_limit_are_counted_as_one() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            ActivityRecorder recorder = new ActivityRecorder(stores.activity(), PROPERTIES, clock);
            IntStream.range(0, 50).forEach(i -> recorder.record(activity("GARBLED" + i, NOON, Outcome.Kind.REJECTED)));
            recorder.flush();

            assertThat(stores.activity().newestHours()).hasSize(4).anySatisfy(bucket -> {
                assertThat(bucket.application()).isEqualTo(ActivityRecorder.OTHER);
                assertThat(bucket.counts().rejected()).isEqualTo(47);
            });
        }
    }

    @Test
    void each_message_is_counted_by_its_outcome() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            ActivityRecorder recorder = new ActivityRecorder(stores.activity(), PROPERTIES, clock);
            FakeMessageRecorder messageRecorder = new FakeMessageRecorder();
            Hl7MessageHandler handler = new Hl7MessageHandler(
                    new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                    TestPipeline.processor(
                            messageRecorder,
                            new FakeQuarantine(),
                            new ActivityRecordingListener(recorder, clock),
                            clock),
                    Hl7TestProperties.hl7().zone(),
                    clock);
            String admission = "MSH|^~\\&|GAM|CHU|||20261126125900||ADT^A01|M1|P|2.5\rEVN|A01|20261126090000\r"
                    + "PID|1||7^^^&2.999.10.1&ISO^PI\rPV1|1|I|CARDIO\r";
            handler.handle(bytes(admission));
            handler.handle(bytes(admission));
            handler.handle(bytes(admission.replace("||7^^^", "||^^^").replace("|M1|", "|M2|")));
            handler.handle(bytes(admission.replace("ADT^A01", "ADT^A60").replace("|M1|", "|M3|")));
            messageRecorder.becomeUnavailable();
            handler.handle(bytes(admission.replace("|M1|", "|M4|")));

            assertThat(recorder.pendingBuckets().stream().filter(bucket -> bucket.size() == BucketSize.HOUR))
                    .singleElement()
                    .satisfies(hour -> {
                        assertThat(hour.application()).isEqualTo("GAM");
                        assertThat(hour.counts()).isEqualTo(new OutcomeCounts(1, 1, 1, 1, 1, 1));
                    });
            assertThat(recorder.recentMessages("GAM"))
                    .as("the last two, the newest first")
                    .extracting(ProcessedMessage::outcome)
                    .containsExactly(Outcome.Kind.UNAVAILABLE, Outcome.Kind.UNSUPPORTED);
        }
    }

    @Test
    void an_application_is_active_quiet_silent_never_seen_or_without_a_baseline() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            ActivityStore store = stores.activity();
            ActivityRecorder recorder = new ActivityRecorder(store, PROPERTIES, clock);
            for (Instant at = NOON.minus(Duration.ofDays(30));
                    at.isBefore(NOON);
                    at = at.plus(Duration.ofMinutes(20))) {
                recorder.record(activity("LAB", at, Outcome.Kind.RECORDED));
                if (at.isBefore(NOON.minus(Duration.ofHours(2)))) {
                    recorder.record(activity("GAM", at, Outcome.Kind.RECORDED));
                }
            }
            recorder.record(activity("NEW", NOON.minus(Duration.ofHours(3)), Outcome.Kind.RECORDED));
            recorder.flush();
            now = NOON.plusSeconds(1);
            recorder.record(activity("LAB", now, Outcome.Kind.REJECTED));
            SourceApplicationMonitor monitor = new SourceApplicationMonitor(
                    store,
                    recorder,
                    PROPERTIES,
                    () -> Map.of("STERI", Set.of("STERI", "STERI2"), "LAB", Set.of("LAB")),
                    () -> Map.of("LAB", 3L),
                    clock);

            List<SourceApplicationStatus> statuses = monitor.statuses();

            assertThat(statuses)
                    .extracting(SourceApplicationStatus::application)
                    .containsExactly("GAM", "STERI", "NEW", "LAB");
            assertThat(statuses)
                    .extracting(SourceApplicationStatus::state)
                    .containsExactly(
                            ApplicationState.SILENT,
                            ApplicationState.NEVER_SEEN,
                            ApplicationState.NO_BASELINE,
                            ApplicationState.ACTIVE);
            SourceApplicationStatus lab = statuses.getLast();
            assertThat(lab.configured()).isTrue();
            assertThat(lab.quarantined()).isEqualTo(3);
            assertThat(lab.messagesPerMinute()).isPositive();
            assertThat(lab.last24Hours().rejected()).as("not yet in the store").isEqualTo(1);
            now = NOON.plus(Duration.ofMinutes(20));
            assertThat(monitor.statuses().getLast().state()).isEqualTo(ApplicationState.QUIET);
        }
    }

    @Test
    void a_listener_that_fails_does_not_stop_the_recording() {
        try (var stores = TestStorageBackend.SQLITE.open(directory)) {
            ActivityRecorder recorder = new ActivityRecorder(stores.activity(), PROPERTIES, clock);
            recorder.onProcessedMessage(_ -> {
                throw new ListenerException();
            });

            recorder.record(activity("LAB", NOON, Outcome.Kind.RECORDED));

            assertThat(recorder.recentMessages("LAB")).hasSize(1);
        }
    }

    private static final class ListenerException extends RuntimeException {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
