package org.parcours.command.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.FactReceipt;
import org.parcours.command.processing.Outcome;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;
import org.parcours.events.codec.EventCodec;

/** Records messages through Axon's gateway, the deciders and an event log in a real file. */
class AxonMessageRecorderTest {

    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private CommitLog log;
    private AxonMessageRecorder recorder;

    @BeforeEach
    void start() {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve("log.db"), EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(
                log, codec, new RecordCommandSettings(50, Duration.ofMillis(2), Duration.ofSeconds(30), 1 << 20));
    }

    @AfterEach
    void stop() {
        recorder.close();
        log.close();
    }

    @Test
    void a_recorded_message_is_in_the_log_when_its_outcome_is_returned() {
        Outcome outcome = recorder.record(admission("m1", "100", "7"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Recorded.class, recorded -> {
            assertThat(recorded.receipts()).extracting(r -> r.position()).containsExactly(1L, 2L);
            assertThat(recorded.receipts())
                    .extracting(r -> r.id())
                    .isEqualTo(recordedEvents().stream().map(Envelope::id).toList());
        });
        assertThat(recordedEvents()).extracting(Envelope::position).containsExactly(1L, 2L);
    }

    @Test
    void a_duplicate_returns_its_first_positions_and_records_nothing() {
        recorder.record(admission("m1", "100", "7"));

        assertThat(recorder.record(admission("m1", "100", "7")))
                .isInstanceOfSatisfying(Outcome.Duplicate.class, duplicate -> assertThat(duplicate.receipts())
                        .extracting(r -> r.position())
                        .containsExactly(1L, 2L));
        assertThat(log.head().position()).isEqualTo(2);
    }

    @Test
    void the_outcome_says_what_became_of_each_fact() {
        ParsedMessage first = states("s1", step("1", StepStatus.DONE));
        ParsedMessage second = states(
                "s2", step("1", StepStatus.DONE), step("2", StepStatus.DONE).onlyIfKnown());
        ParsedMessage third = states("s3", step("1", StepStatus.STOPPED), step("1", StepStatus.STOPPED));

        Outcome.Recorded recorded = (Outcome.Recorded) recorder.record(first);
        EventReceipt step = recorded.receipts().getLast();
        assertThat(recorded.facts()).containsExactly(new FactReceipt(0, FactEffect.RECORDED, recorded.receipts()));
        assertThat(((Outcome.Duplicate) recorder.record(second)).facts())
                .containsExactly(
                        new FactReceipt(0, FactEffect.UNCHANGED, List.of(step)),
                        new FactReceipt(1, FactEffect.NOTHING_TO_WITHDRAW, List.of()));
        Outcome.Recorded changed = (Outcome.Recorded) recorder.record(third);
        assertThat(changed.facts())
                .containsExactly(
                        new FactReceipt(0, FactEffect.CHANGED, changed.receipts()),
                        new FactReceipt(1, FactEffect.UNCHANGED, changed.receipts()));
    }

    private static Fact step(String number, StepStatus status) {
        return new Fact(
                        new PatientEvidence(List.of(Identifier.of("IPP", "100")), Demographics.UNKNOWN),
                        Optional.empty(),
                        AT.atOffset(ZoneOffset.UTC),
                        new StepRecorded(
                                "dialysis",
                                Identifier.of("D", number),
                                status,
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()))
                .asState();
    }

    private static ParsedMessage states(String messageId, Fact... facts) {
        return new ParsedMessage(
                new Sender("EHR", Optional.empty(), "fhir"),
                messageId,
                DerivedIds.hash(messageId),
                AT,
                DataEntryMetadata.NONE,
                List.of(facts),
                List.of());
    }

    @Test
    void a_decision_reads_the_events_recorded_before() {
        recorder.record(admission("m1", "100", "7"));
        recorder.record(message(
                "m2", "100", new PatientDischarged(visit("7"), Optional.empty(), Optional.empty(), Optional.empty())));

        assertThat(recordedEvents().getLast().anomalies()).isEmpty();
        assertThat(recordedEvents())
                .extracting(Envelope::subject)
                .containsOnly(recordedEvents().getFirst().subject());
    }

    @Test
    void concurrent_messages_about_an_unknown_patient_register_one_patient() throws Exception {
        int senders = 16;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> submissions = IntStream.range(0, senders)
                    .<Callable<Outcome>>mapToObj(i -> () -> recorder.record(admission("m" + i, "100", "stay" + i)))
                    .toList();
            for (Future<Outcome> outcome : threads.invokeAll(submissions)) {
                assertThat(outcome.get()).isInstanceOf(Outcome.Recorded.class);
            }
        }

        assertThat(recordedEvents())
                .filteredOn(e -> e.event() instanceof PatientRegistered)
                .hasSize(1);
        assertThat(recordedEvents())
                .extracting(Envelope::subject)
                .containsOnly(recordedEvents().getFirst().subject());
        assertThat(recordedEvents()).hasSize(senders + 1);
    }

    @Test
    void the_same_message_recorded_concurrently_is_recorded_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> submissions =
                    java.util.Collections.nCopies(16, () -> recorder.record(admission("m1", "100", "7")));
            for (Future<Outcome> outcome : threads.invokeAll(submissions)) {
                assertThat(outcome.get()).isNotInstanceOf(Outcome.Unavailable.class);
            }
        }

        assertThat(log.head().position()).isEqualTo(2);
    }

    /** Rule 8 of the log: operators read tags. */
    @Test
    void no_tag_reveals_the_identity_of_the_patient() {
        recorder.record(admission("m1", "100", "7"));

        assertThat(log.read(Criteria.matchAll(), 0, 10))
                .flatExtracting(event -> event.tags())
                .isNotEmpty()
                .allSatisfy(tag ->
                        assertThat(tag.value()).matches("(message|identifier|patient|stay|step):[0-9a-f-]{32,64}"));
    }

    @Test
    void the_outcome_is_unavailable_where_the_log_is_closed() {
        log.close();

        assertThat(recorder.record(admission("m1", "100", "7"))).isInstanceOf(Outcome.Unavailable.class);
    }

    private List<Envelope> recordedEvents() {
        return log.read(Criteria.matchAll(), 0, 1000).stream()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                .toList();
    }

    private static Visit visit(String number) {
        return new Visit(Optional.of(Identifier.of("GAM", number)), Optional.of("I"));
    }

    private static ParsedMessage admission(String messageId, String ipp, String visit) {
        return message(
                messageId,
                ipp,
                new PatientAdmitted(visit(visit), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static ParsedMessage message(String messageId, String ipp, org.parcours.events.Event event) {
        Fact fact = new Fact(
                new PatientEvidence(List.of(Identifier.of("IPP", ipp)), Demographics.UNKNOWN),
                Optional.empty(),
                AT.atOffset(ZoneOffset.UTC),
                event);
        return new ParsedMessage(
                new Sender("GAM", Optional.empty(), "hl7v2"),
                messageId,
                DerivedIds.hash(messageId, ipp),
                AT,
                DataEntryMetadata.NONE,
                List.of(fact),
                List.of());
    }
}
