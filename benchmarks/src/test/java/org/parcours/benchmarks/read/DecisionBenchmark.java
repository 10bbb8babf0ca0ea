package org.parcours.benchmarks.read;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.Outcome;
import org.parcours.command.store.LocalPostgres;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MovementReference;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.Visit;
import org.parcours.events.codec.EventCodec;

/** One more parsed message about a patient with many events: the whole decision. */
public final class DecisionBenchmark implements Benchmark {

    private static final List<Integer> LENGTHS = List.of(10, 1_000, 10_000);

    private final AtomicInteger messages = new AtomicInteger();

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public String description() {
        return "One client records one more fact about a patient with this number of events: the query of the log, the decision and the append with its sync. Three worst cases (all events under one tag), and the usual case (all events of one patient, each of its own order).";
    }

    @Override
    public Table run() throws Exception {
        var rows = new ArrayList<List<String>>();
        var url = LocalPostgres.shared().newDatabase();
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC());
                var intake = AxonMessageRecorder.start(log, new EventCodec(), RecordCommandSettings.DEFAULT)) {
            for (var shape : StreamShape.values()) {
                for (int length : LENGTHS) {
                    rows.add(row(intake, shape, length));
                }
            }
        }
        return new Table(List.of("", "events", "decisions/s", "p50 ms", "p99 ms"), rows);
    }

    private List<String> row(AxonMessageRecorder recorder, StreamShape shape, int length) {
        String patient = shape + "-" + length;
        Fact[] history =
                IntStream.range(0, length).mapToObj(i -> shape.fact(patient, i)).toArray(Fact[]::new);
        for (int from = 0; from < length; from += 50) {
            record(recorder, List.of(history).subList(from, Math.min(length, from + 50)));
        }
        AtomicInteger nextNumber = new AtomicInteger(length);
        LoadResult result = new ClosedLoopLoad(1, Duration.ofSeconds(3), Duration.ofSeconds(5))
                .run((client, random) -> {
                    record(recorder, List.of(shape.fact(patient, nextNumber.getAndIncrement())));
                });
        var row = List.of(
                shape.label,
                "%,d".formatted(length),
                "%,.0f".formatted(result.perSecond()),
                "%.2f".formatted(result.p50()),
                "%.2f".formatted(result.p99()));
        System.err.println(row);
        return row;
    }

    private void record(AxonMessageRecorder recorder, List<Fact> facts) {
        String id = "M" + messages.incrementAndGet();
        Outcome outcome = recorder.record(new ParsedMessage(
                new Sender("LAB", Optional.empty(), "hl7v2"),
                id,
                DerivedIds.hash("content", id),
                Instant.now(),
                DataEntryMetadata.NONE,
                facts,
                List.of()));
        if (!(outcome instanceof Outcome.Recorded)) {
            throw new IllegalStateException("Not recorded: " + outcome);
        }
    }

    private enum StreamShape {
        OWN_ORDERS("results, each of its own order", (patient, i) -> result(patient + "/" + i, i)),
        ONE_ORDER("results of one order", (patient, i) -> result(patient, i)),
        ONE_STAY(
                "transfers of one stay",
                (patient, i) -> new PatientTransferred(
                        new Visit(Optional.of(Identifier.of("VISITS", patient)), Optional.of("I")),
                        Optional.of(
                                new MovementReference(Identifier.of("MOVEMENTS", "Z" + i), Optional.empty(), false)),
                        Optional.empty(),
                        Optional.empty())),
        IDENTITY(
                "identity updates",
                (patient, i) -> new PatientIdentityUpdated(List.of(), List.of(), Demographics.UNKNOWN));

        private final String label;
        private final BiFunction<String, Integer, Event> event;

        StreamShape(String label, BiFunction<String, Integer, Event> event) {
            this.label = label;
            this.event = event;
        }

        private Fact fact(String patient, int number) {
            return new Fact(
                    new PatientEvidence(List.of(Identifier.of("IPP", patient)), Demographics.UNKNOWN),
                    Optional.empty(),
                    OffsetDateTime.now(ZoneOffset.UTC),
                    event.apply(patient, number));
        }

        private static Event result(String order, int number) {
            return new ResultIssued(
                    new OrderNumbers(Optional.of(Identifier.of("ORDERS", order)), Optional.empty()),
                    Coding.of("EXAM-" + number, "Examen"),
                    ResultStatus.FINAL,
                    List.of(),
                    Optional.empty());
        }
    }
}
