package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.Visit;

/** Maps messages about a patient's identity, and about the patient to whom a stay belongs. */
final class Hl7IdentityEventMapper {

    private Hl7IdentityEventMapper() {}

    /** A28. */
    static List<Fact> mapRegistration(Hl7MappingContext context) {
        PatientEvidence patient = context.patient();
        return List.of(dated(context.fact(
                context.occurredAt(), new PatientRegistered(patient.identifiers(), patient.demographics()))));
    }

    /** A31, A08; A47 retires the identifiers in MRG-1, for each pair of PID and MRG. */
    static List<Fact> mapUpdate(Hl7MappingContext context) {
        return context.message().hasSegment("MRG")
                ? mapPairs(
                        context,
                        (pid, mrg) -> Optional.of(
                                updateFact(context, pid, context.pid().patientIdentifiers(mrg, 1))))
                : List.of(updateFact(context, context.segment("PID"), List.of()));
    }

    private static Fact updateFact(Hl7MappingContext context, Hl7Segment pid, List<Identifier> formerIdentifiers) {
        PatientEvidence patient = context.pid().evidence(pid);
        List<Identifier> retired = formerIdentifiers.stream()
                .filter(number -> patient.identifiers().stream().noneMatch(number::isSameNumberAs))
                .toList();
        return fact(context, pid, new PatientIdentityUpdated(patient.identifiers(), retired, patient.demographics()));
    }

    /** A40, A34: the patient of PID survives, that of MRG is absorbed, for each pair of PID and MRG. */
    static List<Fact> mapMerge(Hl7MappingContext context) {
        return mapPairs(context, (pid, mrg) -> {
            List<Identifier> absorbed = context.pid().otherPatientIdentifiers(mrg, 1);
            return Optional.of(fact(context, pid, new PatientsMerged(absorbed, Optional.empty())));
        });
    }

    /** A37: two PID segments; or PID and MRG, with which some senders undo an A40. */
    static List<Fact> mapUnmerge(Hl7MappingContext context) {
        List<Hl7Segment> patientSegments = context.message().segments().stream()
                .filter(segment -> segment.is("PID") || segment.is("MRG"))
                .toList();
        if (patientSegments.size() < 2) {
            throw Hl7RejectionCode.MERGED_PATIENT_MISSING.exceptionAt("PID-3");
        }
        Hl7Segment other = patientSegments.get(1);
        List<Identifier> separated = context.pid().otherPatientIdentifiers(other, other.is("MRG") ? 1 : 3);
        return List.of(fact(context, patientSegments.getFirst(), new PatientsUnmerged(separated, Optional.empty())));
    }

    /** A44, A45: the stay of MRG belongs to PID. Between accounts of one patient (A45) no stay is reassigned. */
    static List<Fact> mapReassignment(Hl7MappingContext context) {
        return mapPairs(context, (pid, mrg) -> {
            List<Identifier> from = context.pid().otherPatientIdentifiers(mrg, 1);
            List<Identifier> to = context.pid().evidence(pid).identifiers();
            if (from.stream().allMatch(number -> to.stream().anyMatch(number::isSameNumberAs))) {
                return Optional.empty();
            }
            Visit visit = context.pv1AndZbe().visit(pid);
            Identifier number = context.identifiers()
                    .cx(mrg.field(5))
                    .or(visit::number)
                    .or(() -> context.identifiers().cx(mrg.field(3)))
                    .orElseThrow(() -> Hl7RejectionCode.VISIT_NUMBER_MISSING.exceptionAt("PV1-19"));
            Visit reassigned = new Visit(Optional.of(number), visit.patientClass());
            return Optional.of(fact(context, pid, new StayReassigned(reassigned, from, Optional.empty())));
        });
    }

    private static List<Fact> mapPairs(
            Hl7MappingContext context, BiFunction<Hl7Segment, Hl7Segment, Optional<Fact>> pairMapper) {
        List<Optional<Fact>> facts = new ArrayList<>();
        Hl7Segment pid = Hl7Message.absentSegment("PID");
        for (Hl7Segment segment : context.message().segments()) {
            if (segment.is("PID")) {
                pid = segment;
            } else if (segment.is("MRG")) {
                facts.add(pairMapper.apply(pid, segment));
            }
        }
        if (facts.isEmpty()) {
            throw Hl7RejectionCode.MERGED_PATIENT_MISSING.exceptionAt("MRG-1");
        }
        return facts.stream().flatMap(Optional::stream).toList();
    }

    private static Fact fact(Hl7MappingContext context, Hl7Segment pid, IdentityEvent event) {
        return dated(context.fact(context.pid().evidence(pid), Optional.empty(), context.occurredAt(), event));
    }

    /** Of two reports about an identity the one that was sent later counts, whichever arrives first. */
    private static Fact dated(Fact fact) {
        return fact.withAnnotations(fact.annotations().withSentAt(fact.reportedAt()));
    }
}
