package org.parcours.benchmarks.hospital;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.parcours.benchmarks.hospital.HospitalMessages.Step;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;
import org.parcours.events.PatientId;

/**
 * Fills an empty log with the events that the services record for a hospital's messages: parsed and decided by their code, and
 * appended in large groups. Equal arguments give equal events. Many patients are in hospital at a time, so that the events of a
 * patient are spread over the log; the first patient is there from the first event to the last.
 */
final class HospitalLogGenerator {

    private static final int GROUP = 2_000;
    private static final int IN_HOSPITAL = 1_000;
    private static final Instant END = Instant.parse("2026-11-29T23:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(900);

    /** @param beginsStep whether it is the first message of its step */
    private record DueMessage(Supplier<String> text, boolean beginsStep) {}

    private record Visitor(HospitalPatient patient, Deque<DueMessage> due) {}

    private final HospitalDataSize size;
    private final CommitStore store;
    private final SplittableRandom random;
    private final HospitalMessages messages;
    private final MessageRecording recording;
    private final List<Commit> group = new ArrayList<>();
    private LogHead head = LogHead.empty();
    private long recordedMessages;
    private long stepsOfLargest;

    HospitalLogGenerator(HospitalDataSize size, CommitStore store) {
        this.size = size;
        this.store = store;
        this.random = new SplittableRandom(size.seed());
        this.messages = new HospitalMessages(random.split(), this::now, "");
        InstantSource clock = this::now;
        this.recording = new MessageRecording(random.split(), clock.withZone(ZoneOffset.UTC));
    }

    /** @return the number of messages */
    long generate() {
        Visitor largest = new Visitor(size.patient(0), new ArrayDeque<>());
        Deque<Integer> toCome = toCome();
        List<Visitor> inHospital = new ArrayList<>();
        while (head.position() < size.events()) {
            if (stepsOfLargest * size.events() < head.position() * size.stepsOfLargest()) {
                if (largest.due().isEmpty()) {
                    begin(largest);
                }
                recordNext(largest);
                continue;
            }
            while (inHospital.size() < Math.min(IN_HOSPITAL, size.patients() / 4)) {
                HospitalPatient patient = size.patient(
                        Optional.ofNullable(toCome.poll()).orElseGet(() -> 1 + random.nextInt(size.patients() - 1)));
                if (inHospital.stream().noneMatch(visitor -> visitor.patient().equals(patient))) {
                    inHospital.add(new Visitor(patient, new ArrayDeque<>()));
                    begin(inHospital.getLast());
                }
            }
            int next = random.nextInt(inHospital.size());
            recordNext(inHospital.get(next));
            if (inHospital.get(next).due().isEmpty()) {
                inHospital.set(next, inHospital.getLast());
                inHospital.removeLast();
            }
        }
        insertGroup();
        return recordedMessages;
    }

    /** @throws java.util.NoSuchElementException where the log has no event of the patient */
    PatientId patientId(int number) {
        return recording.patientId(size.patient(number)).orElseThrow();
    }

    /** Each patient once or twice, in random order. */
    private Deque<Integer> toCome() {
        Map<Long, Integer> shuffled = new TreeMap<>();
        for (int number = 1; number < size.patients(); number++) {
            for (int visits = 1 + random.nextInt(2); visits > 0; visits--) {
                shuffled.put(random.nextLong(), number);
            }
        }
        return new ArrayDeque<>(shuffled.values());
    }

    private void begin(Visitor visitor) {
        for (Step step : messages.episode(visitor.patient())) {
            for (int i = 0; i < step.messages().size(); i++) {
                visitor.due().add(new DueMessage(step.messages().get(i), i == 0));
            }
        }
    }

    private void recordNext(Visitor visitor) {
        DueMessage due = visitor.due().remove();
        MessageRecording.Recorded recorded =
                recording.record(visitor.patient(), due.text().get(), head.position(), now());
        group.add(HashChain.link(head, now(), recorded.id(), recorded.events()));
        head = group.getLast().asHead();
        recordedMessages++;
        stepsOfLargest += due.beginsStep() && visitor.patient().equals(size.patient(0)) ? 1 : 0;
        if (visitor.due().isEmpty()) {
            recording.forgetSteps(visitor.patient());
        }
        if (group.size() == GROUP) {
            insertGroup();
        }
    }

    private void insertGroup() {
        if (!group.isEmpty() && !(store.insert(group) instanceof InsertResult.Inserted)) {
            throw new IllegalStateException("The store rejected the generated commits");
        }
        group.clear();
    }

    /** The log covers the period evenly. */
    private Instant now() {
        return END.minus(PERIOD)
                .plusSeconds(PERIOD.toSeconds() * Math.min(head.position(), size.events()) / size.events());
    }
}
