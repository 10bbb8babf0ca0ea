package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.Visit;

/** Who a patient is, and whose a stay is. */
final class Identities {

    private Identities() {}

    /** A28. */
    static List<Fact> registered(Told told) {
        PatientEvidence patient = told.patient();
        return told.facts(told.occurredAt(), new PatientRegistered(patient.identifiers(), patient.demographics()));
    }

    /** A31, A08; A47 retires the identifiers in MRG-1, of as many patients as the message has. */
    static List<Fact> updated(Told told) {
        return told.message().has("MRG")
                ? pairs(
                        told,
                        (pid, mrg) ->
                                Optional.of(updated(told, pid, patients(told).patientNumbers(mrg, 1))))
                : List.of(updated(told, told.segment("PID"), List.of()));
    }

    private static Fact updated(Told told, Hl7Segment pid, List<Identifier> former) {
        PatientEvidence patient = patients(told).evidence(pid);
        List<Identifier> retired = former.stream()
                .filter(number -> patient.identifiers().stream().noneMatch(number::isSameNumberAs))
                .toList();
        return fact(told, pid, new PatientIdentityUpdated(patient.identifiers(), retired, patient.demographics()));
    }

    /** A40, A34: PID survives, MRG is absorbed; as many pairs as the message has. */
    static List<Fact> merged(Told told) {
        return pairs(told, (pid, mrg) -> {
            List<Identifier> absorbed = patients(told).other(mrg, 1);
            return Optional.of(fact(told, pid, new PatientsMerged(absorbed, Optional.empty())));
        });
    }

    /** A37: two PID, one after the other; or PID and MRG, as some senders undo an A40. */
    static List<Fact> unmerged(Told told) {
        List<Hl7Segment> people = told.message().segments().stream()
                .filter(segment -> segment.is("PID") || segment.is("MRG"))
                .toList();
        if (people.size() < 2) {
            throw new RejectionException(Hl7Rejections.MERGED_PATIENT_MISSING.at("PID-3"));
        }
        Hl7Segment other = people.get(1);
        List<Identifier> separated = patients(told).other(other, other.is("MRG") ? 1 : 3);
        return List.of(fact(told, people.getFirst(), new PatientsUnmerged(separated, Optional.empty())));
    }

    /** A44, A45: the stay of MRG is PID's. Within one patient's own accounts (A45) no stay changes hands. */
    static List<Fact> reassigned(Told told) {
        return pairs(told, (pid, mrg) -> {
            List<Identifier> from = patients(told).other(mrg, 1);
            List<Identifier> to = patients(told).evidence(pid).identifiers();
            if (from.stream().allMatch(number -> to.stream().anyMatch(number::isSameNumberAs))) {
                return Optional.empty();
            }
            Hl7Segment pv1 = told.segment("PV1");
            Visit visit = new Stays(told.numbers()).visit(pid, pv1);
            Optional<Identifier> number = told.numbers()
                    .cx(mrg.field(5))
                    .or(visit::number)
                    .or(() -> told.numbers().cx(mrg.field(3)));
            if (number.isEmpty()) {
                throw new RejectionException(Hl7Rejections.VISIT_NUMBER_MISSING.at("PV1-19"));
            }
            return Optional.of(fact(
                    told, pid, new StayReassigned(new Visit(number, visit.patientClass()), from, Optional.empty())));
        });
    }

    private static List<Fact> pairs(Told told, BiFunction<Hl7Segment, Hl7Segment, Optional<Fact>> meaning) {
        List<Optional<Fact>> facts = new ArrayList<>();
        Hl7Segment pid = Hl7Message.absent("PID");
        for (Hl7Segment segment : told.message().segments()) {
            if (segment.is("PID")) {
                pid = segment;
            } else if (segment.is("MRG")) {
                facts.add(meaning.apply(pid, segment));
            }
        }
        if (facts.isEmpty()) {
            throw new RejectionException(Hl7Rejections.MERGED_PATIENT_MISSING.at("MRG-1"));
        }
        return facts.stream().flatMap(Optional::stream).toList();
    }

    private static Fact fact(Told told, Hl7Segment pid, IdentityEvent event) {
        return told.fact(patients(told).evidence(pid), Optional.empty(), told.occurredAt(), event);
    }

    private static Patients patients(Told told) {
        return new Patients(told.numbers(), told.times());
    }
}
