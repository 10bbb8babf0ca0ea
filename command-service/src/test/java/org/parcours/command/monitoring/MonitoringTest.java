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
import org.parcours.command.monitoring.ActivityBucket.Size;
import org.parcours.command.monitoring.ApplicationStatus.State;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.store.Shelves;

/** What is known of the applications, in every store. */
class MonitoringTest {

    private static final MonitoringProperties SETTINGS = new MonitoringProperties(
            true,
            Duration.ofHours(1),
            Duration.ofDays(35),
            Duration.ZERO,
            Duration.ofMinutes(15),
            1.5,
            3,
            2,
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

    private static MessageActivity heard(String application, Instant at, Outcome.Kind outcome) {
        return new MessageActivity(
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
    void what_two_processes_counted_is_added_up(Shelves shelves) {
        try (var opened = shelves.open(directory)) {
            ActivityStore store = opened.activity();
            for (int process = 0; process < 2; process++) {
                ActivityRecorder activity = new ActivityRecorder(opened.activity(), SETTINGS, clock);
                activity.record(heard("LAB", NOON.plusSeconds(process), Outcome.Kind.RECORDED));
                activity.record(heard("LAB", NOON.plusSeconds(30 + process), Outcome.Kind.DUPLICATE));
                activity.flush();
            }

            assertThat(store.since(Size.HOUR, Instant.EPOCH)).singleElement().satisfies(hour -> {
                assertThat(hour.start()).isEqualTo(Instant.parse("2026-11-26T12:00:00Z"));
                assertThat(hour.counts()).isEqualTo(new OutcomeCounts(2, 2, 0, 0, 0, 0));
                assertThat(hour.first()).isEqualTo(NOON);
                assertThat(hour.last()).isEqualTo(NOON.plusSeconds(31));
                assertThat(hour.longestGap()).isEqualTo(Duration.ofSeconds(30));
            });
            assertThat(store.since(Size.MINUTE, Instant.EPOCH)).hasSize(1);
            assertThat(store.since(Size.HOUR, NOON.plus(Duration.ofHours(1)))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_old_is_forgotten_but_for_when_somebody_spoke_last(Shelves shelves) {
        try (var opened = shelves.open(directory)) {
            ActivityStore store = opened.activity();
            ActivityRecorder activity = new ActivityRecorder(store, SETTINGS, clock);
            activity.record(heard("GONE", NOON.minus(Duration.ofDays(90)), Outcome.Kind.RECORDED));
            activity.record(heard("LAB", NOON.minus(Duration.ofDays(40)), Outcome.Kind.RECORDED));
            activity.record(heard("LAB", NOON, Outcome.Kind.RECORDED));
            activity.flush();

            assertThat(store.since(Size.HOUR, Instant.EPOCH))
                    .extracting(ActivityBucket::application)
                    .containsExactlyInAnyOrder("GONE", "LAB");
            assertThat(store.newest()).hasSize(2);
            assertThat(store.since(Size.MINUTE, Instant.EPOCH)).hasSize(1);
        }
    }

    @Test
    void what_cannot_be_written_is_kept_for_the_next_time() {
        try (var opened = Shelves.SQLITE.open(directory)) {
            List<String> failing = new ArrayList<>(List.of("once"));
            ActivityStore store = opened.activity();
            ActivityRecorder activity = new ActivityRecorder(
                    new ActivityStore() {
                        @Override
                        public void add(List<ActivityBucket> more) {
                            if (!failing.isEmpty()) {
                                throw new IllegalStateException(failing.removeFirst());
                            }
                            store.add(more);
                        }

                        @Override
                        public List<ActivityBucket> since(Size size, Instant from) {
                            return store.since(size, from);
                        }

                        @Override
                        public List<ActivityBucket> newest() {
                            return store.newest();
                        }

                        @Override
                        public void forget(Size size, Instant before) {
                            store.forget(size, before);
                        }
                    },
                    SETTINGS,
                    clock);
            activity.record(heard("LAB", NOON, Outcome.Kind.RECORDED));
            assertThatThrownBy(activity::flush).isInstanceOf(IllegalStateException.class);
            activity.record(heard("LAB", NOON.plusSeconds(1), Outcome.Kind.RECORDED));

            activity.flush();

            assertThat(store.since(Size.HOUR, Instant.EPOCH).getFirst().counts().recorded())
                    .isEqualTo(2);
        }
    }

    @Test
    void names_beyond_the_limit_are_one() {
        try (var opened = Shelves.SQLITE.open(directory)) {
            ActivityRecorder activity = new ActivityRecorder(opened.activity(), SETTINGS, clock);
            IntStream.range(0, 50).forEach(i -> activity.record(heard("GARBLED" + i, NOON, Outcome.Kind.REJECTED)));
            activity.flush();

            assertThat(opened.activity().newest()).hasSize(4).anySatisfy(bucket -> {
                assertThat(bucket.application()).isEqualTo(ActivityRecorder.OTHER);
                assertThat(bucket.counts().rejected()).isEqualTo(47);
            });
        }
    }

    @Test
    void each_message_is_noted_with_what_came_of_it() {
        try (var opened = Shelves.SQLITE.open(directory)) {
            ActivityRecorder activity = new ActivityRecorder(opened.activity(), SETTINGS, clock);
            FakeMessageRecorder intake = new FakeMessageRecorder();
            Hl7MessageHandler handler = new Hl7MessageHandler(
                    new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                    TestPipeline.processor(intake, new FakeQuarantine(), new ActivityListener(activity, clock), clock),
                    Hl7TestProperties.hl7().zone(),
                    clock);
            String admission = "MSH|^~\\&|GAM|CHU|||20261126125900||ADT^A01|M1|P|2.5\rEVN|A01|20261126090000\r"
                    + "PID|1||7^^^&2.999.10.1&ISO^PI\rPV1|1|I|CARDIO\r";
            handler.handle(bytes(admission));
            handler.handle(bytes(admission));
            handler.handle(bytes(admission.replace("||7^^^", "||^^^").replace("|M1|", "|M2|")));
            handler.handle(bytes(admission.replace("ADT^A01", "ADT^A60").replace("|M1|", "|M3|")));
            intake.becomeUnavailable();
            handler.handle(bytes(admission.replace("|M1|", "|M4|")));

            assertThat(activity.waiting().stream().filter(bucket -> bucket.size() == Size.HOUR))
                    .singleElement()
                    .satisfies(hour -> {
                        assertThat(hour.application()).isEqualTo("GAM");
                        assertThat(hour.counts()).isEqualTo(new OutcomeCounts(1, 1, 1, 1, 1, 1));
                    });
            assertThat(activity.recent("GAM"))
                    .as("the last two, the newest first; nobody's name is in them")
                    .extracting(MessageActivity::outcome)
                    .containsExactly(Outcome.Kind.UNAVAILABLE, Outcome.Kind.UNSUPPORTED);
        }
    }

    @Test
    void an_application_talks_is_quiet_silent_or_was_never_heard() {
        try (var opened = Shelves.SQLITE.open(directory)) {
            ActivityStore store = opened.activity();
            ActivityRecorder activity = new ActivityRecorder(store, SETTINGS, clock);
            for (Instant at = NOON.minus(Duration.ofDays(30));
                    at.isBefore(NOON);
                    at = at.plus(Duration.ofMinutes(20))) {
                activity.record(heard("LAB", at, Outcome.Kind.RECORDED));
                if (at.isBefore(NOON.minus(Duration.ofHours(2)))) {
                    activity.record(heard("GAM", at, Outcome.Kind.RECORDED));
                }
            }
            activity.record(heard("NEW", NOON.minus(Duration.ofHours(3)), Outcome.Kind.RECORDED));
            activity.flush();
            now = NOON.plusSeconds(1);
            activity.record(heard("LAB", now, Outcome.Kind.REJECTED));
            ApplicationMonitor watch = new ApplicationMonitor(
                    store,
                    activity,
                    SETTINGS,
                    () -> Map.of("STERI", Set.of("STERI", "STERI2"), "LAB", Set.of("LAB")),
                    () -> Map.of("LAB", 3L),
                    clock);

            List<ApplicationStatus> all = watch.all();

            assertThat(all).extracting(ApplicationStatus::application).containsExactly("GAM", "STERI", "NEW", "LAB");
            assertThat(all)
                    .extracting(ApplicationStatus::state)
                    .containsExactly(State.SILENT, State.NEVER_SEEN, State.NO_BASELINE, State.ACTIVE);
            ApplicationStatus lab = all.getLast();
            assertThat(lab.configured()).isTrue();
            assertThat(lab.quarantined()).isEqualTo(3);
            assertThat(lab.messagesPerMinute()).isPositive();
            assertThat(lab.last24Hours().rejected()).as("not yet in the store").isEqualTo(1);
            now = NOON.plus(Duration.ofMinutes(20));
            assertThat(watch.all().getLast().state()).isEqualTo(State.QUIET);
        }
    }

    @Test
    void noting_goes_on_whatever_fails_behind_it() {
        try (var opened = Shelves.SQLITE.open(directory)) {
            ActivityRecorder activity = new ActivityRecorder(opened.activity(), SETTINGS, clock);
            activity.onActivity(_ -> {
                throw new Failure();
            });

            activity.record(heard("LAB", NOON, Outcome.Kind.RECORDED));

            assertThat(activity.recent("LAB")).hasSize(1);
        }
    }

    private static final class Failure extends RuntimeException {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
