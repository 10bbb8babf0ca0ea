package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.standalone.meaning.StatePipeline.AT;
import static org.parcours.standalone.meaning.StatePipeline.at;
import static org.parcours.standalone.meaning.StatePipeline.code;
import static org.parcours.standalone.meaning.StatePipeline.fact;
import static org.parcours.standalone.meaning.StatePipeline.filler;
import static org.parcours.standalone.meaning.StatePipeline.id;
import static org.parcours.standalone.meaning.StatePipeline.known;
import static org.parcours.standalone.meaning.StatePipeline.number;
import static org.parcours.standalone.meaning.StatePipeline.version;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.MovementReference;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StepKey;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.Visit;

/** A pile of resources of all kinds, some in several versions, records nothing the second time. */
class StatesSentTwiceTest {

    @Test
    void a_mixed_pile_that_is_sent_twice_records_nothing_the_second_time() {
        for (long seed = 0; seed < 400; seed++) {
            sendTwice(new Random(seed), seed);
        }
    }

    private static void sendTwice(Random random, long seed) {
        List<Fact[]> pile = new ArrayList<>();
        for (int resource = 0; resource < 6; resource++) {
            int versions = 1 + random.nextInt(3);
            BiFunction<Random, Integer, Fact[]> kind = kind(random, "n" + resource);
            for (int version = 1; version <= versions; version++) {
                int number = version;
                Fact[] state = kind.apply(random, version);
                for (int i = 0; i < state.length; i++) {
                    state[i] = version(state[i], number);
                }
                pile.add(state);
            }
        }
        StatePipeline pipeline = new StatePipeline();
        List<Fact[]> first = shuffled(pile, random);
        first.forEach(pipeline::record);
        List<Fact[]> second = random.nextBoolean() ? first : shuffled(pile, random);
        second.forEach(state -> assertThat(pipeline.record(state))
                .as("seed %d, sent again: %s", seed, List.of(state))
                .isEmpty());
    }

    private static List<Fact[]> shuffled(List<Fact[]> pile, Random random) {
        List<Fact[]> shuffled = new ArrayList<>(pile);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static String patient(Random random) {
        return random.nextInt(4) == 0 ? "B" : "A";
    }

    /** Each version of a resource states its content anew; its numbers are the same. */
    private static BiFunction<Random, Integer, Fact[]> kind(Random choice, String name) {
        Identifier own = id("X", name);
        Identifier n = choice.nextBoolean() ? own : number(name);
        return switch (choice.nextInt(9)) {
            case 0 ->
                (random, version) -> new Fact[] {
                    known(fact(patient(random), result(n, random, version)), new StepKey("filler-order", own))
                };
            case 1 ->
                (random, version) -> {
                    String patient = patient(random);
                    Fact content = key(
                            fact(patient, new MedicationPrescribed(n, code("P"), text(version), Optional.empty())),
                            "prescription",
                            own);
                    return switch (random.nextInt(3)) {
                        case 0 -> new Fact[] {content};
                        case 1 ->
                            new Fact[] {
                                content,
                                key(fact(patient, new MedicationHeld(n, Optional.empty())), "prescription", own)
                            };
                        default ->
                            new Fact[] {
                                content,
                                key(fact(patient, new MedicationStopped(n, Optional.empty())), "prescription", own)
                            };
                    };
                };
            case 2 ->
                (random, version) -> {
                    String patient = patient(random);
                    Fact content = key(fact(patient, booked(n, version)), "appointment", own);
                    Event other =
                            switch (random.nextInt(3)) {
                                case 0 -> new AppointmentCancelled(n, Optional.empty());
                                case 1 -> new AppointmentMissed(n);
                                default -> new PatientArrived(Optional.of(n), Optional.empty(), Optional.empty());
                            };
                    return random.nextBoolean()
                            ? new Fact[] {content}
                            : new Fact[] {content, key(fact(patient, other), "appointment", own)};
                };
            case 3 ->
                (random, version) -> {
                    String patient = patient(random);
                    OrderNumbers order = new OrderNumbers(Optional.of(n), Optional.empty());
                    Fact content = key(
                            fact(
                                    patient,
                                    new ExamOrdered(
                                            order, code("NFS"), text(version), Optional.empty(), Optional.empty())),
                            "placer-order",
                            own);
                    Event other = random.nextBoolean()
                            ? new ExamOrderCancelled(order, Optional.of(code("NFS")), Optional.empty())
                            : new ExamOrderHeld(order, Optional.of(code("NFS")), Optional.empty());
                    return random.nextBoolean()
                            ? new Fact[] {content}
                            : new Fact[] {content, key(fact(patient, other), "placer-order", own)};
                };
            case 4 ->
                (random, version) ->
                        new Fact[] {key(fact(patient(random), surgery(n, random, version)), "surgery", own)};
            case 5 ->
                (random, version) -> new Fact[] {
                    key(
                            fact(
                                    patient(random),
                                    random.nextBoolean()
                                            ? new MedicationAdministered(number("RX"), code("P"), text(version))
                                            : new MedicationNotAdministered(number("RX"), code("P"), reason(version))),
                            "administration",
                            own)
                };
            case 6 ->
                (random, version) -> new Fact[] {
                    key(
                            fact(
                                    patient(random),
                                    new StepRecorded(
                                            "dialysis",
                                            n,
                                            StepStatus.values()[random.nextInt(StepStatus.values().length)],
                                            text(version),
                                            Optional.empty(),
                                            Map.of())),
                            "dialysis",
                            own)
                };
            case 7 ->
                (random, version) -> new Fact[] {
                    key(
                            fact(
                                    patient(random),
                                    switch (random.nextInt(3)) {
                                        case 0 -> new DischargeLetterWithdrawn(n, reason(version));
                                        default ->
                                            new DischargeLetterIssued(
                                                    n, text(version), Optional.empty(), Optional.empty());
                                    }),
                            "letter",
                            own)
                };
            default -> (random, version) -> stay(n, own, random, version);
        };
    }

    private static Event result(Identifier n, Random random, int version) {
        return switch (random.nextInt(4)) {
            case 0 -> new ResultWithdrawn(filler(n), Optional.of(code("NA")), reason(version));
            case 1 ->
                new ImagingReported(
                        filler(n),
                        code("NA"),
                        ImagingReportStatus.FINAL,
                        List.of(StateChangeTest.value("NA", Integer.toString(version))),
                        Optional.empty());
            default ->
                new ResultIssued(
                        filler(n),
                        code("NA"),
                        ResultStatus.values()[random.nextInt(2)],
                        List.of(StateChangeTest.value("NA", Integer.toString(version))),
                        Optional.empty());
        };
    }

    private static Event surgery(Identifier n, Random random, int version) {
        return switch (random.nextInt(3)) {
            case 0 -> new SurgeryCancelled(n, reason(version));
            case 1 -> new SurgeryCompleted(n, reason(version));
            default ->
                new SurgeryScheduled(
                        n,
                        Optional.of(code("C" + version)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        };
    }

    private static Fact[] stay(Identifier n, Identifier own, Random random, int version) {
        String patient = patient(random);
        Visit visit =
                new Visit(Optional.of(n), Optional.of("I")).withOtherNumbers(n.equals(own) ? List.of() : List.of(own));
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(
                patient,
                new PatientAdmitted(
                        visit, movement(n, "admission"), Optional.of(Location.of("U" + version)), Optional.empty())));
        if (random.nextBoolean()) {
            facts.add(at(
                    fact(patient, new LeaveStarted(visit, movement(n, "leave-0"), Optional.empty(), Optional.empty())),
                    AT.plusHours(1)));
            facts.add(at(
                    fact(patient, new LeaveEnded(visit, movement(n, "leave-0"), Optional.empty(), Optional.empty())),
                    AT.plusHours(2)));
        }
        facts.add(
                random.nextBoolean()
                        ? at(
                                fact(
                                        patient,
                                        new PatientDischarged(
                                                visit, movement(n, "discharge"), Optional.empty(), Optional.empty())),
                                AT.plusHours(3))
                        : fact(patient, new DischargeCancelled(visit, movement(n, "discharge")))
                                .onlyIfKnown());
        return facts.toArray(Fact[]::new);
    }

    private static Optional<MovementReference> movement(Identifier stay, String name) {
        return Optional.of(new MovementReference(
                Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
    }

    private static AppointmentBooked booked(Identifier n, int version) {
        return new AppointmentBooked(
                n,
                Optional.empty(),
                Optional.empty(),
                text(version).map(StatePipeline::code),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Coding> reason(int version) {
        return text(version).map(StatePipeline::code);
    }

    private static Optional<String> text(int version) {
        return Optional.of("T" + version);
    }

    private static Fact key(Fact fact, String family, Identifier own) {
        return known(fact, new StepKey(family, own));
    }
}
